"""Flags on articles: raised beside a ticket, seen by staff alone, answered by editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.feedback import flags
from app.feedback.flags import Wrong
from tests.accounts import cast
from tests.web.staff import Browser, build
from tests.web.test_desk import address, asked

if TYPE_CHECKING:
    from flask import Flask

WRONG = "Срок теперь другой, замечание сотрудника."


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("desk-flags"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    cast.anna()
    return built


def signed_in(app: Flask, name: str) -> Browser:
    browser = Browser(app)
    browser.sign_in(f"{name}@polka.example")
    return browser


def test_a_flag_is_raised_seen_by_staff_answered_and_told_of(app: Flask) -> None:
    boris, anna = signed_in(app, "boris"), signed_in(app, "anna")
    place = address(asked(), "/articles/voz-01")
    boris.get(place)
    sent = {"quote": "Текст статьи", "comment": WRONG}
    for _ in range(2):
        assert boris.post(f"{place}/flags", **sent).status_code == 303
    assert WRONG in boris.get("/articles/voz-01").text
    assert WRONG in anna.get("/articles/voz-01").text
    assert WRONG not in app.test_client().get("/articles/voz-01").text
    assert anna.get("/desk/flags").text.count(WRONG) == 1
    (flag,) = flags.of_article("voz-01")
    done = f"/desk/flags/{flag.id}/completion"
    assert anna.post(done, note="").status_code == 422
    assert anna.post(done, note="Исправили").status_code == 303
    assert anna.post(done, note="Ещё раз").status_code == 409
    assert "(есть ответы на ваши)" in boris.get("/desk/").text
    assert "Исправили" in boris.get("/desk/flags").text
    assert "(есть ответы на ваши)" not in boris.get("/desk/").text
    assert WRONG not in boris.get("/articles/voz-01").text


def test_an_agent_neither_lists_nor_finishes_others_flags(app: Flask) -> None:
    boris = signed_in(app, "boris")
    flag_id = flags.flag(2, Wrong("voz-01", "r1", "", WRONG)).id
    assert WRONG not in boris.get("/desk/flags").text
    assert boris.post(f"/desk/flags/{flag_id}/completion", note="Ок").status_code == 403


@pytest.mark.parametrize("comment", ["", " ", "я" * 1001])
def test_a_flag_needs_a_comment_of_bearable_length(app: Flask, comment: str) -> None:
    boris = signed_in(app, "boris")
    place = address(asked(), "/articles/voz-01")
    boris.get(place)
    assert boris.post(f"{place}/flags", comment=comment).status_code == 422
    assert flags.of_article("voz-01") == []


def test_an_article_that_the_agent_may_not_read_is_not_previewed(app: Flask) -> None:
    boris = signed_in(app, "boris")
    ticket = asked()
    assert boris.get(address(ticket, "/articles/voz-02")).status_code == 200
    assert boris.get(address(ticket, "/articles/voz-03")).status_code == 404
