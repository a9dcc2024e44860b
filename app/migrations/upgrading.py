"""Runs Alembic on this folder."""

from __future__ import annotations

from alembic import command
from alembic.config import Config

from app.migrations import FOLDER


def upgrade(version: str) -> None:
    """Apply the migrations up to `version`, or up to "head"."""
    command.upgrade(config(), version)


def config() -> Config:
    """Return Alembic's own configuration, which points at this folder only."""
    found = Config()
    found.set_main_option("script_location", str(FOLDER))
    found.set_main_option("path_separator", "os")
    return found
