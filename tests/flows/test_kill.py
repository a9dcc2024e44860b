"""`kill -9` while tickets, articles and the index are written: nothing is lost, nothing is torn.

KILLS in the environment sets how often; a few times here, 200 before a release.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from contextlib import suppress
from http.client import HTTPException
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, text

from app import db
from app.articles.library import Library
from app.tickets.models import Message, Ticket
from tests.flows.server import Customer, Server
from tests.web import content

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

KILLS = int(os.environ.get("KILLS", "3"))
LONGEST_PAUSE = 0.7  # seconds from the first ticket of a round to the kill
CUSTOMERS = 3

ARTICLE = "vozvrat/obmen.md"
# Long to write and quick to index, so that kills meet both: a comment is not shown, nor found.
ADDITION = ("\nЕщё один абзац.\n" * 50 + f"\n<!-- {'ещё ' * 20_000}-->\n").encode()

# Saves one article for ever, now in its short form and now in a long one.
WRITER = """
import sys
from pathlib import Path
from app.durable import write_atomically
from tests.flows.test_kill import ADDITION
path, short = Path(sys.argv[1]), Path(sys.argv[1]).read_bytes()
while True:
    for version in (short + ADDITION, short):
        write_atomically(path, version)
"""


@pytest.fixture
def server(tmp_path: Path, database: Engine, database_url: str) -> Server:
    """A server over the small help centre and a database of each kind, not started yet."""
    content.write(tmp_path / "articles")
    return Server(tmp_path, DATABASE_URL=database_url)


def _ask_on_and_on(server: Server, confirmed: set[str], name: str) -> None:
    with suppress(OSError, HTTPException):  # cut off by the kill
        customer = Customer(server.url)
        for number in range(1000):
            subject = f"Вопрос {name}-{number}"
            token = customer.ask(subject).rpartition("/tickets/")[2]
            confirmed.add(f"{subject} {token}")


def _serve_and_kill(server: Server, article: Path, confirmed: set[str], round_: int) -> None:
    server.start()
    writer = subprocess.Popen([sys.executable, "-c", WRITER, str(article)])
    arguments = [(server, confirmed, f"{round_}-{customer}") for customer in range(CUSTOMERS)]
    askers = [threading.Thread(target=_ask_on_and_on, args=given) for given in arguments]
    for asker in askers:
        asker.start()
    _wait_for_a_ticket(confirmed, len(confirmed))
    time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311  any moment will do
    writer.kill()
    server.kill()
    writer.wait()
    for asker in askers:
        asker.join()


def _wait_for_a_ticket(confirmed: set[str], before: int) -> None:
    deadline = time.monotonic() + 30
    while len(confirmed) == before and time.monotonic() < deadline:
        time.sleep(0.01)


@pytest.mark.timeout(300 + 60 * KILLS)
def test_killed_server_loses_no_confirmed_ticket_and_tears_nothing(
    server: Server, database: Engine, tmp_path: Path
) -> None:
    article = tmp_path / "articles" / ARTICLE
    short = article.read_bytes()
    confirmed: set[str] = set()
    for round_ in range(KILLS):
        _serve_and_kill(server, article, confirmed, round_)
        assert article.read_bytes() in (short, short + ADDITION)
        article.write_bytes(short)
    server.command("index", "sync")
    server.command("index", "status")
    _assert_tickets_are_whole(database, confirmed)
    assert Library(tmp_path / "articles").refresh().problems == ()


def _assert_tickets_are_whole(database: Engine, confirmed: set[str]) -> None:
    if database.dialect.name == "sqlite":
        assert db.session.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    tickets = db.session.scalars(select(Ticket)).all()
    assert confirmed, "no ticket was confirmed: the test has shown nothing"
    assert confirmed <= {f"{ticket.subject} {ticket.token}" for ticket in tickets}
    assert len({ticket.subject for ticket in tickets}) == len(tickets)
    assert {t.number for t in tickets} == set(db.session.scalars(select(Message.ticket_number)))
