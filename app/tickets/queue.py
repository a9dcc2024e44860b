"""The desk's lists of tickets, a page at a time, and how many tickets each list has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import and_, func, literal, or_, select, true, tuple_, union_all
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.db import UtcDateTime, session
from app.tickets import filters, terms
from app.tickets.models import Message, Seen, Ticket
from app.tickets.rights import visible
from app.tickets.states import ACTIVE, FINISHED, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, ScalarSelect, Select

    from app.tickets.filters import Filter

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


class Sorting(StrEnum):
    """By what a list is sorted."""

    WAITING = "waiting"  # the longest waiting first
    CHANGED = "changed"  # the last changed first
    DUE = "due"  # the next due first, without those whose clock stands


@dataclass(frozen=True)
class Order:
    """By which moment a list is sorted, and whether the oldest comes first."""

    moment: str  # a column of Ticket
    upwards: bool

    @property
    def at(self) -> ColumnElement[datetime | None]:
        return cast("ColumnElement[datetime | None]", getattr(Ticket, self.moment))

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        both = (self.at, Ticket.number)
        return tuple(column.asc() if self.upwards else column.desc() for column in both)


ORDERS: Final = {
    Sorting.WAITING: Order("waiting_since", upwards=True),
    Sorting.CHANGED: Order("updated_at", upwards=False),
    Sorting.DUE: Order("due_at", upwards=True),
}


STATES: Final = {
    View.NEW: _OUR_TURN,
    View.MINE: ACTIVE,
    View.ALL: ACTIVE,
    View.CLOSED: FINISHED,
}


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


def tickets(
    view: View,
    account_id: int,
    *,
    wanted: Filter | None = None,
    sorting: Sorting | None = None,
    before: str | None = None,
    limit: int = 50,
) -> Page:
    """Return a page of the list, of what this account may see, narrowed to what is `wanted`.

    New ones come longest waiting first, the others last changed first, unless `sorting` says
    otherwise. `before` is the cursor of the page before; one that makes no sense gives the first.
    """
    order = ORDERS[sorting or (Sorting.WAITING if view is View.NEW else Sorting.CHANGED)]
    conditions = [_held(view, account_id), order.at.is_not(None)]
    if wanted:
        conditions.append(filters.condition(wanted, account_id))
    return _page(and_(*conditions), order, account_id, before, limit, STATES[view])


def search(
    text: str,
    account_id: int,
    *,
    wanted: Filter | None = None,
    before: str | None = None,
    limit: int = 50,
) -> Page:
    """Return tickets by number, or by words in any form, the last changed first.

    Looked for in subject, messages, notes, the customer's name and address; all words must be
    there.
    """
    number = text.strip().lstrip("№#").strip()
    if number.isdecimal() and len(number) <= LONGEST_NUMBER:
        condition: ColumnElement[bool] = Ticket.number == int(number)
    else:
        condition = terms.containing(text)
    if wanted:
        condition = and_(condition, filters.condition(wanted, account_id))
    return _page(condition, ORDERS[Sorting.CHANGED], account_id, before, limit)


def counts(account_id: int) -> dict[View, int]:
    """Return how many tickets each list has for this account."""
    seen = visible(account_id)
    numbers = session.execute(select(*(_count(view, account_id, seen) for view in View))).one()
    return dict(zip(View, numbers, strict=True))


def _count(view: View, account_id: int, seen: ColumnElement[bool]) -> ScalarSelect[int]:
    listed = and_(Ticket.state.in_(STATES[view]), _held(view, account_id), seen)
    return select(func.count()).select_from(Ticket).where(listed).scalar_subquery()


def _held(view: View, account_id: int) -> ColumnElement[bool]:
    """Return the condition on who has the tickets of a list."""
    if view is View.MINE:
        return Ticket.assignee_id == account_id
    if view is View.NEW:
        # A ticket left by somebody who may not sign in any more is nobody's.
        left = select(Account.id).where(Account.disabled_at.is_not(None))
        return or_(Ticket.assignee_id.is_(None), Ticket.assignee_id.in_(left))
    return true()


def _page(
    condition: ColumnElement[bool],
    order: Order,
    account_id: int,
    before: str | None,
    limit: int,
    states: Sequence[State] = (),
) -> Page:
    """Choose the page's numbers first, from the indexes alone, then load what its rows show."""
    listed = and_(condition, visible(account_id), _after(order, before))
    chosen = _first(listed, order, limit + 1, states).subquery()
    rows = _rows(account_id).join(chosen, chosen.c.number == Ticket.number)
    found = session.execute(rows.order_by(*order.columns)).all()
    shown = tuple(Row(ticket, excerpt, _news(ticket, at)) for ticket, excerpt, at in found[:limit])
    return Page(shown, _cursor(order, shown[-1].ticket) if len(found) > limit else None)


def _first(
    listed: ColumnElement[bool], order: Order, most: int, states: Sequence[State]
) -> Select[int, datetime | None]:
    """Return numbers and moments of the first tickets, of these states or of any.

    Each state is read by itself in the order of its index, only as far as the page needs, and the
    few that were read are merged.
    """
    if not states:
        return _some(listed, order, most)
    if order.moment != "updated_at":
        return _some(and_(listed, Ticket.state.in_(states)), order, most)
    each = [_some(and_(listed, Ticket.state == one), order, most).subquery() for one in states]
    merged = union_all(*(select(one.c.number, one.c.at) for one in each)).subquery()
    columns = (merged.c.at, merged.c.number)
    ordered = (column.asc() if order.upwards else column.desc() for column in columns)
    return select(merged.c.number, merged.c.at).order_by(*ordered).limit(most)


def _some(listed: ColumnElement[bool], order: Order, most: int) -> Select[int, datetime | None]:
    chosen = select(Ticket.number, order.at.label("at")).where(listed)
    return chosen.order_by(*order.columns).limit(most)


def _rows(account_id: int) -> Select[Ticket, str, datetime | None]:
    last = (
        select(func.substr(Message.body, 1, EXCERPT))
        .where(Message.ticket_number == Ticket.number, Message.internal.is_(False))
        .order_by(Message.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    mine = and_(Seen.ticket_number == Ticket.number, Seen.account_id == account_id)
    with_seen = select(Ticket, last, Seen.seen_at).outerjoin(Seen, mine)
    return with_seen.options(joinedload(Ticket.assignee))


def _news(ticket: Ticket, seen_at: datetime | None) -> bool:
    return seen_at is None or seen_at < ticket.customer_wrote_at


def _after(order: Order, before: str | None) -> ColumnElement[bool]:
    cursor = _read_cursor(before)
    if cursor is None:
        return true()
    place = tuple_(order.at, Ticket.number)
    edge = tuple_(literal(cursor[0], UtcDateTime), literal(cursor[1]))
    return place > edge if order.upwards else place < edge


def _cursor(order: Order, ticket: Ticket) -> str:
    at: datetime = getattr(ticket, order.moment)
    return f"{at.isoformat()}_{ticket.number}"


def _read_cursor(text: str | None) -> tuple[datetime, int] | None:
    at, _, number = (text or "").partition("_")
    try:
        moment = datetime.fromisoformat(at)
        known = bool(moment.tzinfo) and 0 < int(number) <= HIGHEST_NUMBER
        return (moment.astimezone(UTC), int(number)) if known else None
    except (ValueError, OverflowError):
        return None
