"""Rows of a log, which hang on no other row, added at the least cost."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import Engine, event, insert
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from app.db import in_turn, is_sqlite, is_writing, session, statements

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table


class LoneRows:
    """Adds rows to `table` without waiting for the disk.

    One statement is a transaction by itself. On SQLite it goes to the driver as it is, over a
    connection that this process keeps: BEGIN, COMMIT, a connection from the pool and a statement
    made from objects together cost far more than the row.
    """

    def __init__(self, table: Table) -> None:
        self.statement = insert(table).returning(*table.primary_key)
        dialect = sqlite.dialect(paramstyle="named")
        columns = {c.name: c.type.dialect_impl(dialect) for c in table.c if not c.primary_key}
        self._sql = str(self.statement.compile(dialect=dialect, column_keys=list(columns)))
        self._stored = {name: kind.bind_processor(dialect) for name, kind in columns.items()}

    def add(self, values: Mapping[str, Any]) -> int:
        """Insert a row, NULL where `values` name nothing, and return its id."""
        if is_writing() or not is_sqlite():
            with statements(lasting=False) as rows:
                return int(rows.execute(self.statement, values).scalar_one())
        session.rollback()  # ends the snapshot of earlier reads: later ones see the row
        with in_turn():
            return _kept.execute(self._sql, self._bound(values))

    def _bound(self, values: Mapping[str, Any]) -> dict[str, Any]:
        pairs = ((name, values.get(name), stored) for name, stored in self._stored.items())
        return {name: stored(value) if stored else value for name, value, stored in pairs}


class _KeptConnection:
    """A connection to SQLite for whoever has the turn to write, until the engine lets all go."""

    def __init__(self) -> None:
        self._connection: sqlite3.Connection | None = None

    def execute(self, sql: str, values: dict[str, Any]) -> int:
        """Run a statement that returns one number; raises what SQLAlchemy raises."""
        try:
            connection = self._connection or self._opened()
            return int(connection.execute(sql, values).fetchone()[0])
        except sqlite3.Error as error:
            self._close()
            raise DBAPIError.instance(
                sql, None, error, sqlite3.Error, hide_parameters=True
            ) from error

    def _opened(self) -> sqlite3.Connection:
        engine = cast("Engine", session.get_bind())
        pooled = engine.raw_connection()
        connection = cast("sqlite3.Connection", pooled.driver_connection)
        pooled.detach()
        connection.execute("PRAGMA synchronous = NORMAL")  # with WAL it never breaks
        event.listen(engine, "engine_disposed", self._close)
        self._connection = connection
        return connection

    def _close(self, _engine: Engine | None = None) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


_kept = _KeptConnection()
