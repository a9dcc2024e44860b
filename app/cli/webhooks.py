"""Commands for webhooks: who is told of what, and what came of it."""

from __future__ import annotations

import json

import click

from app.cli.mail import as_json, show
from app.outbox import listing
from app.outbox import webhooks as rooms
from app.outbox.models import Kind


@click.group()
def webhooks() -> None:
    """Addresses that are told of tickets and articles."""


@webhooks.command()
@click.argument("url")
@click.argument("events", nargs=-1, required=True, type=click.Choice([*rooms.EVENTS, "all"]))
@click.option("--secret", default="", help="Signs what is sent; made where none is given.")
@as_json
def add(url: str, events: tuple[str, ...], *, secret: str, as_json: bool) -> None:
    """Tell URL of EVENTS from now on, and show the secret, this once."""
    wanted = rooms.EVENTS if "all" in events else events
    endpoint = rooms.add(url, wanted, secret)
    if as_json:
        click.echo(json.dumps({"id": endpoint.id, "url": url, "secret": endpoint.secret}))
        return
    click.echo(f"{endpoint.id} {endpoint.url}\nsecret: {endpoint.secret}")


@webhooks.command("list")
@as_json
def list_endpoints(*, as_json: bool) -> None:
    """Show every address with its events."""
    everyone = rooms.everyone()
    if as_json:
        rows = [{"id": e.id, "url": e.url, "events": e.events.split()} for e in everyone]
        click.echo(json.dumps(rows))
        return
    for endpoint in everyone:
        click.echo(f"{endpoint.id:4} {endpoint.url}  {endpoint.events}")


@webhooks.command()
@click.argument("endpoint", type=int)
def remove(endpoint: int) -> None:
    """Tell ENDPOINT (its id) nothing more, and forget its log."""
    rooms.remove(endpoint)
    click.echo(f"{endpoint} is removed")


@webhooks.command()
@click.argument("endpoint", type=int, required=False)
@click.option("--before", type=int, help="Go on below this id.")
@as_json
def log(endpoint: int | None, *, before: int | None, as_json: bool) -> None:
    """Show what was sent to ENDPOINT (its id) or to all, newest first."""
    rows = listing.latest(Kind.WEBHOOK, endpoint_id=endpoint, before=before)
    show(list(rows), as_json=as_json)
