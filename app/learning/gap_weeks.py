"""How many people met a gap, week by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, case, distinct, func, select

from app import clock
from app.db import session
from app.learning.models import GapSearch
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

WEEKS: Final = 12
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """Seven days from `begins` on, and the different visitors who met the gap in them."""

    begins: datetime
    visitors: int


def weeks(gap_id: int, number: int = WEEKS) -> Sequence[Week]:
    """Return the last weeks, the oldest first; the last one ends now."""
    starts = [clock.now() - _WEEK * back for back in range(number, 0, -1)]
    counts = [
        func.count(distinct(case((_within(start), Search.visitor), else_=None))) for start in starts
    ]
    rows = select(*counts).join(GapSearch, GapSearch.search_id == Search.id)
    found = session.execute(rows.where(GapSearch.gap_id == gap_id)).one()
    return [Week(start, visitors) for start, visitors in zip(starts, found, strict=True)]


def _within(start: datetime) -> ColumnElement[bool]:
    return and_(Search.searched_at >= start, Search.searched_at < start + _WEEK)
