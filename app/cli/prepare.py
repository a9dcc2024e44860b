"""The command that makes a checkout ready to serve: database, index and demo accounts."""

from __future__ import annotations

import click

from app import migrations
from app.cli.demo import show_accounts
from app.cli.index import sync_with_progress


@click.command()
def prepare() -> None:
    """Upgrade the database, take up the articles, and show the demo accounts."""
    migrations.upgrade()
    sync_with_progress()
    show_accounts()
