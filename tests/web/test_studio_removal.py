"""Removing an article from the studio: asked first, only where no reader loses a page, undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.accounts.roles import GUEST
from app.editing.revisions import FILE
from app.feedback import voting
from app.web.studio.removal import PER_PAGE
from tests.web.browsing import form, submit

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

REMOVAL = "/studio/articles/voz-01/removal"


def archive(site: Flask) -> None:
    with site.app_context():
        site.extensions["podskazhi"].editor.change("voz-01", FILE, {"status": "archived"})


def test_archived_article_is_removed_after_a_question_and_comes_back(
    site: Flask, anna: FlaskClient
) -> None:
    voting.vote("voz-01", "r", "v", helpful=True, reader=GUEST)
    archive(site)
    path = site.extensions["podskazhi"].config.articles_folder / "vozvrat" / "vozvrat-deneg.md"
    before = path.read_bytes()
    assert f'href="{REMOVAL}"' in anna.get("/studio/articles/voz-01/review").text
    page = anna.get(REMOVAL)
    for words in ("/articles/vozvrat-deneg", "/articles/refund-old", "1 голос"):
        assert words in page.text
    assert path.read_bytes() == before
    done = submit(anna, form(page, REMOVAL))
    assert (done.status_code, done.location) == (303, "/studio/removed")
    assert not path.exists()
    listed = anna.get("/studio/removed")
    assert "vozvrat/vozvrat-deneg.md" in listed.text
    assert "<bdi>Возврат денег за заказ</bdi>" in listed.text
    assert "Удалена: <bdi>Анна</bdi>" in listed.text
    back = submit(anna, form(listed, "/studio/removed/voz-01"))
    assert back.status_code == 303
    assert path.read_bytes() == before
    assert "Удалённых статей нет." in anna.get("/studio/removed").text


def test_article_that_readers_see_is_not_removed(site: Flask, anna: FlaskClient) -> None:
    refused = anna.get(REMOVAL)
    assert refused.status_code == 409
    assert "Сначала уберите её в архив." in refused.text
    assert "voz-01" in site.extensions["podskazhi"].library.snapshot.articles


def test_article_that_was_changed_after_the_question_stays(site: Flask, anna: FlaskClient) -> None:
    archive(site)
    asked = form(anna.get(REMOVAL), REMOVAL)
    with site.app_context():
        site.extensions["podskazhi"].editor.change("voz-01", FILE, {"summary": "Иначе"})
    assert submit(anna, asked).status_code == 409
    assert "voz-01" in site.extensions["podskazhi"].library.snapshot.articles


def test_removed_article_whose_address_is_taken_stays_removed(
    site: Flask, anna: FlaskClient
) -> None:
    archive(site)
    submit(anna, form(anna.get(REMOVAL), REMOVAL))
    with site.app_context():
        editor = site.extensions["podskazhi"].editor
        editor.create("Другая", "vozvrat", FILE, slug="vozvrat-deneg")
    back = submit(anna, form(anna.get("/studio/removed"), "/studio/removed/voz-01"))
    assert back.status_code == 409
    assert "Этот адрес занят другой статьёй." in back.text


def test_published_article_that_vanished_comes_back_as_a_draft(
    site: Flask, anna: FlaskClient, gleb: FlaskClient
) -> None:
    services = site.extensions["podskazhi"]
    with site.app_context():
        services.editor.keep_changes_on_disk()
    (services.config.articles_folder / "vozvrat" / "vozvrat-deneg.md").unlink()
    services.refresh()
    submit(anna, form(anna.get("/studio/removed"), "/studio/removed/voz-01"))
    assert services.library.snapshot.get("voz-01").status == "draft"
    assert gleb.get("/articles/vozvrat-deneg").status_code == 404


def test_removed_articles_come_in_pages_the_latest_first(site: Flask, anna: FlaskClient) -> None:
    editor = site.extensions["podskazhi"].editor
    with site.app_context(), editor.writing():
        for number in range(PER_PAGE + 2):
            made = editor.create(f"Статья {number:02}", "vozvrat", FILE)
            editor.remove(made.article_id, FILE)
    first, second = (anna.get(f"/studio/removed?page={n}").text for n in (1, 9))
    assert f"{PER_PAGE + 2} статьи. Сверху удалённые последними." in first
    shown = re.findall(r"<bdi>Статья (\d\d)</bdi>", first)
    assert shown == [f"{n:02}" for n in range(PER_PAGE + 1, 1, -1)]
    assert "Страница 1 из 2" in first
    assert 'href="/studio/removed?page=2" rel="next"' in first
    assert re.findall(r"<bdi>Статья (\d\d)</bdi>", second) == ["01", "00"]
    assert 'href="/studio/removed" rel="prev"' in second


def test_agents_remove_nothing(site: Flask, boris: FlaskClient) -> None:
    archive(site)
    for address in (REMOVAL, "/studio/removed"):
        assert boris.get(address).status_code == 403
