"""Commands for the database: bring it to the newest version, or say where it is."""

from __future__ import annotations

import click

from app import migrations


@click.group()
def database() -> None:
    """Create and upgrade the database."""


@database.command()
def upgrade() -> None:
    """Apply the migrations that are missing."""
    before, after = migrations.upgrade()
    click.echo(f"database: {after}" + ("" if before == after else f" (was {before or 'empty'})"))


@database.command()
def status() -> None:
    """Tell the database's version; code 1 when migrations are missing."""
    applied, newest = migrations.status()
    click.echo(f"applied: {applied or 'none'}, newest: {newest}")
    if applied != newest:
        raise SystemExit(1)
