"""200 people send the ask form at once, twice each, while the server is killed: 200 tickets."""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from app import db
from app.tickets.models import Message, Ticket
from tests.flows.server import Customer, Server
from tests.web import content

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

FORMS, THREADS, KILLS = 200, 16, 3
TRIES = 60  # of one sending; half a second apart
BETWEEN_KILLS = 0.8  # seconds


@pytest.mark.timeout(300)
def test_each_form_makes_one_ticket_while_the_server_is_killed(
    tmp_path: Path, database: Engine, database_url: str
) -> None:
    content.write(tmp_path / "articles")
    server = Server(tmp_path, DATABASE_URL=database_url, ENCODER="none")
    server.start()
    cut_off: Counter[int] = Counter()
    with ThreadPoolExecutor(THREADS) as pool:
        forms = list(pool.map(lambda number: _filled(server, number), range(FORMS)))
        sent = [pool.submit(_send_twice, form, cut_off) for form in forms]
        for _ in range(KILLS):
            time.sleep(BETWEEN_KILLS)
            server.kill()
            server.start()
        confirmed = [tokens.result() for tokens in sent]
    server.kill()
    assert cut_off.total() > 0, "the kills met nobody: the test has shown nothing"
    assert all(len(tokens) == 1 for tokens in confirmed)
    assert set().union(*confirmed) == set(db.session.scalars(select(Ticket.token)))
    for table in (Ticket, Message):
        assert db.session.scalar(select(func.count()).select_from(table)) == FORMS


def _filled(server: Server, number: int) -> tuple[Customer, bytes]:
    """A customer's browser with the form of this number, filled in."""
    customer = Customer(server.url)
    return customer, customer.filled(f"Вопрос {number}")


def _send_twice(form: tuple[Customer, bytes], cut_off: Counter[int]) -> set[str]:
    """Send the form as a double click does, each sending until it is confirmed."""
    return {_send(*form, cut_off), _send(*form, cut_off)}


def _send(customer: Customer, fields: bytes, cut_off: Counter[int]) -> str:
    for attempt in range(TRIES):
        try:
            address = customer.open("/tickets", fields)[0]
        except (OSError, HTTPException):  # cut off by a kill, or nobody listens yet
            cut_off[attempt] += 1
            time.sleep(0.5)
        else:
            return address.rpartition("/tickets/")[2].partition("?")[0]
    pytest.fail("the form was never taken")
