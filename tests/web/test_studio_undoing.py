"""«Отменить это сохранение» in the editor, right after a save."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.web.studio import EDITOR, fields, opened, send, source

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

BUTTON = re.compile(r'name="undone" value="(\w+)"[^>]*?( hidden)?>')
UNDOING = "/studio/articles/voz-01/undoing"


def undone(anna: FlaskClient, page: TestResponse, **more: str) -> TestResponse:
    found = BUTTON.search(page.text)
    assert found
    assert not found[2]
    data = {**fields(page), **more, "undone": found[1]}
    return anna.post(UNDOING, data=data, content_type="multipart/form-data")


def is_offered(page: TestResponse) -> bool:
    found = BUTTON.search(page.text)
    assert found
    return not found[2]


def test_save_is_undone_and_stays_among_the_versions(site: Flask, anna: FlaskClient) -> None:
    before = source(site)
    answer = send(anna, opened(anna) | {"body": "Другой текст.", "title": "Другое"}, save="1")
    page = anna.get(answer.location)
    assert "Другой текст." in source(site)
    answer = undone(anna, page)
    assert (answer.status_code, answer.location) == (303, EDITOR.format("voz-01") + "?saved=undone")
    assert source(site) == before
    after = anna.get(answer.location)
    assert "Сохранение отменено." in after.text
    assert not is_offered(after)
    assert "восстановлена прежняя редакция" in anna.get("/studio/articles/voz-01/revisions").text


def test_undoing_is_offered_for_what_was_just_saved_alone(anna: FlaskClient) -> None:
    assert not is_offered(anna.get(EDITOR.format("voz-01")))
    untouched = send(anna, opened(anna), save="1")
    assert not is_offered(anna.get(untouched.location))
    saved = send(anna, opened(anna) | {"body": "Другой текст."}, save="1")
    assert is_offered(anna.get(saved.location))
    again = send(anna, opened(anna), save="1")
    assert not is_offered(anna.get(again.location))
    moved = send(anna, opened(anna) | {"body": "Третий текст.", "slug": "inache"}, save="1")
    assert not is_offered(anna.get(moved.location))


def test_script_hears_whether_its_save_can_be_undone(anna: FlaskClient) -> None:
    def saved(body: str) -> object:
        data = opened(anna) | {"body": body, "save": "1"}
        answer = anna.post(
            EDITOR.format("voz-01"), data=data, headers={"Accept": "application/json"}
        )
        return answer.json["is_undoable"] if answer.json else None

    assert [saved("Другой текст."), saved("Другой текст.")] == [True, False]


def test_save_upon_which_somebody_has_saved_is_not_undone(site: Flask, anna: FlaskClient) -> None:
    answer = send(anna, opened(anna) | {"body": "Другой текст."}, save="1")
    page = anna.get(answer.location)
    send(anna, opened(anna) | {"body": "Третий текст."}, save="1")
    refused = undone(anna, page, summary="Недописанное")
    assert refused.status_code == 409
    assert "Отменить уже нельзя: после этого сохранения статью изменили." in refused.text
    assert fields(refused)["summary"] == "Недописанное"
    assert "Третий текст." in source(site)


def test_what_was_typed_after_the_save_is_kept_as_a_draft(site: Flask, anna: FlaskClient) -> None:
    before = source(site)
    answer = send(anna, opened(anna) | {"body": "Другой текст."}, save="1")
    answer = undone(anna, anna.get(answer.location), summary="Недописанное")
    assert source(site) == before
    page = anna.get(answer.location)
    assert "Восстановлен черновик от" in page.text
    assert fields(page)["summary"] == "Недописанное"


def test_who_may_not_write_may_not_undo(
    site: Flask, anna: FlaskClient, boris: FlaskClient, gleb: FlaskClient
) -> None:
    answer = send(anna, opened(anna) | {"body": "Другой текст."}, save="1")
    data = fields(anna.get(answer.location)) | {"undone": answer.location.partition("=")[2]}
    token = boris.get("/ask").text.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    assert boris.post(UNDOING, data={**data, "csrf_token": token}).status_code == 403
    assert gleb.post(UNDOING, data=data).status_code in (303, 400, 401)
    assert "Другой текст." in source(site)
