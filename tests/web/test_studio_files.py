"""The files beside an article, as editors see, replace and remove them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from tests.web.browsing import forms
from tests.web.studio import source, token

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from flask.testing import FlaskClient

FILES = "/studio/articles/voz-01/files"


def png(colour: str) -> bytes:
    output = BytesIO()
    Image.new("RGB", (3, 2), colour).save(output, "PNG")
    return output.getvalue()


@pytest.fixture
def folder(site: Flask) -> Path:
    """The folder of returns, in which the article shows one picture and another lies about."""
    services = site.extensions["podskazhi"]
    folder: Path = services.config.articles_folder / "vozvrat"
    (folder / "shema.png").write_bytes(png("red"))
    (folder / "lishnyaya.png").write_bytes(png("blue"))
    article = folder / "vozvrat-deneg.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(f"{text}\n![Схема](shema.png)\n", encoding="utf-8")
    services.refresh()
    return folder


def test_files_are_listed_with_who_shows_them(folder: Path, anna: FlaskClient) -> None:
    page = anna.get(FILES).text
    assert "<code>shema.png</code>" in page
    assert page.count("не показывает ни одна статья</span>") == 1
    assert f'href="{FILES}"' in anna.get("/studio/articles/voz-01/editor").text


def test_picture_is_replaced_and_old_versions_keep_theirs(
    site: Flask, folder: Path, anna: FlaskClient
) -> None:
    before = (folder / "shema.png").read_bytes()
    shown = next(f for f in forms(anna.get(FILES)) if f.action.endswith("/replacement"))
    sent = {**shown.fields, "picture": (BytesIO(png("green")), "any.png")}
    done = anna.post(shown.action, data=sent, content_type="multipart/form-data")
    assert done.status_code == 303
    assert "![Схема](shema-2.png)" in source(site)
    assert (folder / "shema.png").read_bytes() == before
    with Image.open(folder / "shema-2.png") as image:
        assert image.getpixel((0, 0)) == (0, 128, 0)
    sent = {**shown.fields, "picture": (BytesIO(png("black")), "any.png")}
    late = anna.post(shown.action, data=sent, content_type="multipart/form-data")
    assert late.status_code in (404, 409)
    assert "shema-2.png" in source(site)


def test_what_is_no_picture_replaces_none(site: Flask, folder: Path, anna: FlaskClient) -> None:
    shown = next(f for f in forms(anna.get(FILES)) if f.action.endswith("/replacement"))
    sent = {**shown.fields, "picture": (BytesIO(b"text"), "any.png")}
    refused = anna.post(shown.action, data=sent, content_type="multipart/form-data")
    assert refused.status_code == 422
    assert "Это не картинка" in refused.text
    assert "![Схема](shema.png)" in source(site)


def test_only_what_no_article_shows_is_removed(folder: Path, anna: FlaskClient) -> None:
    for name, status in (
        ("shema.png", 409),
        ("lishnyaya.png", 303),
        ("../oplata/x.png", 404),
        ("vozvrat-deneg.md", 404),
    ):
        data = {"csrf_token": token(anna), "name": name}
        assert anna.post(f"{FILES}/removal", data=data).status_code == status
    assert (folder / "shema.png").exists()
    assert (folder / "vozvrat-deneg.md").exists()
    assert not (folder / "lishnyaya.png").exists()


def test_agents_are_not_shown_the_files(folder: Path, boris: FlaskClient) -> None:
    assert boris.get(FILES).status_code == 403
