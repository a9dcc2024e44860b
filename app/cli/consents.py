"""Commands for the consent journal."""

from __future__ import annotations

import json

import click

from app.tickets import consent


@click.group()
def consents() -> None:
    """The journal of consents to the processing of personal data."""


@consents.command()
@click.argument("ticket", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, with whole texts.")
def show(ticket: int, *, as_json: bool) -> None:
    """Show what was agreed to with TICKET, and when; code 1 when nothing was."""
    rows = [
        {
            "given_at": line.given_at.isoformat(timespec="seconds"),
            "version": line.version,
            "visitor": line.visitor_hash,
            "text": text.text,
        }
        for line, text in consent.of(ticket)
    ]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False))
    else:
        for row in rows:
            click.echo(f"{row['given_at']}  version {row['version']}  visitor {row['visitor']}")
            click.echo(f"\n{row['text']}")
    if not rows:
        click.echo(f"no consent for ticket {ticket}", err=True)
        raise SystemExit(1)
