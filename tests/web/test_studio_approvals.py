"""A reviewer in the studio: what waits for them, sending back, approving; the editor publishes."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.accounts import accounts
from app.db import session
from app.editing.revisions import FILE, Author
from app.outbox.models import Delivery
from tests.web.browsing import form, submit
from tests.web.content import SECRET

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.services import Services

REVIEW = "/studio/articles/{}/review"


def text(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


@pytest.fixture
def services(site: Flask) -> Services:
    found: Services = site.extensions["podskazhi"]
    return found


def taken_back(author: FlaskClient, article_id: str) -> bool:
    page = author.get(REVIEW.format(article_id))
    return submit(author, form(page, "/steps"), to="draft").status_code == 303


@pytest.fixture
def waiting(site: Flask, services: Services, boris: FlaskClient) -> str:
    """The id of an article that Борис has sent to review."""
    by = Author.of(accounts.get_by_email("boris@polka.example"))
    with site.app_context():
        made = services.editor.create("Оплата долями", "oplata", by, body="\nПервая строка.\n")
    page = boris.get(REVIEW.format(made.article_id))
    assert submit(boris, form(page, "/steps"), to="review").status_code == 303
    return made.article_id


def test_reviewer_finds_what_waits_and_not_what_does_not(
    waiting: str, olga: FlaskClient, boris: FlaskClient
) -> None:
    page = olga.get("/studio/")
    assert 'href="/studio/?stage=review"' in page.text
    assert "Ждут проверки 1" in text(page.text)
    assert "можно публиковать" not in text(page.text)
    listed = olga.get("/studio/?stage=review").text
    assert f'href="{REVIEW.format(waiting)}"' in listed
    assert SECRET not in olga.get("/studio/?stage=draft").text
    assert "Ждут проверки" not in text(boris.get("/studio/").text)
    assert olga.get(REVIEW.format("voz-09")).status_code == 404


def test_reviewer_reads_the_article_as_readers_will(
    site: Flask, services: Services, waiting: str, olga: FlaskClient, boris: FlaskClient
) -> None:
    picture = services.config.articles_folder / "oplata" / "schet.png"
    picture.write_bytes(b"a picture")
    body = "\n## Сроки\n\n![Счёт](schet.png) [черновик](id:voz-09)\n"
    with site.app_context():
        services.editor.change(waiting, FILE, body=body)
    page = olga.get(REVIEW.format(waiting)).text
    address = f"/studio/articles/{waiting}/files/schet.png"
    assert "Как это увидит читатель" in page
    assert f'src="{address}"' in page
    assert SECRET not in page
    assert "/articles/chernovik" not in page
    assert olga.get(address, buffered=True).data == b"a picture"
    assert taken_back(boris, waiting)
    assert olga.get(address).status_code == 404


def test_reviewer_approves_and_the_editor_is_told_and_publishes(
    services: Services, waiting: str, olga: FlaskClient, anna: FlaskClient
) -> None:
    page = olga.get(REVIEW.format(waiting))
    shown = text(page.text)
    assert "Пока никто не одобрил." in shown
    assert "Опубликовать" not in shown
    assert "Править" not in shown
    assert submit(olga, form(page, "/approvals")).status_code == 303
    assert "Отозвать одобрение" in olga.get(REVIEW.format(waiting)).text
    told = session.scalars(select(Delivery.payload)).all()
    named = {accounts.find(one["account"]).email for one in told if one.get("outcome")}  # type: ignore[union-attr]
    assert named == {"anna@polka.example", "boris@polka.example"}
    page = anna.get("/studio/?stage=approved")
    assert "Одобрены, можно публиковать 1" in text(page.text)
    assert "одобрено: Ольга" in text(page.text)
    assert "Оплата долями" not in anna.get("/studio/?stage=review").text
    page = anna.get(REVIEW.format(waiting))
    assert re.search(r"Где она Одобрена .* Ольга , .+: редакция от", text(page.text))
    version = re.search(rf"/studio/articles/{waiting}/revisions/\d+", page.text)
    assert version
    assert olga.get(version[0]).status_code == 200
    done = submit(anna, form(page, "/steps"), to="published", compared="1")
    assert done.status_code == 303
    assert services.library.snapshot.get(waiting).status == "published"
    after = text(anna.get(REVIEW.format(waiting)).text)
    assert "Ольга , " in after
    assert "С тех пор статья изменилась." not in after


def test_approval_lapses_with_the_text(
    site: Flask, services: Services, waiting: str, olga: FlaskClient, anna: FlaskClient
) -> None:
    seen = olga.get(REVIEW.format(waiting))
    submit(olga, form(seen, "/approvals"))
    by = Author.of(accounts.get_by_email("boris@polka.example"))
    with site.app_context():
        services.editor.change(waiting, by, body="\nИначе.\n")
    page = text(anna.get(REVIEW.format(waiting)).text)
    assert "Где она На проверке" in page
    assert "С тех пор статья изменилась." in page
    assert "можно публиковать" not in text(anna.get("/studio/").text)
    refused = submit(olga, form(seen, "/approvals"))  # of the page that was seen before
    assert refused.status_code == 409
    assert "Прочтите её и одобрите снова." in refused.text
    assert submit(olga, form(olga.get(REVIEW.format(waiting)), "/approvals")).status_code == 303


def test_reviewer_takes_the_approval_back(
    waiting: str, olga: FlaskClient, anna: FlaskClient
) -> None:
    submit(olga, form(olga.get(REVIEW.format(waiting)), "/approvals"))
    page = olga.get(REVIEW.format(waiting))
    assert submit(olga, form(page, "/approvals/end")).status_code == 303
    assert submit(olga, form(page, "/approvals/end")).status_code == 404
    assert "Пока никто не одобрил." in text(anna.get(REVIEW.format(waiting)).text)


def test_reviewer_sends_back_and_the_article_is_its_authors_again(
    services: Services, waiting: str, olga: FlaskClient, boris: FlaskClient
) -> None:
    page = olga.get(REVIEW.format(waiting))
    refused = submit(olga, form(page, "/steps"), to="draft")
    assert refused.status_code == 422
    assert "Напишите автору, что изменить." in refused.text
    done = submit(olga, form(page, "/steps"), to="draft", comment="Добавьте сроки")
    assert (done.status_code, done.location) == (303, "/studio/")
    assert "Статья «Оплата долями» возвращена автору." in text(olga.get("/studio/").text)
    assert services.library.snapshot.get(waiting).status == "draft"
    assert olga.get(REVIEW.format(waiting)).status_code == 404
    assert "просит изменить Добавьте сроки" in text(boris.get(REVIEW.format(waiting)).text)


def test_who_publishes_is_no_reviewer_and_who_wrote_does_not_approve(
    services: Services, waiting: str, olga: FlaskClient, boris: FlaskClient
) -> None:
    page = olga.get(REVIEW.format(waiting))
    token = form(page, "/approvals").fields
    for client, address, status in (
        (olga, f"/studio/articles/{waiting}/steps", 403),
        (boris, f"/studio/articles/{waiting}/approvals", 403),
    ):
        own = form(client.get(REVIEW.format(waiting)), "/steps").fields["csrf_token"]
        fields = {**token, "csrf_token": own, "to": "published", "compared": "1"}
        assert client.post(address, data=fields).status_code == status
    assert services.library.snapshot.get(waiting).status == "review"
    assert "Одобрить" not in text(boris.get(REVIEW.format(waiting)).text)
