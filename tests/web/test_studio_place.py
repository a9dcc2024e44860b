"""An article's address in the editor: only a change of it moves the article, none moves it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.editing.revisions import FILE
from tests.web.studio import fields, opened, send, source
from tests.web.test_studio_writing import post

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def place(site: Flask, article_id: str = "voz-01") -> tuple[str, str]:
    article = site.extensions["podskazhi"].library.snapshot.get(article_id)
    return article.category, article.slug


def test_old_tab_does_not_move_an_article_back(site: Flask, anna: FlaskClient) -> None:
    old, new = opened(anna), opened(anna)
    assert send(anna, new | {"category": "sotrudnikam"}, save="1").status_code == 303
    assert send(anna, old | {"body": "Дописано."}, save="1").status_code == 303
    assert place(site) == ("sotrudnikam", "vozvrat-deneg")
    assert "Дописано." in source(site, "sotrudnikam/vozvrat-deneg")


def test_restored_draft_does_not_move_an_article_back(site: Flask, anna: FlaskClient) -> None:
    post(anna, "draft", **(opened(anna) | {"body": "Недописанное."}))
    with site.app_context():
        site.extensions["podskazhi"].editor.move("voz-01", "sotrudnikam", "vozvrat-deneg", FILE)
    restored = opened(anna)
    assert restored["body"] == "Недописанное."
    assert (restored["category"], restored["slug"]) == ("sotrudnikam", "vozvrat-deneg")
    assert send(anna, restored, save="1").status_code == 303
    assert place(site) == ("sotrudnikam", "vozvrat-deneg")


def test_move_wished_in_a_draft_stays_wished(site: Flask, anna: FlaskClient) -> None:
    post(anna, "draft", **(opened(anna) | {"category": "oplata"}))
    restored = opened(anna)
    assert restored["category"] == "oplata"
    assert send(anna, restored, save="1").status_code == 303
    assert place(site) == ("oplata", "vozvrat-deneg")


def test_article_that_both_moved_asks_once_and_keeps_the_text(
    site: Flask, anna: FlaskClient
) -> None:
    old, new = opened(anna), opened(anna)
    send(anna, new | {"category": "sotrudnikam"}, save="1")
    answer = send(anna, old | {"category": "oplata", "body": "Дописано."}, save="1")
    assert answer.status_code == 412
    assert "статью переложили в раздел" in answer.text
    shown = fields(answer)
    assert (shown["category"], shown["body"]) == ("oplata", "Дописано.")
    assert place(site) == ("sotrudnikam", "vozvrat-deneg")
    assert send(anna, shown, save="1").status_code == 303
    assert place(site) == ("oplata", "vozvrat-deneg")


def test_address_goes_along_through_the_view_of_the_whole_file(
    site: Flask, anna: FlaskClient
) -> None:
    whole = fields(send(anna, opened(anna) | {"slug": "vozvrat"}, turn="source"))
    back = fields(send(anna, whole, turn="form"))
    assert back["slug"] == "vozvrat"
    assert send(anna, whole, save="1").status_code == 303
    assert place(site) == ("vozvrat", "vozvrat")


def test_script_learns_where_the_article_is(anna: FlaskClient) -> None:
    typed = opened(anna) | {"slug": " VOZVRAT ", "save": "1"}
    headers = {"Accept": "application/json"}
    answer = anna.post("/studio/articles/voz-01/editor", data=typed, headers=headers).json
    assert (answer["category"], answer["slug"]) == ("vozvrat", "vozvrat")
