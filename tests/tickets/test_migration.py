"""A database from before the whole life of a ticket keeps its tickets and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from app import db, migrations
from app.migrations import upgrading
from app.tickets.kinds import Kind, Priority
from app.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TICKET = """INSERT INTO tickets (number, token, token_hash, submission, subject, author_name, email,
folded, visitor, query, lang, state, version, created_at, updated_at, customer_wrote_at)
VALUES (7, 't', 'h', 's', 'Возврат', 'Глеб', 'gleb@example.com', 'возврат', 'v', '', 'ru', 'open',
4, '2026-11-02 09:00:00', '2026-11-02 09:00:00', '2026-11-02 09:00:00')"""
MESSAGE = """INSERT INTO messages (ticket_number, author, body, internal, submission, version,
created_at) VALUES (7, 'customer', 'Где деньги?', 0, 's', 1, '2026-11-02 09:00:00')"""


@pytest.fixture
def old(tmp_path: Path) -> Iterator[None]:
    """A SQLite database of the third version, with one ticket."""
    engine = db.connect(f"sqlite:///{tmp_path / 'old.sqlite'}")
    upgrading.upgrade("0003")
    with engine.begin() as connection:
        for statement in (TICKET, MESSAGE):
            connection.execute(text(statement))
    yield
    db.session.remove()
    engine.dispose()


def test_nothing_is_lost_on_the_way(old: None) -> None:
    migrations.upgrade()
    ticket = db.session.get(Ticket, 7)
    assert ticket is not None
    assert (ticket.kind, ticket.priority, ticket.level) == (Kind.QUESTION, Priority.NORMAL, 1)
    assert (ticket.version, ticket.news_version, ticket.due_at) == (4, 4, None)
    assert [m.body for m in db.session.query(Message)] == ["Где деньги?"]
