"""The `podskazhi` command: every group of commands in one place."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app import create_app
from app.cli.articles import articles
from app.cli.database import database
from app.cli.demo import demo
from app.cli.index import index
from app.cli.jobs import jobs
from app.cli.prepare import prepare
from app.cli.search import search
from app.cli.users import users
from app.config import ConfigError
from app.errors import DomainError

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = (articles, database, demo, index, jobs, prepare, search, users)


def register(app: Flask) -> None:
    """Give `app` its commands, so that tests can call them through its runner."""
    for command in COMMANDS:
        app.cli.add_command(command)


@click.group()
@click.pass_context
def podskazhi(context: click.Context) -> None:
    """Подскажи: a self-hosted, Russian-first help centre."""
    context.with_resource(create_app().app_context())


for command in COMMANDS:
    podskazhi.add_command(command)


def main() -> None:
    """Run the command line; a wrong setting or a refused action ends with a sentence and code 1."""
    try:
        podskazhi()
    except (ConfigError, DomainError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
