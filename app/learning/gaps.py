"""Gaps as editors read them: lists, one gap's wordings and reasons, and tickets that came of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import distinct, func, select, tuple_
from sqlalchemy.orm import joinedload

from app.db import session
from app.errors import NotFound
from app.learning.models import Gap, GapSearch, Reason, State
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Select

MOST_WORDINGS: Final = 50
MOST_TICKETS: Final = 50
HIGHEST_ID: Final = 2**31 - 1  # of an integer column in PostgreSQL


@dataclass(frozen=True)
class Page:
    """Some gaps, those that most visitors met first, and the next page's cursor or None."""

    gaps: Sequence[Gap]
    before: str | None


@dataclass(frozen=True)
class Wording:
    """One way of asking: how many searches and different visitors used it, and when last."""

    query: str
    searches: int
    visitors: int
    last_at: datetime


def page(state: State | None = None, *, before: str | None = None, limit: int = 50) -> Page:
    """Return a page of the gaps in a state, or of all.

    `before` is the cursor of the page before; one that makes no sense gives the first page.
    """
    chosen = select(Gap).options(joinedload(Gap.changed_by))
    chosen = chosen.where(Gap.state == state) if state else chosen
    place = _place(before)
    if place:
        chosen = chosen.where(tuple_(Gap.visitors, Gap.id) < tuple_(*place))
    ordered = chosen.order_by(Gap.visitors.desc(), Gap.id.desc())
    found = session.scalars(ordered.limit(limit + 1)).all()
    shown = found[:limit]
    return Page(shown, f"{shown[-1].visitors}-{shown[-1].id}" if len(found) > limit else None)


def counts() -> Mapping[State, int]:
    """Return how many gaps there are in each state."""
    rows = session.execute(select(Gap.state, func.count()).group_by(Gap.state))
    return Counter({row[0]: row[1] for row in rows})


def get(gap_id: int) -> Gap:
    """Return the gap with who changed it last; raises NotFound."""
    chosen = select(Gap).where(Gap.id == gap_id).options(joinedload(Gap.changed_by))
    found = session.scalar(chosen.execution_options(populate_existing=True))
    if found is None:
        raise NotFound("Такого пробела нет.")
    return found


def wordings(gap_id: int, limit: int = MOST_WORDINGS) -> list[Wording]:
    """Return the ways in which it was asked in all the time that is kept, the most used first."""
    visitors = func.count(distinct(Search.visitor))
    rows = session.execute(
        _evidence(
            gap_id,
            func.min(Search.query),
            func.count(),
            visitors,
            func.max(Search.searched_at, type_=Search.searched_at.type),
        )
        .group_by(Search.normalised)
        .order_by(visitors.desc(), func.count().desc(), Search.normalised)
        .limit(limit)
    )
    return [Wording(*row) for row in rows]


def reasons(gap_id: int) -> Mapping[Reason, int]:
    """Return how many searches ended in nothing for each reason, the most frequent first."""
    number = func.count()
    rows = select(GapSearch.reason, number).where(GapSearch.gap_id == gap_id)
    ordered = rows.group_by(GapSearch.reason).order_by(number.desc(), GapSearch.reason)
    return {row[0]: row[1] for row in session.execute(ordered)}


def tickets(gap_id: int, limit: int = MOST_TICKETS) -> list[int]:
    """Return the numbers of the tickets that came of its searches, the newest first.

    Whoever shows them asks the room of the tickets who may see which.
    """
    number = GapSearch.ticket_number
    named = select(number).where(GapSearch.gap_id == gap_id, number.is_not(None)).distinct()
    newest = session.scalars(named.order_by(number.desc()).limit(limit))
    return [found for found in newest if found is not None]


def _evidence(gap_id: int, *columns: Any) -> Select[Any]:
    joined = select(*columns).join(GapSearch, GapSearch.search_id == Search.id)
    return joined.where(GapSearch.gap_id == gap_id)


def _place(cursor: str | None) -> tuple[int, int] | None:
    first, _, second = (cursor or "").partition("-")
    if not (first.isdecimal() and second.isdecimal()):
        return None
    place = int(first), int(second)
    return place if max(place) <= HIGHEST_ID else None
