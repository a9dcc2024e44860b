"""Pages are read without the log: when nobody looks, and while the database does not answer."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, func, select

from app import db
from app.feedback.models import Reading
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask.testing import FlaskClient
    from sqlalchemy import Engine

PAGES = ["/articles/obmen", "/search?q=обменяйте", "/search?q=фывапролдж", "/"]


def rows() -> int:
    db.session.rollback()
    counts = (select(func.count()).select_from(table) for table in (Reading, Search))
    return sum(db.session.scalar(count) or 0 for count in counts)


@pytest.fixture
def down(gleb: FlaskClient) -> Iterator[None]:
    """The database goes down after a visitor has come."""
    gleb.get("/articles/obmen")
    known = db.session.get_bind()
    db.session.remove()
    db.session.configure(bind=create_engine("sqlite:////nowhere/at/all.sqlite"))
    yield
    db.session.remove()
    db.session.configure(bind=known)


@pytest.mark.usefixtures("down")
@pytest.mark.parametrize("page", PAGES)
def test_a_page_comes_while_the_database_is_down(gleb: FlaskClient, page: str) -> None:
    answer = gleb.get(page)
    assert answer.status_code == 200
    assert "data-reading" not in answer.text


def test_a_page_comes_while_the_database_is_locked(
    gleb: FlaskClient, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no lock of the whole database")
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 1)
    db.disconnect()
    writer = sqlite3.connect(str(database.url.database), isolation_level=None)
    writer.execute("BEGIN IMMEDIATE")
    answers = [gleb.get(page).status_code for page in PAGES]
    writer.execute("ROLLBACK")
    writer.close()
    assert answers == [200] * len(PAGES)
    assert rows() == 0


def test_what_nobody_looks_at_is_not_noted(gleb: FlaskClient) -> None:
    for page in PAGES[:2]:
        assert gleb.head(page).status_code == 200
        assert gleb.get(page, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 200
    assert rows() == 0
