"""The editor's page as its form: what its fields hold, and sending them."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

# For what no database has a say in: a test that takes long runs on one kind alone.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
EDITOR = "/studio/articles/{}/editor"


class _Fields(HTMLParser):
    """What the fields of the editor's form hold."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._inside = False
        self._text: str | None = None
        self._select: str | None = None
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        if tag == "form":
            self._inside = "data-editor" in given or "data-merge" in given
        if not self._inside:
            return
        if tag == "textarea":
            self._text = given["name"]
            self.values[self._text] = ""
        elif tag == "select":
            self._select = given["name"]
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given["value"]
        elif tag == "input" and given.get("type") not in ("file", "search", "radio"):
            self.values[given["name"]] = given.get("value", "")
        elif tag == "input" and given.get("type") == "radio" and "checked" in given:
            self.values[given["name"]] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text:
            self.values[self._text] = self.values[self._text].removeprefix("\n")
            self._text = None

    def handle_data(self, data: str) -> None:
        if self._text:
            self.values[self._text] += data


def fields(page: TestResponse) -> dict[str, str]:
    """The fields of the page's form, line ends as a browser sends them."""
    return {name: text.replace("\n", "\r\n") for name, text in _Fields(page.text).values.items()}


def opened(browser: FlaskClient, article_id: str = "voz-01", query: str = "") -> dict[str, str]:
    return fields(browser.get(EDITOR.format(article_id) + query))


def send_large(browser: FlaskClient, typed: dict[str, str], body: str) -> TestResponse:
    """Save a body for which the test's client would leave a temporary file open."""
    return browser.post(EDITOR.format("voz-01"), data={**typed, "body": body, "save": "1"})


def send(
    browser: FlaskClient, typed: dict[str, str], article_id: str = "voz-01", **more: object
) -> TestResponse:
    data = {**typed, **more}
    return browser.post(EDITOR.format(article_id), data=data, content_type="multipart/form-data")


def source(site: Flask, path: str = "vozvrat/vozvrat-deneg") -> str:
    services = site.extensions["podskazhi"]
    return (services.config.articles_folder / f"{path}.md").read_text(encoding="utf-8")


def token(browser: FlaskClient) -> str:
    page = browser.get("/ask").text
    return page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
