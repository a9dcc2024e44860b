"""A translation mended beside its original, and marked as right where it was mended."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.accounts import cast
from tests.web.studio import EDITOR, fields, opened, send

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask
    from flask.testing import FlaskClient

    from app.accounts.models import Account

ORIGINAL = "voz-02"
MARK = re.compile(r'name="confirmed" value="([0-9a-f]{12})"')


def change_original(site: Flask, text: str) -> None:
    services = site.extensions["podskazhi"]
    path = services.library.snapshot.get(ORIGINAL).source_path
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")
    services.refresh()


@pytest.fixture
def translation(site: Flask, anna: FlaskClient) -> str:
    """The id of a translation whose original has changed since."""
    page = anna.get("/studio/translations?state=missing")
    token = page.text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    data = {"csrf_token": token, "original": ORIGINAL, "lang": "en"}
    location = anna.post("/studio/translations", data=data).location
    change_original(site, "\nЕщё день.\n")
    return str(location.split("/")[3])


def state(site: Flask, article_id: str) -> tuple[str, str]:
    """What the translation says, and of which text of its original."""
    article = site.extensions["podskazhi"].library.refresh().get(article_id)
    return article.body, str(article.extra["translated_from"])


def test_mended_translation_is_saved_and_marked_in_one_go(
    site: Flask, anna: FlaskClient, translation: str
) -> None:
    page = anna.get(EDITOR.format(translation))
    [mark] = MARK.findall(page.text)
    typed = fields(page) | {"body": "One more day."}
    answer = send(anna, typed, translation, confirmed=mark)
    assert answer.status_code == 303
    assert state(site, translation) == ("One more day.\n", mark)
    after = anna.get(answer.location).text
    assert "Сохранено, перевод отмечен верным." in after
    assert MARK.findall(after) == []
    assert "перевод устарел" not in after


def test_original_that_changed_meanwhile_is_shown_and_nothing_typed_is_lost(
    site: Flask, anna: FlaskClient, translation: str
) -> None:
    page = anna.get(EDITOR.format(translation))
    [mark] = MARK.findall(page.text)
    change_original(site, "И ещё час.\n")
    typed = fields(page) | {"body": "One more day."}
    answer = send(anna, typed, translation, confirmed=mark)
    assert answer.status_code == 409
    assert "Оригинал изменился, пока вы смотрели. Сравните ещё раз." in answer.text
    assert "Сохранено." in answer.text
    assert "И ещё час." in answer.text
    body, said = state(site, translation)
    assert (body, said == mark) == ("One more day.\n", False)
    [mark] = MARK.findall(answer.text)
    assert send(anna, fields(answer), translation, confirmed=mark).status_code == 303
    assert state(site, translation) == ("One more day.\n", mark)


def test_wrong_field_keeps_the_translation_unmarked(
    site: Flask, anna: FlaskClient, translation: str
) -> None:
    page = anna.get(EDITOR.format(translation))
    [mark] = MARK.findall(page.text)
    before = state(site, translation)
    assert send(anna, fields(page) | {"title": ""}, translation, confirmed=mark).status_code == 422
    assert state(site, translation) == before


def test_author_who_is_no_editor_may_save_but_not_mark(
    site: Flask, anna: FlaskClient, translation: str, signed_in: Callable[[Account], FlaskClient]
) -> None:
    [mark] = MARK.findall(anna.get(EDITOR.format(translation)).text)
    boris = signed_in(cast.boris())
    written = send(anna, opened(anna, translation) | {"owner": "boris"}, translation, save="1")
    assert written.status_code == 303
    page = boris.get(EDITOR.format(translation))
    assert page.status_code == 200
    assert MARK.findall(page.text) == []
    before = state(site, translation)
    assert send(boris, fields(page), translation, confirmed=mark).status_code == 403
    assert state(site, translation) == before


def test_article_that_translates_nothing_cannot_be_marked(anna: FlaskClient) -> None:
    answer = send(anna, opened(anna), confirmed="0" * 12)
    assert answer.status_code == 409
    assert "У этой статьи нет оригинала." in answer.text
