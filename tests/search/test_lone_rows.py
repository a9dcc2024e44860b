"""Rows that hang on no other, on SQLite and on PostgreSQL."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError, OperationalError

from app import db
from app.db import session, transaction
from app.search import lone_rows
from app.search.lone_rows import LoneRows
from app.search.models import SynonymSet

if TYPE_CHECKING:
    from sqlalchemy import Engine, Table


def _lone() -> LoneRows:
    return LoneRows(cast("Table", SynonymSet.__table__))


def _set_of(word: str) -> dict[str, object]:
    return {"words": [word], "wider": [], "added_at": datetime(2026, 11, 28, 9, tzinfo=UTC)}


def _words() -> list[str]:
    found = session.scalars(select(SynonymSet).order_by(SynonymSet.id)).all()
    session.rollback()
    return [word for one in found for word in one.words]


def test_a_lone_row_is_stored_as_any_other(database: Engine) -> None:
    rows = _lone()
    assert [rows.add(_set_of("а")), rows.add(_set_of("б"))] == [1, 2]

    [first, _] = session.scalars(select(SynonymSet).order_by(SynonymSet.id)).all()
    assert (first.words, first.wider, first.added_at) == tuple(_set_of("а").values())


def test_a_lone_row_belongs_to_the_transaction_around_it(database: Engine) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        _lone().add(_set_of("а"))
        raise ZeroDivisionError
    assert _words() == []


def test_a_reader_sees_the_lone_row_that_it_has_added(database: Engine) -> None:
    assert session.scalars(select(SynonymSet)).all() == []  # begins a snapshot
    _lone().add(_set_of("а"))
    assert _words() == ["а"]


def test_a_row_that_breaks_a_rule_is_refused_and_the_next_one_is_added(database: Engine) -> None:
    rows = _lone()
    with pytest.raises(IntegrityError):
        rows.add(_set_of("а") | {"added_at": None})
    rows.add(_set_of("б"))
    assert _words() == ["б"]


def test_lone_rows_are_added_by_many_threads_and_after_connections_were_closed(
    database: Engine,
) -> None:
    rows = _lone()

    def add(name: int) -> None:
        for number in range(20):
            rows.add(_set_of(f"{name}.{number}"))
        session.remove()

    with ThreadPoolExecutor(6) as threads:
        list(threads.map(add, range(6)))
    db.disconnect()
    rows.add(_set_of("последнее"))

    assert len(set(_words())) == 121


def test_a_lone_row_that_finds_the_database_locked_says_so(
    database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect.name != "sqlite":
        return
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 50)
    db.disconnect()
    other = sqlite3.connect(str(database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(OperationalError, match="locked"):
        _lone().add(_set_of("а"))
    other.close()
    _lone().add(_set_of("б"))

    assert _words() == ["б"]
    db.disconnect()  # those that do not wait


def test_the_connection_is_closed_whenever_all_are(database: Engine) -> None:
    rows = _lone()
    for _ in range(2):
        rows.add(_set_of("а"))
        db.disconnect()
        assert lone_rows._kept._connection is None
