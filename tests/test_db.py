"""One commit a use case, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app import db, migrations
from app.db import UtcDateTime, session, transaction
from app.migrations import upgrading
from app.migrations.tables import METADATA
from app.search.models import SynonymSet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def notes(database: Engine) -> Iterator[None]:
    """A table of the test's own."""
    with database.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS note"))
        connection.execute(text("CREATE TABLE note (id INTEGER PRIMARY KEY)"))
    yield
    session.remove()
    with database.begin() as connection:
        connection.execute(text("DROP TABLE note"))


def _add(number: int) -> None:
    session.execute(text("INSERT INTO note VALUES (:id)"), {"id": number})


def _count() -> int:
    count = session.execute(text("SELECT count(*) FROM note")).scalar_one()
    session.rollback()
    return int(count)


def test_transaction_commits_what_the_block_did(notes: None) -> None:
    with transaction():
        _add(1)
    session.remove()
    assert _count() == 1


def test_transaction_keeps_nothing_when_the_block_fails(notes: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        _add(1)
        raise ZeroDivisionError
    assert _count() == 0


def test_inner_transaction_joins_the_outer_one(notes: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with transaction():
            _add(1)
        raise ZeroDivisionError
    assert _count() == 0


def test_a_row_has_its_id_after_the_inner_transaction(database: Engine) -> None:
    with transaction():
        with transaction() as rows:
            same = SynonymSet(words=["а"], wider=[], added_at=datetime.now(UTC))
            rows.add(same)
        assert same.id == 1


def test_writers_of_many_threads_queue_up_and_none_fails(notes: None) -> None:
    failures: list[Exception] = []

    def write(first: int) -> None:
        try:
            for number in range(first, first + 10):
                with transaction():
                    _count_inside = session.execute(text("SELECT count(*) FROM note")).scalar_one()
                    time.sleep(0.001)
                    _add(number)
        except Exception as error:  # noqa: BLE001  reported below
            failures.append(error)
        finally:
            session.remove()

    threads = [threading.Thread(target=write, args=(start * 10,)) for start in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert _count() == 80


def test_a_writer_gives_up_when_another_thread_does_not_end(
    notes: None, database: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database.dialect.name != "sqlite":
        return
    monkeypatch.setattr(db, "BUSY_TIMEOUT_MS", 50)
    refused: list[str] = []

    def write() -> None:
        for begin in (transaction, db.statements):
            with pytest.raises(OperationalError) as error, begin():
                raise AssertionError
            refused.append(str(error.value.orig))

    with transaction():
        writer = threading.Thread(target=write)
        writer.start()
        writer.join(10)

    assert refused == ["database is locked"] * 2


def test_reader_does_not_wait_for_a_writer(notes: None) -> None:
    counts: list[int] = []
    with transaction():
        _add(1)
        reader = threading.Thread(target=lambda: counts.append(_count()))
        reader.start()
        reader.join(timeout=2)
    assert counts == [0]


def test_sqlite_has_the_promised_settings(database: Engine) -> None:
    if database.dialect.name != "sqlite":
        return
    pragmas = {
        name: session.execute(text(f"PRAGMA {name}")).scalar_one()
        for name in ("journal_mode", "foreign_keys")
    }
    assert pragmas == {"journal_mode": "wal", "foreign_keys": 1}


def test_only_what_need_not_last_is_committed_without_waiting_for_the_disk(
    database: Engine,
) -> None:
    is_sqlite = database.dialect.name == "sqlite"
    ask = text("PRAGMA synchronous" if is_sqlite else "SHOW synchronous_commit")
    told = []
    for lasting in (True, False, True):
        with transaction(lasting=lasting) as rows:
            told.append(rows.execute(ask).scalar_one())
    waits, goes_on = (2, 1) if is_sqlite else ("on", "off")
    assert told == [waits, goes_on, waits]


def test_migrations_make_exactly_the_tables_of_the_models(database: Engine) -> None:
    with database.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), METADATA)
    assert differences == []


def test_newest_version_is_the_one_at_which_alembic_ends() -> None:
    heads = ScriptDirectory.from_config(upgrading.config()).get_heads()
    assert [migrations.newest()] == heads


def test_database_without_tables_has_no_version(tmp_path: Path) -> None:
    db.connect(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    assert migrations.status() == (None, migrations.newest())


def test_upgrading_twice_changes_nothing(database: Engine) -> None:
    assert migrations.upgrade() == (migrations.status()[1],) * 2


def test_times_come_back_aware_and_in_utc(database: Engine) -> None:
    kind, dialect = UtcDateTime(), database.dialect
    moscow = datetime(2026, 3, 1, 12, tzinfo=timezone(timedelta(hours=3)))
    stored = kind.process_bind_param(moscow, dialect)
    assert stored == datetime(2026, 3, 1, 9, tzinfo=UTC)
    assert kind.process_result_value(datetime(2026, 3, 1, 9), dialect) == moscow  # noqa: DTZ001  as SQLite gives it


def test_statements_are_kept_together_or_not_at_all(notes: None) -> None:
    with pytest.raises(ZeroDivisionError), db.statements() as rows:
        rows.execute(text("INSERT INTO note VALUES (1)"))
        raise ZeroDivisionError
    assert _count() == 0


def test_statements_are_seen_by_a_session_that_had_begun_to_read(notes: None) -> None:
    session.execute(text("SELECT count(*) FROM note"))
    with db.statements(lasting=False) as rows:
        rows.execute(text("INSERT INTO note VALUES (1)"))
    assert _count() == 1


def test_statements_inside_a_transaction_are_part_of_it(notes: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction():
        with db.statements() as rows:
            rows.execute(text("INSERT INTO note VALUES (1)"))
        raise ZeroDivisionError
    assert _count() == 0


def test_another_database_closes_the_connections_to_the_one_before(tmp_path: Path) -> None:
    before = db.connect(f"sqlite:///{tmp_path / 'before.sqlite'}")
    db.session.execute(text("SELECT 1"))
    db.session.remove()
    assert before.pool.checkedin() == 1

    db.connect(f"sqlite:///{tmp_path / 'after.sqlite'}")

    assert before.pool.checkedin() == 0
    db.disconnect()
