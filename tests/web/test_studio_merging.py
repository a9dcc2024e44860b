"""Saving over a newer version: both are shown, joined by choice, and nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.studio import EDITOR, ON_SQLITE, fields, opened, send, source

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

MERGE = "/studio/articles/voz-01/merge"
LINE = "Напишите в поддержку."


def begun(anna: FlaskClient, theirs: dict[str, str], mine: dict[str, str]) -> TestResponse:
    """The page after somebody saved `theirs`, and then `mine` was sent from the old page."""
    typed = opened(anna)
    changed = {name: typed[name].replace(*text) for name, text in theirs.items()}  # type: ignore[arg-type]
    assert send(anna, typed | changed, save="1").status_code == 303
    changed = {name: typed[name].replace(*text) for name, text in mine.items()}  # type: ignore[arg-type]
    return send(anna, typed | changed, save="1")


def merge(anna: FlaskClient, page: TestResponse, **chosen: str) -> TestResponse:
    return anna.post(MERGE, data={**fields(page), **chosen})


def conflicting(anna: FlaskClient) -> TestResponse:
    return begun(
        anna,
        {"body": (LINE, "Позвоните в поддержку."), "summary": ("Коротко", "Их ответ")},
        {"body": (LINE, "Приходите в поддержку."), "summary": ("Коротко", "Мой ответ")},
    )


def region(page: TestResponse) -> str:
    return next(name for name in fields(page) if name.startswith("region_"))


def test_both_versions_and_what_they_came_of_are_shown(site: Flask, anna: FlaskClient) -> None:
    page = conflicting(anna)
    assert page.status_code == 412
    for words in (
        LINE,
        "Позвоните в поддержку.",
        "Приходите в поддержку.",
        "Их ответ",
        "Мой ответ",
    ):
        assert words in page.text
    assert "Автор другой версии: Анна." in page.text
    assert "Приходите" not in source(site)


@ON_SQLITE
@pytest.mark.parametrize(
    ("side", "kept", "gone"),
    [
        ("theirs", ["Позвоните"], ["Приходите", "Напишите в"]),
        ("mine", ["Приходите"], ["Позвоните", "Напишите в"]),
        ("both", ["Позвоните", "Приходите"], ["Напишите в"]),
        ("base", ["Напишите в"], ["Позвоните", "Приходите"]),
        ("written", ["Напишите или позвоните."], ["Позвоните в", "Приходите"]),
    ],
)
def test_chosen_side_is_saved(
    site: Flask, anna: FlaskClient, side: str, kept: list[str], gone: list[str]
) -> None:
    page = conflicting(anna)
    name = region(page)
    own = {name.replace("region", "text"): "Напишите или позвоните."}
    answer = merge(anna, page, **{name: side, "key_summary": "theirs"}, **own)
    assert answer.location == EDITOR.format("voz-01") + "?saved=1"
    text = source(site)
    assert all(words in text for words in kept)
    assert not any(words in text for words in gone)
    assert "summary: Их ответ" in text
    assert "Мой ответ" not in text


def test_undecided_conflict_keeps_the_lines_of_both(site: Flask, anna: FlaskClient) -> None:
    merge(anna, conflicting(anna))
    assert "Позвоните в поддержку.\nПриходите в поддержку." in source(site)


def test_changes_that_do_not_meet_are_joined_by_one_button(site: Flask, anna: FlaskClient) -> None:
    page = begun(
        anna,
        {"summary": ("Коротко", "Их ответ")},
        {"body": (LINE, "Приходите."), "slug": ("vozvrat-deneg", "novyy-adres")},
    )
    assert "Правки не пересекаются" in page.text
    assert merge(anna, page).status_code == 303
    text = source(site, "vozvrat/novyy-adres")
    assert "Их ответ" in text
    assert "Приходите." in text
    assert "vozvrat-deneg" in text.split("---")[1]


def test_change_of_the_file_on_disk_is_a_newer_version_too(site: Flask, anna: FlaskClient) -> None:
    typed = opened(anna)
    path = site.extensions["podskazhi"].config.articles_folder / "vozvrat" / "vozvrat-deneg.md"
    path.write_text(source(site).replace(LINE, "Из файла."), encoding="utf-8")
    page = send(anna, typed | {"body": typed["body"].replace(LINE, "Из браузера.")}, save="1")
    assert page.status_code == 412
    assert "Из файла." in page.text
    assert "Из файла." in source(site)
    merge(anna, page, **{region(page): "both"})
    assert "Из файла.\nИз браузера." in source(site)


def test_third_version_meanwhile_asks_again_and_loses_nothing(
    site: Flask, anna: FlaskClient
) -> None:
    page = conflicting(anna)
    third = opened(anna, query="?view=source")
    third["source"] = third["source"].replace("Позвоните", "Телеграфируйте")
    assert send(anna, third, save="1").status_code == 303
    again = merge(anna, page, **{region(page): "mine"})
    assert again.status_code == 412
    assert "Телеграфируйте" in again.text
    assert "Приходите в поддержку." in again.text
    assert "Телеграфируйте" in source(site)


def test_words_written_between_other_versions_are_shown_and_land_nowhere(
    site: Flask, anna: FlaskClient
) -> None:
    page = conflicting(anna)
    third = opened(anna, query="?view=source")
    third["source"] = third["source"].replace("\r\n## ", "\r\nНовая часть.\r\n\r\n## ", 1)
    third["source"] = third["source"].replace("Позвоните", "Телеграфируйте")
    assert send(anna, third, save="1").status_code == 303
    name = region(page)
    own = {name: "written", name.replace("region", "text"): "Мои особые слова."}
    again = merge(anna, page, **own, key_summary="theirs")
    assert again.status_code == 412
    shown = fields(again)
    assert shown["words"].strip() == "Мои особые слова."
    assert not any("особые" in text for key, text in shown.items() if key != "words")
    assert merge(anna, again).status_code == 303
    assert "особые" not in source(site)


def test_address_that_somebody_else_changed_stays(site: Flask, anna: FlaskClient) -> None:
    page = begun(
        anna, {"slug": ("vozvrat-deneg", "ih-adres")}, {"body": (LINE, "Приходите в поддержку.")}
    )
    assert page.status_code == 412
    assert merge(anna, page).status_code == 303
    assert "Приходите в поддержку." in source(site, "vozvrat/ih-adres")


@ON_SQLITE
@pytest.mark.parametrize(
    ("chosen", "path"),
    [({}, "ih-adres"), ({"place_slug": "mine"}, "moy-adres")],
)
def test_address_that_both_changed_is_chosen(
    site: Flask, anna: FlaskClient, chosen: dict[str, str], path: str
) -> None:
    page = begun(
        anna,
        {"slug": ("vozvrat-deneg", "ih-adres")},
        {"slug": ("vozvrat-deneg", "moy-adres"), "body": (LINE, "Приходите в поддержку.")},
    )
    assert "Как сейчас: ih-adres" in page.text
    assert merge(anna, page, **chosen).status_code == 303
    assert "Приходите в поддержку." in source(site, f"vozvrat/{path}")


def test_unsaved_text_is_a_draft_meanwhile(anna: FlaskClient) -> None:
    conflicting(anna)
    page = anna.get(EDITOR.format("voz-01"))
    assert "Приходите в поддержку." in fields(page)["body"]
    assert "С тех пор как вы начали, статью изменили." in page.text


def test_broken_file_is_compared_as_a_whole(site: Flask, anna: FlaskClient) -> None:
    typed = opened(anna, query="?view=source")
    assert send(anna, opened(anna) | {"summary": "Их ответ"}, save="1").status_code == 303
    broken = typed | {"source": typed["source"].replace("summary: Коротко", "summary: [Коротко")}
    page = send(anna, broken, save="1")
    assert page.status_code == 412
    refused = merge(anna, page, **{region(page): "mine"})
    assert refused.status_code == 422
    assert "Строка" in refused.text
    assert "Их ответ" in source(site)
