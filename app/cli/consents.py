"""Commands for the consent journal."""

from __future__ import annotations

import json

import click

from app.tickets import consent


@click.group()
def consents() -> None:
    """The journal of consents to the processing of personal data."""


@consents.command()
@click.argument("number", metavar="TICKET", type=click.IntRange(min=1))
@click.option("--vote", "is_vote", is_flag=True, help="TICKET is the number of a vote.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, with whole texts.")
def show(number: int, *, is_vote: bool, as_json: bool) -> None:
    """Show what was agreed to with TICKET, or a vote, and when; code 1 when nothing was."""
    lines = consent.of_vote(number) if is_vote else consent.of(number)
    rows = [
        {
            "given_at": line.given_at.isoformat(timespec="seconds"),
            "version": line.version,
            "visitor": line.visitor_hash,
            "text": text.text,
        }
        for line, text in lines
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{row['given_at']}  version {row['version']}  visitor {row['visitor']}")
            click.echo(f"\n{row['text']}")
    if not rows:
        click.echo(f"no consent for {'vote' if is_vote else 'ticket'} {number}", err=True)
        raise SystemExit(1)
