"""The database: base of all tables, the current session, and transaction(), which alone commits."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from threading import RLock
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import (
    DateTime,
    Engine,
    MetaData,
    TypeDecorator,
    create_engine,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session, sessionmaker

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Connection, Dialect

# How long a writer waits on SQLite before it gives up, in milliseconds: for the other threads of
# this process, and then for other processes.
BUSY_TIMEOUT_MS = 10_000
_WRITES = "podskazhi_writes"
_IS_LASTING = "podskazhi_is_lasting"
_FLUSH = "podskazhi_flush"
_turn = RLock()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, stored in UTC (SQLite keeps no zone)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC) if value else None


class Base(DeclarativeBase):
    """Parent of all tables; constraints get predictable names, which migrations need."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime}  # noqa: RUF012  SQLAlchemy's own form


session: scoped_session[Session] = scoped_session(sessionmaker(expire_on_commit=False))


def connect(url: str, *, connections: int = 8) -> Engine:
    """Make `session` and `transaction` use the database at `url`; return its engine.

    `connections` is how many threads of this process use it at once. Those to the database that was
    in use before are closed.
    """
    engine = create_engine(
        url,
        pool_size=connections,
        pool_use_lifo=True,  # the last one used still has in its memory what the next one asks for
        pool_pre_ping=not url.startswith("sqlite"),
        hide_parameters=True,  # an error in a log must not quote what people wrote
    )
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    session.remove()
    before = session.session_factory.kw["bind"]
    if before is not None:
        before.dispose()
    session.configure(bind=engine)
    return engine


@contextmanager
def transaction(*, lasting: bool = True) -> Iterator[Session]:
    """Commit what the block did, or nothing of it; a block inside a block joins the outer one.

    On SQLite the write lock is taken at the start, so that writers queue up instead of failing.
    A commit that is not `lasting` does not wait for the disk: a power cut may undo the last ones,
    never half of one; a crash of this process undoes nothing.
    """
    current = session()
    if current.info.get(_WRITES):
        yield current
        current.flush()  # as a commit would: new rows get their ids, a broken constraint shows
        return
    current.rollback()  # ends the snapshot of earlier reads: a writer must see the newest rows
    with in_turn():
        connection = current.connection(execution_options={_WRITES: True, _IS_LASTING: lasting})
        if not lasting and connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        current.info[_WRITES] = True
        try:
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            current.info.pop(_WRITES)


@contextmanager
def statements(*, lasting: bool = True) -> Iterator[Connection]:
    """As transaction(), for statements without objects: it costs a third as much."""
    if session.registry.has():
        if is_writing():
            yield session.connection()
            return
        session.rollback()
    options = {_WRITES: True, _IS_LASTING: lasting}
    engine = cast("Engine", session.get_bind())
    with (
        in_turn(),
        engine.connect() as connection,
        connection.execution_options(**options).begin(),
    ):
        if not lasting and connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
        yield connection


@contextmanager
def in_turn() -> Iterator[None]:
    """On SQLite, let the writers of this process go one by one; raises OperationalError if one
    does not end.

    It has a single writer anyway, and whoever finds another one at work sleeps for ever longer
    times before the next look: here the next one is woken at once.
    """
    if not is_sqlite():
        yield
        return
    if not _turn.acquire(timeout=BUSY_TIMEOUT_MS / 1000):
        raise OperationalError("BEGIN", None, sqlite3.OperationalError("database is locked"))
    try:
        yield
    finally:
        _turn.release()


def is_sqlite() -> bool:
    """Tell whether the database is SQLite, which has a single writer."""
    return session.get_bind().dialect.name == "sqlite"


def is_writing() -> bool:
    """Tell whether this thread is within a transaction()."""
    return bool(session().info.get(_WRITES))


def take_turns(key: str, rows: Connection | None = None) -> None:
    """Within a transaction: wait for every other one that has named `key`, until it ends.

    On SQLite all writers take turns anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        number = int.from_bytes(sha256(key.encode("utf-8", "replace")).digest()[:8], signed=True)
        (rows or session).execute(select(func.pg_advisory_xact_lock(number)))


def add_if_new(table: type[Base], **values: object) -> None:
    """Insert a row, or nothing where a unique constraint says that it is there already."""
    insert = sqlite.insert if is_sqlite() else postgresql.insert
    session.execute(insert(table).values(**values).on_conflict_do_nothing())


def put(table: type[Base], key: Mapping[str, object], **values: object) -> None:
    """Insert the row with this primary key, or give the one that is there these values."""
    insert = (sqlite.insert if is_sqlite() else postgresql.insert)(table).values(**key, **values)
    session.execute(insert.on_conflict_do_update(index_elements=list(key), set_=values))


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _begin_sqlite
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    flush = "FULL" if options.get(_IS_LASTING, True) else "NORMAL"  # with WAL, NORMAL never breaks
    if connection.info.get(_FLUSH) != flush:  # kept by the connection from one use to the next
        connection.exec_driver_sql(f"PRAGMA synchronous = {flush}")
        connection.info[_FLUSH] = flush
    connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(_WRITES) else "BEGIN")


def disconnect() -> None:
    """Close every connection; the next use opens a new one."""
    session.remove()
    cast("Engine", session.get_bind()).dispose()
