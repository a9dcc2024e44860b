"""How helpful an article is, and which ones are popular: sums over votes and readings."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import case, distinct, func, select

from app import clock
from app.db import session
from app.feedback.models import Reading, Vote

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy import Select

KEPT_FOR: Final = timedelta(minutes=1)  # the ranking of the popular, in this process
Z_95: Final = 1.959964  # normal quantile of a two-sided 95 % interval


_kept: dict[int, tuple[datetime, Sequence[str]]] = {}  # by days: when it was made, article ids


@dataclass(frozen=True)
class Tally:
    """Votes of customers, one a visitor; staff's own are not counted."""

    helpful: int
    unhelpful: int

    @property
    def wilson(self) -> float:
        """Lower bound of the share of helpful votes, 0 to 1 (Wilson, JASA 22, 1927; 95 %)."""
        return wilson_lower_bound(self.helpful, self.helpful + self.unhelpful)


def wilson_lower_bound(positive: int, total: int, z: float = Z_95) -> float:
    """Return the lower end of Wilson's score interval for a share; 0.0 without observations."""
    if total == 0:
        return 0.0
    share = positive / total
    centre = share + z * z / (2 * total)
    spread = z * math.sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return max(0.0, (centre - spread) / (1 + z * z / total))


def tally(article_id: str, revision: str | None = None) -> Tally:
    """Count the votes on one revision; without it, each visitor's latest vote on any revision."""
    votes = select(Vote.helpful).where(Vote.article_id == article_id, Vote.is_staff.is_(False))
    if revision is not None:
        votes = votes.where(Vote.revision == revision)
    else:
        votes = votes.where(Vote.id.in_(_latest_votes(article_id)))
    sides = votes.subquery()
    counted = select(sides.c.helpful, func.count()).group_by(sides.c.helpful)
    counts = {row[0]: row[1] for row in session.execute(counted)}
    return Tally(counts.get(True, 0), counts.get(False, 0))


def popular(limit: int, *, days: int = 30, among: Collection[str] | None = None) -> list[str]:
    """Return ids of the most read articles of the last `days`, only those `among` the given ids.

    The measure is the number of different customers who opened the article, and once more those who
    came to it from a search. The list may not be cut by visibility afterwards: pass what the reader
    may read as `among`. New readings are seen after KEPT_FOR.
    """
    found = _ranked(days)
    return [article_id for article_id in found if among is None or article_id in among][:limit]


def forget_popular() -> None:
    """Rank anew at the next call, for instance over another database."""
    _kept.clear()


def _ranked(days: int) -> Sequence[str]:
    now = clock.now()
    made_at, ranking = _kept.get(days, (None, ()))
    if made_at is None or not timedelta() <= now - made_at < KEPT_FOR:
        ranking = _rank(days)
        _kept[days] = (now, ranking)
    return ranking


def _rank(days: int) -> Sequence[str]:
    customers = func.count(distinct(Reading.visitor))
    from_search = case((Reading.search_id.is_not(None), Reading.visitor))
    score = customers + func.count(distinct(from_search))
    since = clock.now() - timedelta(days=days)
    ranked = (
        select(Reading.article_id)
        .where(Reading.opened_at >= since, Reading.is_staff.is_(False), Reading.is_bot.is_(False))
        .group_by(Reading.article_id)
        .order_by(score.desc(), Reading.article_id)
    )
    return session.scalars(ranked).all()


def _latest_votes(article_id: str) -> Select[int]:
    of_article = Vote.article_id == article_id
    return select(func.max(Vote.id)).where(of_article).group_by(Vote.visitor)
