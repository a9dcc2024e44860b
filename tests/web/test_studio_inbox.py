"""What readers say of articles, as editors see it in the studio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.curation import inbox
from app.curation.inbox_models import CaseState
from app.feedback import voting
from tests.accounts import cast
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask

XSS = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("votes"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    cast.anna()
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    return browser


def revision_of(app: Flask, article_id: str) -> str:
    return str(app.extensions["podskazhi"].library.snapshot.articles[article_id].revision)


def say_no(
    article_id: str, revision: str, comment: str = "", reader: Reader = GUEST, email: str = ""
) -> int:
    visitor = f"{article_id} {comment}"
    voting.vote(article_id, revision, visitor, helpful=False, reader=reader)
    return voting.explain(article_id, revision, visitor, "outdated", comment, email=email).id


def test_an_editor_reads_article_revision_reason_and_text(app: Flask, anna: Browser) -> None:
    now = revision_of(app, "voz-01")
    say_no("voz-01", now, "Теперь деньги идут неделю.")
    say_no("voz-01", "0123456789", reader=Reader(Role.AGENT, 1))
    page = anna.get("/studio/inbox").text
    older, newer = reversed(re.findall(r'<li class="remark".*?</li>', page, re.DOTALL))
    assert '<a href="/articles/voz-01" lang="ru">Возврат денег</a>' in older
    assert "Сведения устарели" in older
    assert "Теперь деньги идут неделю." in older
    assert f"нынешняя редакция <code>{now[:7]}</code>" in older
    assert "прежняя редакция <code>0123456</code>" in newer
    assert "ответил сотрудник" in newer
    assert "<blockquote>" not in newer


def test_the_list_is_in_the_navigation_of_editors_only(app: Flask, anna: Browser) -> None:
    assert 'href="/studio/inbox"' in anna.get("/desk/").text
    assert 'href="/studio/inbox" aria-current="page"' in anna.get("/studio/inbox").text
    old = anna.get("/desk/votes")
    assert (old.status_code, old.location) == (302, "/studio/inbox")
    cast.boris()
    boris = Browser(app)
    boris.sign_in()
    assert "/studio/inbox" not in boris.get("/desk/").text
    vote_id = say_no("voz-01", "r1", email="gleb@example.ru")
    for path in ("/studio/inbox", "/desk/votes"):
        assert boris.get(path).status_code == 403
    for path in ("states", f"{vote_id}/replies"):
        assert boris.post(f"/studio/inbox/{path}", to="solved", body="Я").status_code == 403
    assert inbox.get(vote_id).state is CaseState.NEW
    stranger = Browser(app).get("/studio/inbox")
    assert (stranger.status_code, "gleb@" in stranger.text) == (303, False)


def test_remarks_are_moved_one_by_one_and_together(app: Flask, anna: Browser) -> None:
    ids = [say_no("voz-01", "r1", f"Отзыв {number}") for number in range(3)]
    anna.get("/studio/inbox")
    answer = anna.post("/studio/inbox/states", only=ids[0], to="solved", article="voz-01")
    assert answer.location == "/studio/inbox?moved=1&article=voz-01"
    assert "Перенесён 1 отзыв." in anna.get(answer.location).text
    now = revision_of(app, "voz-01")
    assert f"Исправлено в редакции <code>{now[:7]}</code>" in anna.get("/studio/inbox").text
    anna.post("/studio/inbox/states", ids=ids[1:], to="dismissed")
    assert [inbox.get(i).state for i in ids] == ["solved", "dismissed", "dismissed"]
    only_solved = anna.get("/studio/inbox?state=solved").text
    assert ("Отзыв 0" in only_solved, "Отзыв 1" in only_solved) == (True, False)
    assert anna.post("/studio/inbox/states", only=ids[0], to="lost").status_code == 404


def test_a_reply_that_is_wrong_keeps_what_was_typed(anna: Browser) -> None:
    vote_id = say_no("voz-01", "r1", "Слова", email="gleb@example.ru")
    say_no("voz-01", "r1", "Без адреса")
    assert anna.get("/studio/inbox").text.count("Ответить читателю") == 1
    where = f"/studio/inbox/{vote_id}/replies"
    long = anna.post(where, body="ы" * 5001, submission="s")
    assert long.status_code == 422
    assert "Не больше 5000 знаков, сейчас 5001." in long.text
    assert "ы" * 5001 in long.text
    sent = anna.post(where, body="Исправили срок.", submission="s")
    assert sent.location == f"/studio/inbox?sent=1#remark-{vote_id}"
    page = anna.get("/studio/inbox?sent=1").text
    assert "Ответ отправляется читателю." in page
    assert "Исправили срок." in page
    assert anna.post("/studio/inbox/999/replies", body="Слова").status_code == 404


def test_a_refused_reply_stays_on_its_page_of_the_list(anna: Browser) -> None:
    oldest = say_no("voz-01", "r1", "Самый старый", email="gleb@example.ru")
    for number in range(50):
        say_no("voz-01", "r1", f"Отзыв {number}!")
    onward = re.search(r'href="([^"]+before[^"]+)" rel="next"', anna.get("/studio/inbox").text)
    assert onward is not None
    page = anna.get(onward[1]).text
    before = page.split('name="before" value="', 1)[1].split('"', 1)[0]
    where = f"/studio/inbox/{oldest}/replies"
    refused = anna.post(where, body="ы" * 5001, before=before)
    assert refused.status_code == 422
    assert "Самый старый" in refused.text
    assert "ы" * 5001 in refused.text
    sent = anna.post(where, body="Исправили.", submission="s", before=before)
    assert f"before={before}" in sent.location
    assert "Исправили." in anna.get(sent.location).text


def test_a_reply_to_who_went_away_meanwhile_is_there_to_copy(anna: Browser) -> None:
    silent = say_no("voz-01", "r1", "Без адреса")
    anna.get("/studio/inbox")
    for vote_id, status, why in ((silent, 409, "не оставил адреса"), (999, 404, "отзыва нет")):
        refused = anna.post(f"/studio/inbox/{vote_id}/replies", body="Мой ответ.")
        assert refused.status_code == status
        assert why in refused.text
        assert "Мой ответ.</textarea>" in refused.text


def test_a_form_without_a_token_moves_nothing(app: Flask, anna: Browser) -> None:
    vote_id = say_no("voz-01", "r1")
    anna.token = ""
    assert anna.post("/studio/inbox/states", only=vote_id, to="solved").status_code == 400
    assert inbox.get(vote_id).state is CaseState.NEW


def test_an_empty_list_says_so(anna: Browser) -> None:
    assert "Отзывов пока нет." in anna.get("/studio/inbox?before=nonsense").text


def test_the_list_goes_on_to_the_next_page(anna: Browser) -> None:
    for number in range(51):
        say_no("voz-01", "r1", f"Отзыв {number}!")
    first = anna.get("/studio/inbox").text
    onward = re.search(r'href="([^"]+before[^"]+)" rel="next"', first)
    assert onward is not None
    assert "Отзыв 1!" in first
    assert "Отзыв 0!" not in first
    assert "Отзыв 0!" in anna.get(onward[1]).text


def test_an_article_that_is_gone_is_not_named(anna: Browser) -> None:
    say_no("voz-99", "r1", XSS)
    page = anna.get("/studio/inbox").text
    assert "Статья, которой больше нет" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
