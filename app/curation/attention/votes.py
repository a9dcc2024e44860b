"""Articles that help less than they did, or less than others: Wilson's interval decides (95 %).

Votes on versions of the same text count as one: an edit of the front matter asks nobody anew.
Numbers of FELL: `helpful` of `votes` now, `low` and `low_before` (Wilson's lower bounds, 0 to 1),
`helpful_before` of `votes_before`. Numbers of UNHELPFUL: `helpful` of `votes`, `low`, `mean`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  dataclasses are resolved by readers
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import func, select

from app.curation.attention.reasons import Finding, Reason, severity
from app.db import session
from app.feedback.models import Vote
from app.feedback.tallies import Tally, wilson_lower_bound

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from app.articles.article import Article

LEAST_VOTES: Final = 5  # of each of two texts, before they are compared


class Voted(NamedTuple):
    """Customers' votes on one revision: how many were yes and no, the first and the last."""

    revision: str
    tally: Tally
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Edition:
    """The votes on one text of an article."""

    tally: Tally
    first_at: datetime
    last_at: datetime


def voted() -> Mapping[str, list[Voted]]:
    """Return the customers' votes on each article by revision, in one query."""
    helpful = func.count().filter(Vote.helpful)
    kind = Vote.cast_at.type
    counted = (
        select(
            Vote.article_id,
            Vote.revision,
            helpful,
            func.count(),
            func.min(Vote.cast_at, type_=kind),
            func.max(Vote.cast_at, type_=kind),
        )
        .where(Vote.is_staff.is_(False))
        .group_by(Vote.article_id, Vote.revision)
    )
    found: dict[str, list[Voted]] = defaultdict(list)
    for article_id, revision, yes, total, first_at, last_at in session.execute(counted):
        found[article_id].append(Voted(revision, Tally(yes, total - yes), first_at, last_at))
    return found


def editions(votes: Iterable[Voted], text_of: Callable[[str], str]) -> Mapping[str, Edition]:
    """Return the votes by text, oldest text first; `text_of` tells a revision's text by a key."""
    found: dict[str, Edition] = {}
    for vote in sorted(votes, key=lambda vote: vote.first_at):
        key = text_of(vote.revision)
        before = found.get(key)
        found[key] = _added(before, vote) if before else Edition(*vote[1:])
    return found


def fell(article: Article, known: Mapping[str, Edition], now_key: str) -> Finding | None:
    """Compare the votes on the text of now with those on the one before it."""
    now = known.get(now_key)
    earlier = [edition for key, edition in known.items() if key != now_key]
    if now is None or not earlier:
        return None
    before = max(earlier, key=lambda edition: edition.first_at)
    if before.first_at > now.first_at or not has_fallen(before.tally, now.tally):
        return None
    drop = before.tally.wilson - now.tally.wilson
    numbers = {
        "helpful": now.tally.helpful,
        "votes": total(now.tally),
        "low": round(now.tally.wilson, 3),
        "helpful_before": before.tally.helpful,
        "votes_before": total(before.tally),
        "low_before": round(before.tally.wilson, 3),
    }
    return Finding(Reason.FELL, article.id, now.last_at, severity(Reason.FELL, drop), numbers)


def has_fallen(before: Tally, now: Tally) -> bool:
    """Tell whether the share of helpful votes is surely less than before.

    The lower bound fell, and the interval of the difference lies below zero: Newcombe,
    Statistics in Medicine 17, 1998, method 10, of two Wilson intervals.
    """
    if min(total(before), total(now)) < LEAST_VOTES or now.wilson >= before.wilson:
        return False
    share_before, share = before.helpful / total(before), now.helpful / total(now)
    above, below = upper(now) - share, share_before - before.wilson
    return share - share_before + math.hypot(above, below) < 0


def unhelpful(editions_now: Mapping[str, Edition]) -> Iterator[Finding]:
    """Yield the articles whose whole interval lies below the mean share of helpful votes."""
    tallies = [edition.tally for edition in editions_now.values()]
    votes = sum(map(total, tallies))
    mean = sum(tally.helpful for tally in tallies) / votes if votes else 0.0
    for article_id, edition in editions_now.items():
        tally = edition.tally
        if total(tally) >= LEAST_VOTES and upper(tally) < mean:
            numbers = {
                "helpful": tally.helpful,
                "votes": total(tally),
                "low": round(tally.wilson, 3),
                "mean": round(mean, 3),
            }
            how_bad = severity(Reason.UNHELPFUL, mean - tally.helpful / total(tally))
            yield Finding(Reason.UNHELPFUL, article_id, edition.last_at, how_bad, numbers)


def total(tally: Tally) -> int:
    """Return how many voted."""
    return tally.helpful + tally.unhelpful


def upper(tally: Tally) -> float:
    """Return the upper end of Wilson's interval of the share of helpful votes."""
    return 1 - wilson_lower_bound(tally.unhelpful, total(tally))


def _added(before: Edition, vote: Voted) -> Edition:
    tally = Tally(
        before.tally.helpful + vote.tally.helpful, before.tally.unhelpful + vote.tally.unhelpful
    )
    return Edition(tally, before.first_at, max(before.last_at, vote.last_at))
