"""Measures the pages of the desk over many tickets: each must come within 200 ms."""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarking import many_tickets
from benchmarking.floors import Row
from benchmarking.timing import milliseconds
from benchmarking.workplace import progress
from sqlalchemy import func, select

from app import create_app
from app.accounts import accounts
from app.accounts.roles import Role
from app.config import Config
from app.current import EXTENSION
from app.db import session
from app.demo import sample
from app.migrations import upgrade
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

ROUNDS = 5
MOST_MILLISECONDS = 200
PASSWORD = "benchmark-password-1-long"  # noqa: S105  of an account that lives for this run alone
LISTS = {
    "new": "/desk/?view=new",
    "all open": "/desk/?view=all",
    "all open, next due first": "/desk/?view=all&sorting=due",
    "closed": "/desk/?view=closed",
    "closed, with a tag": "/desk/?view=closed&tag=демо",
    "search, common words": "/desk/?q=вернуть деньги",
    "search, a rare word": "/desk/?q=гарантийный",
    "search, no such word": "/desk/?q=синхрофазотрон",
    "deflection": "/desk/deflection",
}


@click.command()
@click.option("--tickets", default=100_000, show_default=True, help="How many tickets.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, last.")
def benchmark(tickets: int, *, as_json: bool) -> None:
    """Measure the desk's pages as an administrator sees them, with SQLite in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder:
        app = _app(Path(folder))
        with app.app_context():
            _fill(app, tickets)
            held = session.scalar(select(func.count()).select_from(Ticket))
            last = session.scalar(select(func.max(Ticket.number)))
            session.remove()
        rows = list(_measure(_signed_in(app), last or 1))
    click.echo(f"{held} tickets, load {os.getloadavg()[0]:.1f}")
    for row in rows:
        click.echo(row.line())
    if as_json:
        measured = {row.name: row.value for row in rows}
        click.echo(json.dumps({"tickets": held, "measured": measured}, ensure_ascii=False))


def _app(folder: Path) -> Flask:
    config = replace(
        Config(),
        instance_folder=folder / "instance",
        index_folder=folder / "index",
        encoder="none",
        log_level="ERROR",
    )
    return create_app(config)


def _fill(app: Flask, tickets: int) -> None:
    upgrade()
    services = app.extensions[EXTENSION]
    services.refresh()
    accounts.create("admin@example.com", "Анна", Role.ADMIN, PASSWORD)
    sample.make(services.library.snapshot.articles)
    with progress("tickets") as show:
        many_tickets.make(tickets, show)


def _signed_in(app: Flask) -> FlaskClient:
    client = app.test_client()
    page = client.get("/sign-in").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    fields = {"email": "admin@example.com", "password": PASSWORD, "csrf_token": token and token[1]}
    answer = client.post("/sign-in", data=fields)
    if answer.status_code != 303:
        raise RuntimeError(f"signing in: {answer.status}")
    return client


def _measure(client: FlaskClient, last: int) -> Iterator[Row]:
    addresses = LISTS | {"a ticket": f"/desk/tickets/{last}", "an old ticket": "/desk/tickets/1"}
    far = _far_page(client)
    if far:
        addresses["closed, ten pages on"] = far
    for name, address in addresses.items():
        times = [milliseconds(partial(_ask, client), address) for _ in range(ROUNDS + 1)][1:]
        yield Row(name, round(median(times), 1), "ms", MOST_MILLISECONDS)


def _far_page(client: FlaskClient) -> str | None:
    address: str | None = LISTS["closed"]
    for _ in range(10):
        found = re.search(
            r'href="(/desk/[^"]*before=[^"]+)"[^>]*rel="next"', client.get(address).text
        )
        if found is None:
            return None
        address = found[1].replace("&amp;", "&")
    return address


def _ask(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    if answer.status_code != 200:
        raise RuntimeError(f"{address}: {answer.status}")


if __name__ == "__main__":
    benchmark()
