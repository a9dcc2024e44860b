"""An application for the tests of staff's pages, and a browser that fills forms like a person."""

from __future__ import annotations

import re
import shutil
from html import unescape
from typing import TYPE_CHECKING

from app import factory
from app.config import Config
from tests.accounts import cast
from tests.web import building

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

ARTICLE = """---
id: {id}
title: {title}
audience: {audience}
status: {status}
lang: ru
---
Текст статьи.
"""
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def build(folder: Path) -> Flask:
    """Build an application that serves three articles, with limits that tests do not reach.

    It serves a whole module of tests; the `database` fixture gives each test a clean database.
    """
    config = Config(
        articles_folder=write_articles(folder / "articles"),
        instance_folder=folder / "instance",
        index_folder=folder / "index",
        secret_key="a secret of the tests",
        sign_in_limit="100000 per minute",
    )
    app = factory.build(config)
    app.jinja_env.bytecode_cache = building.COMPILED
    app.testing = True
    return app


def write_articles(folder: Path) -> Path:
    """Write a public, a staff's and an unpublished article into a new category."""
    category = folder / "vozvrat"
    category.mkdir(parents=True)
    (category / "_category.yml").write_text("title: Возврат\n", encoding="utf-8")
    for article_id, title, audience, status in (
        ("voz-01", "Возврат денег", "public", "published"),
        ("voz-02", "Возврат, памятка сотруднику", "staff", "published"),
        ("voz-03", "Черновик о возврате", "public", "draft"),
    ):
        text = ARTICLE.format(id=article_id, title=title, audience=audience, status=status)
        (category / f"{article_id}.md").write_text(text, encoding="utf-8")
    return folder


def refill(app: Flask) -> None:
    """Give the application the three articles that it began with."""
    services = app.extensions["podskazhi"]
    shutil.rmtree(services.config.articles_folder)
    write_articles(services.config.articles_folder)
    services.refresh()


def anna_at(app: Flask, address: str = "/desk/") -> Browser:
    """Return the browser of Анна, an editor who has signed in and looks at this page."""
    cast.anna()
    browser = Browser(app)
    browser.sign_in("anna@polka.example")
    browser.get(address)
    return browser


class Browser:
    """A test client that keeps cookies and takes the token of the last page into its forms."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.token = ""

    def get(self, address: str) -> TestResponse:
        return self._keep_token(self.client.get(address))

    def post(self, address: str, **fields: object) -> TestResponse:
        """Send a form with the last page's token; a None leaves the field out."""
        form = {"csrf_token": self.token, **fields}
        kept = {name: value for name, value in form.items() if value is not None}
        return self._keep_token(self.client.post(address, data=kept))

    def sign_in(
        self, email: str = "boris@polka.example", password: str = cast.PASSWORD, **fields: object
    ) -> TestResponse:
        self.get("/sign-in")
        response = self.post("/sign-in", email=email, password=password, **fields)
        if response.status_code == 303:
            self.get("/desk/")
        return response

    def _keep_token(self, response: TestResponse) -> TestResponse:
        found = _TOKEN.search(response.text)
        self.token = unescape(found[1]) if found else self.token
        return response
