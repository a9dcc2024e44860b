"""A page of results that is sent again never outlives what it tells, and is each visitor's own."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.editing import announcements
from app.editing.announcements import NoticeForm, Rules
from app.search import pins
from app.search.models import Search
from app.search.moments import Moment
from app.search.pins import Pinned
from app.search.results import Results
from app.search.searcher import Searcher
from app.web.site import kept_pages
from app.web.site.kept_pages import KeptPages, Page
from tests.web import content
from tests.web.browsing import form, submit
from tests.web.conftest import client_of

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

    from app.config import Config
    from app.services import Services

ASKED = "/search?q=вернуть деньги"


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The queries that the searcher was asked."""
    asked: list[str] = []
    find = Searcher.find

    def counted(self: Searcher, text: str, *given: object, **more: object) -> Results:
        asked.append(text)
        return find(self, text, *given, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(Searcher, "find", counted)
    return asked


@pytest.fixture
def services(site: Flask) -> Services:
    found: Services = site.extensions["podskazhi"]
    return found


@pytest.fixture
def articles(site_config: Config) -> Path:
    return site_config.articles_folder


def number(page: str) -> int:
    """The number of the search that a page's links carry."""
    [found] = set(re.findall(r"/searches/(\d+)/", page))
    assert set(re.findall(r"\?search=(\d+)\.", page)) == {found}
    return int(found)


def test_what_was_asked_before_is_not_searched_for_again(
    gleb: FlaskClient, finds: list[str]
) -> None:
    first, second = gleb.get(ASKED).text, gleb.get(ASKED).text
    assert "/articles/vozvrat-deneg" in first
    assert first == second
    assert finds == ["вернуть деньги"]


def test_each_visitor_gets_their_own_search(site: Flask, finds: list[str]) -> None:
    gleb, vera = client_of(site), client_of(site)
    page, other = gleb.get(ASKED), vera.get(ASKED)
    assert number(page.text) != number(other.text)
    assert len(finds) == 1

    assert submit(vera, form(other, "/dissatisfaction")).status_code == 303
    rows = {row.id: row for row in db.session.scalars(select(Search))}
    assert rows[number(other.text)].dissatisfied_at is not None
    assert rows[number(page.text)].dissatisfied_at is None


def test_a_page_sent_again_is_logged_as_ever(gleb: FlaskClient, site: Flask) -> None:
    for client in (gleb, gleb, client_of(site)):
        client.get(ASKED)
    rows = db.session.scalars(select(Search).order_by(Search.id)).all()
    assert [(row.query, row.typed, row.total > 0) for row in rows] == [
        ("вернуть деньги", 2, True),
        ("вернуть деньги", 1, True),
    ]


def test_an_edit_is_seen_at_once(gleb: FlaskClient, services: Services, articles: Path) -> None:
    gleb.get(ASKED)
    path = articles / "vozvrat" / "vozvrat-deneg.md"
    path.write_text(path.read_text().replace("title: Возврат денег", "title: Вернём деньги"))
    services.refresh()
    assert "Вернём" in gleb.get(ASKED).text


def test_an_article_that_was_withdrawn_is_gone_at_once(
    gleb: FlaskClient, services: Services, articles: Path
) -> None:
    assert "/articles/vozvrat-deneg" in gleb.get(ASKED).text
    path = articles / "vozvrat" / "vozvrat-deneg.md"
    path.write_text(path.read_text().replace("status: published", "status: draft"))
    services.library.refresh()  # and the index is behind still
    assert "/articles/vozvrat-deneg" not in gleb.get(ASKED).text


def test_an_article_comes_and_goes_by_the_clock(
    gleb: FlaskClient, services: Services, articles: Path
) -> None:
    comes, goes = datetime(2026, 3, 1, 9, tzinfo=UTC), datetime(2026, 3, 8, 9, tzinfo=UTC)
    more = f"publish_at: {comes.isoformat()}\nunpublish_at: {goes.isoformat()}\n"
    title = "Вернуть деньги весной"
    content.article(articles, "vozvrat/vesna", "voz-77", title, "Вернуть деньги.", more=more)

    def is_found(moment: datetime) -> bool:
        with clock.frozen_at(moment):
            return "/articles/vesna" in gleb.get(ASKED).text

    second = timedelta(seconds=1)
    with clock.frozen_at(comes - second):
        services.refresh()
    assert [is_found(comes - second) for _ in range(2)] == [False, False]
    with clock.frozen_at(comes):
        services.refresh()
    assert [is_found(comes), is_found(goes - second)] == [True, True]
    assert not is_found(goes)  # though the index holds it until the next refresh


def test_a_pin_stands_first_at_once(gleb: FlaskClient, services: Services) -> None:
    before = gleb.get(ASKED).text
    services.searcher.use_pins(Pinned({pins.key("вернуть деньги"): ("opl-01",)}))
    page = gleb.get(ASKED).text
    first = re.findall(r'<h2 lang="ru"><a href="/articles/([^?"]+)', page)[0]
    assert first == "oplata-kartoy"
    assert re.findall(r'<h2 lang="ru"><a href="/articles/([^?"]+)', before)[0] != first


def test_what_staff_was_shown_is_never_shown_to_a_guest(
    gleb: FlaskClient, boris: FlaskClient
) -> None:
    asked = f"/search?q={content.SECRET}"
    for _ in range(2):
        assert "/articles/pamyatka" in boris.get(asked).text
        assert "/articles/pamyatka" not in gleb.get(asked).text
    assert "/dissatisfaction" in gleb.get(ASKED).text
    assert "Из чего сложились оценки" in boris.get(ASKED).text
    assert "Из чего сложились оценки" not in gleb.get(ASKED).text


def test_a_page_speaks_the_language_and_has_the_colours_of_its_reader(site: Flask) -> None:
    ru, en, dark = client_of(site), client_of(site), client_of(site)
    en.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    dark.set_cookie("theme", "dark")
    for _ in range(2):
        assert '<html lang="ru">' in ru.get(ASKED).text
        assert '<html lang="en">' in en.get(ASKED).text
        assert 'data-theme="dark"' in dark.get(ASKED).text


def test_an_announcement_comes_and_goes_at_once(gleb: FlaskClient, services: Services) -> None:
    text = "Возвраты сегодня задерживаются."
    assert text not in gleb.get(ASKED).text
    told = announcements.add(NoticeForm(text=text), Rules(ZoneInfo("UTC"), ()), None).id
    services.board.refresh()
    assert text in gleb.get(ASKED).text
    page = gleb.get(f"{ASKED}&utm_source=a")
    assert form(page, "/dismissal").fields["next"].endswith("&utm_source=a")
    announcements.end(told)
    services.board.refresh()
    assert text not in gleb.get(ASKED).text


def test_a_head_request_gets_no_number(gleb: FlaskClient) -> None:
    gleb.get(ASKED)
    assert gleb.head(ASKED).status_code == 200
    assert db.session.scalar(select(func.count(Search.id))) == 1


def page_of(size: int) -> Page:
    return Page(b"x" * size, Results("а", "а"), (), ((), ""))


def test_the_pages_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_pages, "KEPT_BYTES", 100)
    kept, moment = KeptPages(), Moment()
    for key in "abc":
        kept.find(moment, key)
        kept.keep(moment, key, page_of(40))
        kept.find(moment, "a")
    assert [key for key in "abc" if kept.find(moment, key)] == ["a", "c"]
    kept.keep(moment, "c", page_of(60))
    assert [key for key in "abc" if kept.find(moment, key)] == ["a", "c"]
    kept.keep(moment, "d", page_of(101))
    assert not any(kept.find(moment, key) for key in "abcd")


def test_a_page_begun_before_a_change_is_not_kept() -> None:
    kept, before, after = KeptPages(), Moment(), Moment()
    kept.find(before, "a")
    kept.find(after, "a")
    kept.keep(before, "a", page_of(1))
    assert kept.find(after, "a") is None
    assert kept.find(before, "a") is None
