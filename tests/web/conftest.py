"""The whole application over a small help centre and a clean database of each kind."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import create_app, db
from tests.accounts import cast
from tests.web import building, content
from tests.web.browsing import PERSON, form, submit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flask import Flask
    from flask.testing import FlaskClient
    from sqlalchemy import Engine

    from app.accounts.models import Account
    from app.config import Config


building.compile_each_address_once()


@pytest.fixture
def site_config(config: Config, database: Engine, database_url: str) -> Config:
    """Settings of the application under test, on each kind of database."""
    return replace(
        config,
        database_url=database_url,
        support_phone="8 800 555-01-00",
        ask_least_seconds=0,
        consent_required=False,
    )


@pytest.fixture
def site(site_config: Config) -> Iterator[Flask]:
    """The application over the small help centre of content.py."""
    content.write(site_config.articles_folder)
    yield from running(site_config)


def running(config: Config) -> Iterator[Flask]:
    """Build the application, index its articles, and close its database at the end."""
    app = create_app(config)
    app.jinja_env.bytecode_cache = building.COMPILED
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    building.refresh(app)
    yield app
    db.session.remove()
    db.session.get_bind().dispose()


def client_of(app: Flask) -> FlaskClient:
    """Return a new browser of a person who speaks Russian."""
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = PERSON
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "ru"
    return client


@pytest.fixture
def gleb(site: Flask) -> FlaskClient:
    """The browser of Глеб, a stranger."""
    return client_of(site)


@pytest.fixture
def signed_in(site: Flask) -> Callable[[Account], FlaskClient]:
    """A browser in which somebody has signed in."""

    def sign_in(account: Account) -> FlaskClient:
        client = client_of(site)
        page = client.get("/sign-in")
        answer = submit(client, form(page, "/sign-in"), email=account.email, password=cast.PASSWORD)
        assert answer.status_code == 303
        return client

    return sign_in


@pytest.fixture
def boris(signed_in: Callable[[Account], FlaskClient]) -> FlaskClient:
    """The browser of Борис, an agent."""
    return signed_in(cast.boris())


@pytest.fixture
def olga(signed_in: Callable[[Account], FlaskClient]) -> FlaskClient:
    """The browser of Ольга, a reviewer."""
    return signed_in(cast.olga())


@pytest.fixture
def anna(signed_in: Callable[[Account], FlaskClient]) -> FlaskClient:
    """The browser of Анна, an editor."""
    return signed_in(cast.anna())
