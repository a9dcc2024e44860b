"""Brings the database of `app.db` to the newest version (Alembic)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from app import db

if TYPE_CHECKING:
    from sqlalchemy import Engine

FOLDER = Path(__file__).parent


def alembic_config() -> AlembicConfig:
    """Return Alembic's own configuration, which points at this folder only."""
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER))
    config.set_main_option("path_separator", "os")
    return config


def status() -> tuple[str | None, str | None]:
    """Return the applied and the newest version."""
    with cast("Engine", db.session.get_bind()).connect() as connection:
        applied = MigrationContext.configure(connection).get_current_revision()
    return applied, newest()


@cache
def newest() -> str | None:
    """Return the version that this program's tables have."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def upgrade() -> tuple[str | None, str | None]:
    """Apply what is missing; return the versions before and after."""
    before, wanted = status()
    if before != wanted:
        command.upgrade(alembic_config(), "head")
    return before, wanted
