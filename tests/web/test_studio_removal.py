"""Removing an article from the studio: asked first, only where no reader loses a page, undone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.accounts import accounts
from app.accounts.roles import GUEST
from app.editing.revisions import FILE, Author
from app.feedback import voting
from app.web.studio.paging import PER_PAGE
from tests.web.browsing import form, submit
from tests.web.content import SECRET

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


def test_agents_remove_no_article_of_others(site: Flask, boris: FlaskClient) -> None:
    archive(site)
    assert boris.get(REMOVAL).status_code == 404
    assert boris.get("/studio/articles/voz-02/removal").status_code == 409
    token = form(boris.get("/studio/articles/new"), "/new").fields["csrf_token"]
    revision = site.extensions["podskazhi"].library.snapshot.get("voz-01").revision
    answer = boris.post(REMOVAL, data={"csrf_token": token, "revision": revision})
    assert answer.status_code == 404
    assert "voz-01" in site.extensions["podskazhi"].library.snapshot.articles


def own_draft(site: Flask) -> str:
    """The id of a draft that Борис has begun."""
    by = Author.of(accounts.get_by_email("boris@polka.example"))
    with site.app_context():
        editor = site.extensions["podskazhi"].editor
        made = editor.create("Доставка дронами", "vozvrat", by, body="\nСкоро.\n")
    article_id: str = made.article_id
    return article_id


def test_agent_removes_their_own_draft_and_brings_it_back(
    site: Flask, boris: FlaskClient, anna: FlaskClient
) -> None:
    article_id = own_draft(site)
    address = f"/studio/articles/{article_id}/removal"
    path = site.extensions["podskazhi"].library.snapshot.get(article_id).source_path
    before = path.read_bytes()
    assert f'href="{address}"' in boris.get(f"/studio/articles/{article_id}/review").text
    assert f'href="{address}"' in boris.get(f"/studio/articles/{article_id}/editor").text
    page = boris.get(address)
    assert "/studio/merging" not in page.text
    done = submit(boris, form(page, address))
    assert (done.status_code, done.location) == (303, "/studio/removed")
    assert not path.exists()
    listed = boris.get("/studio/removed")
    assert "Здесь черновики, которые вы начали и удалили." in listed.text
    assert "<bdi>Доставка дронами</bdi>" in listed.text
    assert "<bdi>Доставка дронами</bdi>" in anna.get("/studio/removed").text
    back = submit(boris, form(listed, f"/studio/removed/{article_id}"))
    assert (back.status_code, back.location) == (303, f"/studio/articles/{article_id}/review")
    assert path.read_bytes() == before
    assert boris.get(back.location).status_code == 200


def test_agent_keeps_what_readers_have_seen(site: Flask, boris: FlaskClient) -> None:
    article_id = own_draft(site)
    with site.app_context():
        editor = site.extensions["podskazhi"].editor
        for status in ("published", "draft"):
            editor.change(article_id, FILE, {"status": status})
    page = boris.get(f"/studio/articles/{article_id}/review")
    assert "Удалить статью" not in page.text
    refused = boris.get(f"/studio/articles/{article_id}/removal")
    assert refused.status_code == 403
    assert "пока он ни разу не выходил" in refused.text


def test_owner_who_did_not_begin_a_draft_does_not_remove_it(
    site: Flask, boris: FlaskClient
) -> None:
    with site.app_context():
        site.extensions["podskazhi"].editor.change("voz-09", FILE, {"owner": "boris"})
    assert "Удалить статью" not in boris.get("/studio/articles/voz-09/review").text
    assert boris.get("/studio/articles/voz-09/removal").status_code == 403


def test_agent_brings_back_only_what_they_removed(
    site: Flask, boris: FlaskClient, anna: FlaskClient
) -> None:
    article_id = own_draft(site)
    address = f"/studio/articles/{article_id}/removal"
    submit(anna, form(anna.get(address), address))
    listed = boris.get("/studio/removed")
    assert "Удалённых статей нет." in listed.text
    token = form(boris.get("/studio/articles/new"), "/new").fields["csrf_token"]
    answer = boris.post(f"/studio/removed/{article_id}", data={"csrf_token": token})
    assert answer.status_code == 404
    assert article_id not in site.extensions["podskazhi"].library.snapshot.articles


def test_what_hides_from_an_agent_is_not_named_among_what_links_there(
    site: Flask, boris: FlaskClient, anna: FlaskClient
) -> None:
    article_id = own_draft(site)
    with site.app_context():
        editor = site.extensions["podskazhi"].editor
        editor.change("voz-09", FILE, {"related": [article_id]})
    address = f"/studio/articles/{article_id}/removal"
    assert SECRET in anna.get(address).text
    assert SECRET not in boris.get(address).text
