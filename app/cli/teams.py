"""Commands for teams: make, list, change, remove, and who is in them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from app.accounts import accounts
from app.errors import InvalidInput
from app.tickets import teams
from app.tickets.kinds import Assigning, Kind
from app.tickets.teams import TeamForm

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.tickets.team_models import Team

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


def _asked(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of what a team answers, and how."""
    for option in (
        click.option(
            "--default", "is_default", is_flag=True, help="Gets what no other team takes."
        ),
        click.option(
            "--assigning",
            type=click.Choice([way.value for way in Assigning]),
            default=Assigning.BY_HAND.value,
            show_default=True,
            help="Who gets a new ticket.",
        ),
        click.option("--kind", "kinds", multiple=True, type=click.Choice([k.value for k in Kind])),
        click.option("--category", "categories", multiple=True, help="Folder of articles."),
    ):
        command = option(command)
    return command


@click.group("teams")
def group() -> None:
    """Teams that answer tickets: an agent of a team sees its tickets and those of no team.

    Codes: 0 done, 1 refused (the sentence says why), 2 wrong use.
    """


@group.command("list")
@as_json
def list_teams(*, as_json: bool) -> None:
    """Show every team with who is in it."""
    rows = [_described(team) for team in teams.everyone()]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    for row in rows:
        answers = ", ".join([*row["categories"], *row["kinds"]]) or "anything"
        default = " (default)" if row["default"] else ""
        click.echo(f"{row['name']}{default}: {answers}; {row['assigning']}")
        for email in row["members"]:
            click.echo(f"  {email}")


@group.command()
@click.argument("name")
@_asked
@as_json
def add(name: str, *, as_json: bool, **answers: object) -> None:
    """Make the team NAME; what it answers is any category and kind unless options say so."""
    with _refusals():
        team = teams.add(TeamForm(name, **answers))  # type: ignore[arg-type]
    _show(team, as_json=as_json)


@group.command()
@click.argument("name")
@_asked
@as_json
def change(name: str, *, as_json: bool, **answers: object) -> None:
    """Change what the team NAME answers to what the options say; its tickets stay."""
    with _refusals():
        team = teams.change(teams.get_by_name(name).id, TeamForm(name, **answers))  # type: ignore[arg-type]
    _show(team, as_json=as_json)


@group.command()
@click.argument("name")
@click.argument("emails", nargs=-1)
@as_json
def members(name: str, emails: tuple[str, ...], *, as_json: bool) -> None:
    """Put exactly EMAILS into the team NAME."""
    team = teams.get_by_name(name)
    ids = [accounts.get_by_email(email).id for email in emails]
    with _refusals():
        teams.set_members(team.id, ids)
    _show(team, as_json=as_json)


@group.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the team NAME: its tickets are then without a team, and seen by all."""
    teams.remove(teams.get_by_name(name).id)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn the sentences beside fields into lines, one a field."""
    try:
        yield
    except InvalidInput as error:
        lines = (f"{field}: {problem}" for field, problem in error.fields.items())
        raise click.ClickException("\n".join(lines)) from None


def _show(team: Team, *, as_json: bool) -> None:
    row = _described(team)
    click.echo(json.dumps(row, ensure_ascii=False) if as_json else f"{row['name']}: done")


def _described(team: Team) -> dict[str, Any]:
    return {
        "name": team.name,
        "categories": team.categories,
        "kinds": team.kinds,
        "assigning": team.assigning.value,
        "default": team.default_since is not None,
        "members": [account.email for account in teams.members(team.id)],
    }
