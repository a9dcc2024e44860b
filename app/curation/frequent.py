"""The queries that most people ask, from the log of searches."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import distinct, func, select

from app import clock
from app.curation.query_list import everything, expected
from app.curation.query_tests import Watched
from app.db import session
from app.search.models import Search

if TYPE_CHECKING:
    from app.articles.snapshot import Snapshot

MOST: Final = 200
PERIOD: Final = timedelta(days=90)


def frequent(limit: int = MOST) -> list[Watched]:
    """Return what most different customers looked for lately, the most asked first.

    Staff, bots, what was only typed, and queries with masked personal data do not count.
    """
    visitors = func.count(distinct(Search.visitor))
    chosen = (
        select(func.min(Search.query), visitors)
        .where(
            Search.searched_at >= clock.now() - PERIOD,
            Search.is_staff.is_(False),
            Search.is_bot.is_(False),
            Search.channel != "completion",
            Search.normalised != "",
            Search.query.not_like("%[%]%"),
        )
        .group_by(Search.normalised)
        .order_by(visitors.desc(), Search.normalised)
        .limit(limit)
    )
    return [Watched(query, visitors=number) for query, number in session.execute(chosen)]


def watched(snapshot: Snapshot) -> list[Watched]:
    """Return all queries that matter: those with tests, then the frequent ones, each once."""
    tests = [test.watched for test in expected(snapshot, everything())]
    return list({one.key: one for one in (*frequent(), *tests)}.values())
