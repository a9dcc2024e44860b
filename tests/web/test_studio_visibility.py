"""The page that asks all others as a guest: green where nothing is told, red with what was told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app import clock, current, db, migrations
from app.config import Config
from app.curation import leaks
from app.feedback.models import Reading
from app.search.models import Search
from app.web import surfaces
from app.web.studio import visibility_check
from tests.accounts import cast
from tests.flows import hidden
from tests.flows.hidden import HIDDEN
from tests.web.conftest import running
from tests.web.staff import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

SHOWN = ("staff", "draft", "future", "only")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A help centre with hidden articles, and a page that somebody forgot to guard."""
    folder = tmp_path_factory.mktemp("watched")
    hidden.write(folder / "articles")
    config = Config(
        articles_folder=folder / "articles",
        instance_folder=folder / "instance",
        index_folder=folder / "index",
        secret_key="a secret of the tests",
        sign_in_limit="1000 per hour",
    )
    config.instance_folder.mkdir()
    db.connect(config.database())
    migrations.upgrade()
    for running_app in running(config):
        cast.anna()
        cast.boris()
        running_app.add_url_rule("/leaky", "leaky", leaky)
        running_app.add_url_rule("/guessed/<slug>", "guessed", lambda slug: slug)
        yield running_app


LEAKY = {"text": ""}


def leaky() -> str:
    return f"<p>{LEAKY['text']}</p>"


@pytest.fixture(autouse=True)
def tight() -> Iterator[None]:
    yield
    LEAKY["text"] = ""


@pytest.fixture
def anna(app: Flask) -> Browser:
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    browser.get("/studio/visibility")
    return browser


def report(app: Flask, seconds: float = 60) -> visibility_check.Report:
    with app.test_request_context("/"):
        snapshot = current.services().library.snapshot
        articles = leaks.hidden_from_guests(snapshot, clock.now())
        return visibility_check.run(app, articles, seconds)


def test_every_public_surface_is_asked_none_tells_and_nothing_is_counted(app: Flask) -> None:
    found = report(app)
    assert found.leaks == []
    states = {surface.rule: surface.state for surface in found.covered}
    assert {states[rule] for rule in surfaces.PUBLIC} == {"clean"}
    assert states["/ask/suggestions"] == "clean"
    assert states["/studio/visibility"] == "locked"
    assert states["/guessed/<slug>"] == "guessed"
    assert {wanted.article.id for wanted in found.looked_for} >= {
        article.id for article in HIDDEN if article.kind in SHOWN
    }
    assert "/tickets" in found.posts_left_out
    for table in (Search, Reading):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0


@pytest.mark.parametrize(
    ("text", "slug", "shown"),
    [
        ("слово id-staff-zqx слово", "adres-staff", "id staff zqx слово"),
        ("адрес /articles/adres-draft", "adres-draft", "articles adres draft"),
        ("абракадабра <mark>nazvanie</mark>futurezqx", "adres-future", "nazvaniefuturezqx"),
    ],
)
def test_a_page_that_tells_is_red_with_the_evidence(
    anna: Browser, text: str, slug: str, shown: str
) -> None:
    LEAKY["text"] = text
    page = anna.post("/studio/visibility", article=slug).text
    [line] = [li for li in page.split("<li") if "<code>/leaky</code>" in li]
    assert "Выдаёт" in line
    assert shown in line


def test_three_words_of_a_text_are_no_evidence_yet(anna: Browser) -> None:
    LEAKY["text"] = "Текст абракадабра telostaffzqx"
    page = anna.post("/studio/visibility", article="adres-staff").text
    assert "Ни одна страница не выдала скрытого." in page


def test_a_run_out_of_time_says_what_is_left(app: Flask) -> None:
    found = report(app, seconds=0)
    assert len(found.looked_for) == 1
    assert len(found.left) == len(HIDDEN) - 1


def test_an_editor_checks_one_article_or_all(anna: Browser) -> None:
    page = anna.post("/studio/visibility", article="adres-staff")
    assert page.status_code == 200
    assert "Ни одна страница не выдала скрытого." in page.text
    assert "Проверена 1 скрытая статья" in page.text
    assert "Карта сайта" in page.text
    refused = anna.post("/studio/visibility", article="otkrytaya")
    assert refused.status_code == 422
    assert "открыта гостям" in refused.text
    assert anna.post("/studio/visibility", article="нет такой").status_code == 422


def test_the_check_is_for_editors_only(app: Flask) -> None:
    boris = Browser(app)
    boris.sign_in()
    assert boris.get("/studio/visibility").status_code == 403
    assert boris.post("/studio/visibility").status_code == 403
    stranger = Browser(app)
    stranger.get("/ask")
    assert stranger.get("/studio/visibility").status_code == 303
    assert stranger.post("/studio/visibility").status_code == 403
