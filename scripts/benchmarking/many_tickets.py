"""Many tickets out of the demonstration's: each copy with its words, messages and history."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, insert, literal, select, update

from app import clock
from app.db import session, transaction
from app.tickets.link_models import Tag, Term
from app.tickets.models import Event, Message, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from app.db import Base

UNIQUE = {"token", "token_hash", "submission"}  # columns whose copies differ
SPREAD = timedelta(days=700)  # over which the tickets' last changes are strewn


def make(count: int, show: Callable[[int, int], None]) -> None:
    """Copy the tickets that are there until there are about `count`."""
    first, last = session.execute(select(func.min(Ticket.number), func.max(Ticket.number))).one()
    held = session.scalar(select(func.count()).select_from(Ticket)) or 0
    copies = count // held
    for copy in range(1, copies):
        with transaction(lasting=False):
            for table in (Ticket, Message, Event, Term, Tag):
                _copy(table, (last - first + 1) * copy, copy, (first, last))
        show(copy, copies)
    with transaction():
        _strew(count)


def _copy(table: type[Base], step: int, copy: int, numbers: tuple[int, int]) -> None:
    key = "number" if table is Ticket else "ticket_number"
    columns = [c for c in table.__table__.columns if c.name != "id"]
    values: list[Any] = []
    for column in columns:
        if column.name == key:
            values.append(column + step)
        elif column.name in UNIQUE:
            values.append(func.substr(column, 1, 50) + literal(f"-{copy}"))
        else:
            values.append(column)
    held = select(*values).where(table.__table__.c[key].between(*numbers))
    session.execute(insert(table).from_select([c.name for c in columns], held))


def _strew(count: int) -> None:
    """Let no two tickets have changed at one moment: a list is walked by moments."""
    start, gap = clock.now() - SPREAD, SPREAD / count
    numbers = session.scalars(select(Ticket.number).order_by(Ticket.number)).all()
    rows = [
        {"number": number, "updated_at": start + gap * place}
        for place, number in enumerate(numbers)
    ]
    session.execute(update(Ticket), rows)
