"""What votes say of each article beside the site's mean: what search heeds a little."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.db import session
from app.feedback.models import Vote
from app.feedback.tallies import Tally, wilson_lower_bound

if TYPE_CHECKING:
    from collections.abc import Mapping


def by_article() -> dict[str, float]:
    """Return what customers' latest votes say of each article, -1 to 1, without the zeros.

    It is how far the nearer end of Wilson's interval (95 %) lies from the site's mean share of
    helpful votes, as a part of what is possible: 0 while the interval holds the mean, as it does
    for few votes.
    """
    tallies = _tallies()
    helpful = sum(tally.helpful for tally in tallies.values())
    votes = helpful + sum(tally.unhelpful for tally in tallies.values())
    said = {i: _beside(tally, helpful / votes) for i, tally in tallies.items()}
    return {article_id: value for article_id, value in said.items() if value}


def _tallies() -> Mapping[str, Tally]:
    latest = (
        select(func.max(Vote.id))
        .where(Vote.is_staff.is_(False))
        .group_by(Vote.article_id, Vote.visitor)
    )
    counted = (
        select(Vote.article_id, Vote.helpful, func.count())
        .where(Vote.id.in_(latest))
        .group_by(Vote.article_id, Vote.helpful)
    )
    counts: dict[str, dict[bool, int]] = defaultdict(dict)
    for article_id, helpful, count in session.execute(counted):
        counts[article_id][helpful] = count
    return {i: Tally(sides.get(True, 0), sides.get(False, 0)) for i, sides in counts.items()}


def _beside(tally: Tally, mean: float) -> float:
    votes = tally.helpful + tally.unhelpful
    low = wilson_lower_bound(tally.helpful, votes)
    high = 1 - wilson_lower_bound(tally.unhelpful, votes)
    if low > mean:
        return (low - mean) / (1 - mean)
    return (high - mean) / mean if high < mean else 0.0
