"""The desk's lists of tickets, a page at a time, and how many tickets each list has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, literal, or_, select, tuple_
from sqlalchemy.orm import aliased, contains_eager

from app.accounts.models import Account
from app.db import UtcDateTime, session
from app.tickets.asking import folded
from app.tickets.models import Message, Seen, Ticket
from app.tickets.states import ACTIVE, FINISHED, State

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Select
    from sqlalchemy.orm import InstrumentedAttribute

EXCERPT: Final = 200  # characters of the last message
LONGEST_NUMBER: Final = 9  # digits
HIGHEST_NUMBER: Final = 2**31 - 1  # of an integer column in PostgreSQL
_OUR_TURN: Final = (State.NEW, State.OPEN, State.REOPENED)


class View(StrEnum):
    """A list of the queue."""

    NEW = "new"
    MINE = "mine"
    ALL = "all"
    CLOSED = "closed"


@dataclass(frozen=True)
class Row:
    """A line of the queue: ticket with assignee, last public message, whether there is news."""

    ticket: Ticket
    excerpt: str
    unread: bool


@dataclass(frozen=True)
class Page:
    """Some rows, and the cursor of the next page, None on the last one."""

    rows: tuple[Row, ...]
    before: str | None


def tickets(view: View, account_id: int, *, before: str | None = None, limit: int = 50) -> Page:
    """Return a page of the list: new ones longest waiting first, the others last changed first.

    `before` is the cursor of the page before; one that makes no sense gives the first page.
    """
    return _page(_rows(account_id).where(_in_view(view, account_id)), view, before, limit)


def search(text: str, account_id: int, *, before: str | None = None, limit: int = 50) -> Page:
    """Return tickets by number, or by words of the subject, the customer's name or e-mail."""
    number = text.strip().lstrip("№#").strip()
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        condition: ColumnElement[bool] = Ticket.number == int(number)
    else:
        words = folded(text).split()[:10]
        condition = and_(True, *(Ticket.folded.contains(word, autoescape=True) for word in words))
    return _page(_rows(account_id).where(condition), View.ALL, before, limit)


def counts(account_id: int) -> dict[View, int]:
    """Return how many tickets each list has for this account."""
    numbers = session.execute(
        select(
            *(
                select(func.count())
                .select_from(Ticket)
                .outerjoin(Account, Account.id == Ticket.assignee_id)
                .where(_in_view(view, account_id))
                .scalar_subquery()
                for view in View
            )
        )
    ).one()
    return dict(zip(View, numbers, strict=True))


def _in_view(view: View, account_id: int) -> ColumnElement[bool]:
    # A ticket left by somebody who may not sign in any more is nobody's.
    nobodys = or_(Ticket.assignee_id.is_(None), Account.disabled_at.is_not(None))
    conditions = {
        View.NEW: and_(Ticket.state.in_(_OUR_TURN), nobodys),
        View.MINE: and_(Ticket.state.in_(ACTIVE), Ticket.assignee_id == account_id),
        View.ALL: Ticket.state.in_(ACTIVE),
        View.CLOSED: Ticket.state.in_(FINISHED),
    }
    return conditions[view]


def _rows(account_id: int) -> Select[Ticket, str, datetime | None]:
    last = aliased(Message)
    excerpt = (
        select(func.substr(last.body, 1, EXCERPT))
        .where(last.ticket_number == Ticket.number, last.internal.is_(False))
        .order_by(last.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    mine = and_(Seen.ticket_number == Ticket.number, Seen.account_id == account_id)
    return (
        select(Ticket, excerpt, Seen.seen_at)
        .outerjoin(Account, Account.id == Ticket.assignee_id)
        .outerjoin(Seen, mine)
        .options(contains_eager(Ticket.assignee))
    )


def _page(
    chosen: Select[Ticket, str, datetime | None], view: View, before: str | None, limit: int
) -> Page:
    oldest_first = view is View.NEW
    at: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
    at = Ticket.waiting_since if oldest_first else Ticket.updated_at
    place = tuple_(at, Ticket.number)
    cursor = _read_cursor(before)
    if cursor:
        edge = tuple_(literal(cursor[0], UtcDateTime), literal(cursor[1]))
        chosen = chosen.where(place > edge if oldest_first else place < edge)
    order = (at.asc(), Ticket.number.asc()) if oldest_first else (at.desc(), Ticket.number.desc())
    found = session.execute(chosen.order_by(*order).limit(limit + 1)).all()
    rows = tuple(Row(*_seen(ticket, excerpt, seen)) for ticket, excerpt, seen in found[:limit])
    more = len(found) > limit
    return Page(rows, _cursor(rows[-1].ticket, oldest_first=oldest_first) if more else None)


def _seen(ticket: Ticket, excerpt: str, seen_at: datetime | None) -> tuple[Ticket, str, bool]:
    return ticket, excerpt, seen_at is None or seen_at < ticket.customer_wrote_at


def _cursor(ticket: Ticket, *, oldest_first: bool) -> str:
    at = ticket.waiting_since if oldest_first else ticket.updated_at
    return f"{(at or ticket.updated_at).isoformat()}_{ticket.number}"


def _read_cursor(text: str | None) -> tuple[datetime, int] | None:
    at, _, number = (text or "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
        known = bool(moment.tzinfo) and 0 < int(number) <= HIGHEST_NUMBER
        return (moment.astimezone(UTC), int(number)) if known else None
    except (ValueError, OverflowError):
        return None
