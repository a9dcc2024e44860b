"""The studio's page of pinned results."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.search import pins
from tests.accounts import cast
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build(tmp_path_factory.mktemp("pins"))
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Iterator[Flask]:
    yield built
    built.extensions["podskazhi"].searcher.use_pins(pins.NOTHING)


@pytest.fixture
def anna(app: Flask) -> Browser:
    cast.anna()
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    browser.get("/studio/pins")
    return browser


def test_an_editor_pins_an_article_and_search_says_so(anna: Browser, app: Flask) -> None:
    answer = anna.post("/studio/pins", query="кракозябра", article="voz-01")
    assert (answer.status_code, answer.location) == (303, "/studio/pins")
    assert "кракозябра" in anna.get("/studio/pins").text
    assert "закреплено редактором" in anna.get("/search?q=кракозябры").text
    guest = Browser(app).get("/search?q=кракозябры").text
    assert "Возврат денег" in guest
    assert "закреплено редактором" not in guest


@pytest.mark.parametrize(
    "named", ["voz-01", "Возврат денег", "http://localhost/articles/voz-01", " /articles/voz-01#a "]
)
def test_an_article_may_be_named_in_many_ways(anna: Browser, named: str) -> None:
    assert anna.post("/studio/pins", query="деньги", article=named).status_code == 303
    assert [pin.article_id for pin in pins.everything()] == ["voz-01"]


def test_what_cannot_be_pinned_is_said_beside_the_field(anna: Browser) -> None:
    answer = anna.post("/studio/pins", query="деньги", article="нет такой")
    assert answer.status_code == 422
    assert "Выберите статью из списка" in answer.text
    assert 'value="нет такой"' in answer.text
    assert "хотя бы одно слово" in anna.post("/studio/pins", query=" ", article="voz-01").text
    assert pins.everything() == []


def test_an_editor_unpins(anna: Browser) -> None:
    pin = pins.add("деньги", "gone-01")
    assert "Статьи gone-01 больше нет" in anna.get("/studio/pins").text
    assert anna.post(f"/studio/pins/{pin.id}/removal").status_code == 303
    assert anna.post(f"/studio/pins/{pin.id}/removal").status_code == 404
    assert pins.everything() == []


def test_a_pin_on_a_hidden_article_is_marked_and_shows_guests_nothing(
    anna: Browser, app: Flask
) -> None:
    anna.post("/studio/pins", query="кракозябра", article="voz-02")
    assert "Только сотрудникам" in anna.get("/studio/pins").text
    page = Browser(app).get("/search?q=кракозябра").text
    assert "памятка" not in page
    assert "ничего не найдено" in page


def test_pins_are_for_editors_only(app: Flask) -> None:
    pin = pins.add("деньги", "voz-01")
    cast.boris()
    boris = Browser(app)
    boris.sign_in()
    stranger = Browser(app)
    stranger.get("/ask")
    for browser, status in ((boris, 403), (stranger, 403)):
        assert browser.post("/studio/pins", query="а", article="voz-01").status_code == status
        assert browser.post(f"/studio/pins/{pin.id}/removal").status_code == status
    assert boris.get("/studio/pins").status_code == 403
    assert stranger.get("/studio/pins").status_code == 303
    assert len(pins.everything()) == 1


def test_what_a_pin_changes_is_shown_before_it_is_one(anna: Browser) -> None:
    page = anna.get("/studio/pins/trial?query=кракозябра&article=voz-01").text
    assert "Изменится выдача по 1 запросу" in page
    assert pins.everything() == []
    assert anna.post("/studio/pins", query="кракозябра", article="voz-01").status_code == 303
    again = anna.get("/studio/pins/trial?query=кракозябры&article=voz-01")
    assert again.status_code == 422
    assert "уже закреплена" in again.text
    assert "Выберите статью" in anna.get("/studio/pins/trial?query=а&article=нет").text


def test_what_unpinning_changes_is_shown_before_it_is_done(anna: Browser, app: Flask) -> None:
    pin = pins.add("кракозябра", "voz-01")
    app.extensions["podskazhi"].refresh_pins()
    assert f"/studio/pins/{pin.id}/removal" in anna.get("/studio/pins").text
    page = anna.get(f"/studio/pins/{pin.id}/removal").text
    assert "Открепить ответ?" in page
    assert "Изменится выдача по 1 запросу" in page
    assert len(pins.everything()) == 1
    assert anna.get(f"/studio/pins/{pin.id + 1}/removal").status_code == 404
