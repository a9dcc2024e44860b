"""Examples of how people came to a gap: what one visitor did around a search, and no name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, or_, select

from app.db import session
from app.feedback.models import Reading, Vote
from app.learning.models import GapSearch
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

EXAMPLES: Final = 3
LONGEST: Final = 20  # steps of one example
AROUND: Final = timedelta(minutes=30)


class Kind(StrEnum):
    """What the visitor did."""

    SEARCH = "search"
    OPENING = "opening"
    VOTE = "vote"


@dataclass(frozen=True)
class Step:
    """One thing the visitor did; the fields of the other kinds are empty.

    search: `text` and `total` (articles found), `dissatisfied`; opening: `article_id`, `seconds`;
    vote: `article_id`, `helpful`, `reason`, `text` (the comment).
    """

    kind: Kind
    at: datetime
    text: str = ""
    total: int | None = None
    dissatisfied: bool = False
    article_id: str | None = None
    seconds: int = 0
    helpful: bool | None = None
    reason: str | None = None


@dataclass(frozen=True)
class _Stay:
    """When a visitor was here."""

    visitor: str
    at: datetime


def examples(gap_id: int, limit: int = EXAMPLES) -> list[list[Step]]:
    """Return what the latest different visitors did half an hour around their search, in order."""
    stays = _stays(gap_id, limit)
    if not stays:
        return []
    found: dict[str, list[Step]] = {stay.visitor: [] for stay in stays}
    for visitor, step in chain(_searched(stays), _opened(stays), _voted(stays)):
        found[visitor].append(step)
    return [sorted(steps, key=lambda step: step.at)[:LONGEST] for steps in found.values()]


def _stays(gap_id: int, limit: int) -> list[_Stay]:
    latest = func.max(Search.searched_at, type_=Search.searched_at.type)
    rows = session.execute(
        select(Search.visitor, latest)
        .join(GapSearch, GapSearch.search_id == Search.id)
        .where(GapSearch.gap_id == gap_id)
        .group_by(Search.visitor)
        .order_by(latest.desc(), Search.visitor)
        .limit(limit)
    )
    return [_Stay(visitor, at) for visitor, at in rows]


def _within(
    stays: Sequence[_Stay],
    visitor: InstrumentedAttribute[str],
    at: InstrumentedAttribute[datetime],
) -> ColumnElement[bool]:
    return or_(
        *(
            and_(visitor == stay.visitor, at.between(stay.at - AROUND, stay.at + AROUND))
            for stay in stays
        )
    )


def _searched(stays: Sequence[_Stay]) -> Iterator[tuple[str, Step]]:
    chosen = select(Search).where(_within(stays, Search.visitor, Search.searched_at))
    for row in session.scalars(chosen):
        is_unhappy = row.dissatisfied_at is not None
        yield (
            row.visitor,
            Step(Kind.SEARCH, row.searched_at, row.query, row.total, dissatisfied=is_unhappy),
        )


def _opened(stays: Sequence[_Stay]) -> Iterator[tuple[str, Step]]:
    chosen = select(Reading).where(_within(stays, Reading.visitor, Reading.opened_at))
    for row in session.scalars(chosen):
        yield (
            row.visitor,
            Step(Kind.OPENING, row.opened_at, article_id=row.article_id, seconds=row.seconds),
        )


def _voted(stays: Sequence[_Stay]) -> Iterator[tuple[str, Step]]:
    chosen = select(Vote).where(_within(stays, Vote.visitor, Vote.cast_at))
    for row in session.scalars(chosen):
        step = Step(
            Kind.VOTE,
            row.cast_at,
            row.comment,
            article_id=row.article_id,
            helpful=row.helpful,
            reason=row.reason,
        )
        yield row.visitor, step
