"""The `podskazhi` command."""

from __future__ import annotations

import sys

import click
from sqlalchemy.exc import OperationalError, ProgrammingError

from app import cli, create_app
from app.config import ConfigError
from app.errors import DomainError

HELP = {"--help"}
DATABASE_NOT_READY = "База данных не готова: `podskazhi database upgrade` создаст её таблицы."


@click.group(commands=list(cli.COMMANDS))
@click.pass_context
def podskazhi(context: click.Context) -> None:
    """Подскажи: a self-hosted, Russian-first help centre."""
    if not HELP.intersection(sys.argv):  # help needs no settings, and comes with wrong ones too
        context.with_resource(create_app().app_context())


def main() -> None:
    """Run the command line; a wrong setting or a refused action ends with a sentence and code 1."""
    try:
        podskazhi()
    except (ConfigError, DomainError) as error:
        _stop(str(error))
    except (OperationalError, ProgrammingError) as error:
        _stop(f"{DATABASE_NOT_READY}\n{error.orig}")


def _stop(why: str) -> None:
    click.echo(why, err=True)
    sys.exit(1)


if __name__ == "__main__":
    main()
