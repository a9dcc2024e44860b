"""The page about oneself."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.accounts import accounts
from tests.accounts import cast
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask

NINE_TO_SIX = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-18:00")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("profile"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    return built


@pytest.fixture
def browser(app: Flask) -> Browser:
    signed_in = Browser(app)
    signed_in.sign_in()
    return signed_in


def test_a_stranger_is_asked_to_sign_in(app: Flask) -> None:
    assert Browser(app).get("/account/profile").status_code == 303


def test_what_is_said_is_kept_and_shown(browser: Browser) -> None:
    page = browser.get("/account/profile").text
    assert 'value="Борис"' in page
    assert page.count('value="09:00-18:00"') == 5
    sent = browser.post(
        "/account/profile",
        name="Борис Б.",
        time_zone="Asia/Omsk",
        own_hours="1",
        away_from="2026-12-01T09:00",
        away_until="2026-12-14T09:00",
        away_note="Отпуск",
        **NINE_TO_SIX,
    )
    assert (sent.status_code, sent.location) == (303, "/account/profile?saved=1")
    boris = accounts.get_by_email("boris@polka.example")
    assert (boris.name, boris.time_zone, boris.away_note) == ("Борис Б.", "Asia/Omsk", "Отпуск")
    assert boris.working_hours == ["09:00-18:00"] * 5 + ["", ""]
    assert boris.away_from == datetime(2026, 12, 1, 6, tzinfo=UTC)  # written in Moscow's time
    shown = browser.get("/account/profile?saved=1").text
    assert 'value="2026-12-01T12:00"' in shown  # and shown in Omsk's
    assert "Сохранено." in shown


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Имя: от 1 до 100 знаков."),
        ({"own_hours": "1", "tue": "9-18"}, "Часы пишут так"),
        ({"time_zone": "Луна"}, "Такого часового пояса нет"),
        ({"away_from": "вчера"}, "Укажите день и час."),
        ({"away_from": "0001-01-01T00:00"}, "Укажите день и час."),
        ({"away_from": "2026-12-01T09:00", "away_until": "2026-11-01T09:00"}, "раньше"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    browser: Browser, wrong: dict[str, str], sentence: str
) -> None:
    sent = browser.post("/account/profile", **{"name": "Борис", **wrong})
    assert sent.status_code == 422
    assert sentence in sent.text
    assert accounts.get_by_email("boris@polka.example").name == "Борис"
