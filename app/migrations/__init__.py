"""Brings the database of `app.db` to the newest version (Alembic)."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from sqlalchemy import inspect, text

from app import db

if TYPE_CHECKING:
    from sqlalchemy import Engine

FOLDER = Path(__file__).parent
APPLIED = "alembic_version"  # the table in which Alembic keeps the version


def status() -> tuple[str | None, str | None]:
    """Return the applied and the newest version."""
    with cast("Engine", db.session.get_bind()).connect() as connection:
        if not inspect(connection).has_table(APPLIED):
            return None, newest()
        return connection.scalar(text(f"SELECT version_num FROM {APPLIED}")), newest()  # noqa: S608


@cache
def newest() -> str | None:
    """Return the version that this program's tables have: versions are numbered files."""
    names = sorted(path.name for path in (FOLDER / "versions").glob("[0-9]*_*.py"))
    return names[-1].partition("_")[0] if names else None


def upgrade() -> tuple[str | None, str | None]:
    """Apply what is missing; return the versions before and after."""
    before, wanted = status()
    if before != wanted:
        # Imported here: Alembic and what it takes along are 8 MB that no worker needs.
        import_module("app.migrations.upgrading").upgrade("head")
    return before, wanted
