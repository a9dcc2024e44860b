"""What readers say of articles, as editors see it at the desk."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.feedback import voting
from tests.accounts import cast
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

XSS = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("votes"))


@pytest.fixture
def app(built: Flask, database: object) -> Iterator[Flask]:
    with cast.quick_hashing():
        yield built


@pytest.fixture
def anna(app: Flask) -> Browser:
    cast.anna()
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    return browser


def revision_of(app: Flask, article_id: str) -> str:
    return str(app.extensions["podskazhi"].library.snapshot.articles[article_id].revision)


def say_no(article_id: str, revision: str, comment: str = "", reader: Reader = GUEST) -> None:
    visitor = f"{article_id} {comment}"
    voting.vote(article_id, revision, visitor, helpful=False, reader=reader)
    voting.explain(article_id, revision, visitor, "outdated", comment)


def test_an_editor_reads_article_revision_reason_and_text(app: Flask, anna: Browser) -> None:
    now = revision_of(app, "voz-01")
    say_no("voz-01", now, "Теперь деньги идут неделю.")
    say_no("voz-01", "0123456789", reader=Reader(Role.AGENT, 1))
    page = anna.get("/desk/votes").text
    older, newer = reversed(re.findall(r'<li class="remark">.*?</li>', page, re.DOTALL))
    assert '<a href="/articles/voz-01" lang="ru">Возврат денег</a>' in older
    assert "Сведения устарели" in older
    assert "Теперь деньги идут неделю." in older
    assert f"нынешняя редакция <code>{now[:7]}</code>" in older
    assert "прежняя редакция <code>0123456</code>" in newer
    assert "ответил сотрудник" in newer
    assert "<blockquote>" not in newer


def test_the_list_is_in_the_navigation_of_editors_only(app: Flask, anna: Browser) -> None:
    assert 'href="/desk/votes"' in anna.get("/desk/").text
    assert 'href="/desk/votes" aria-current="page"' in anna.get("/desk/votes").text
    cast.boris()
    boris = Browser(app)
    boris.sign_in()
    assert "/desk/votes" not in boris.get("/desk/").text
    assert boris.get("/desk/votes").status_code == 403


def test_an_empty_list_says_so(anna: Browser) -> None:
    assert "Отзывов пока нет." in anna.get("/desk/votes?before=nonsense").text


def test_the_list_goes_on_to_the_next_page(anna: Browser) -> None:
    for number in range(51):
        say_no("voz-01", "r1", f"Отзыв {number}!")
    first = anna.get("/desk/votes").text
    onward = re.search(r'href="([^"]+before[^"]+)" rel="next"', first)
    assert onward is not None
    assert "Отзыв 1!" in first
    assert "Отзыв 0!" not in first
    assert "Отзыв 0!" in anna.get(onward[1]).text


def test_an_article_that_is_gone_is_not_named(anna: Browser) -> None:
    say_no("voz-99", "r1", XSS)
    page = anna.get("/desk/votes").text
    assert "Статья, которой больше нет" in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
