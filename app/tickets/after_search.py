"""Tickets that came of a search: for those who conclude what the articles lack."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  dataclasses are resolved by readers
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import session
from app.tickets.models import Ticket
from app.tickets.rights import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class AfterSearch:
    """A ticket, and the search that led to it."""

    search_id: int
    number: int
    created_at: datetime


def since(moment: datetime) -> list[AfterSearch]:
    """Return the tickets from an aware `moment` on that came of a search, the oldest first."""
    columns = select(Ticket.search_id, Ticket.number, Ticket.created_at)
    chosen = columns.where(Ticket.search_id.is_not(None), Ticket.created_at >= moment)
    rows = session.execute(chosen.order_by(Ticket.number))
    return [AfterSearch(search_id, number, at) for search_id, number, at in rows if search_id]


def visible_ones(numbers: Iterable[int], account_id: int) -> Sequence[Ticket]:
    """Return those of the tickets that this account may see, the newest first."""
    chosen = select(Ticket).where(Ticket.number.in_(list(numbers)), visible(account_id))
    return session.scalars(chosen.order_by(Ticket.number.desc())).all()
