"""The command line: every group of commands in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.articles import articles
from app.cli.asks import asks
from app.cli.consents import consents
from app.cli.database import database
from app.cli.demo import demo
from app.cli.gaps import group as gaps
from app.cli.index import index
from app.cli.jobs import jobs
from app.cli.mail import mail_commands
from app.cli.queries import group as queries
from app.cli.search import search
from app.cli.serve import prepare, serve
from app.cli.synonyms import synonyms
from app.cli.teams import group as teams
from app.cli.users import users
from app.cli.webhooks import webhooks

if TYPE_CHECKING:
    from flask import Flask

COMMANDS = (
    articles,
    asks,
    consents,
    database,
    demo,
    gaps,
    index,
    jobs,
    mail_commands,
    prepare,
    queries,
    search,
    serve,
    synonyms,
    teams,
    users,
    webhooks,
)


def register(app: Flask) -> None:
    """Give `app` its commands, so that tests can call them through its runner."""
    for command in COMMANDS:
        app.cli.add_command(command)
