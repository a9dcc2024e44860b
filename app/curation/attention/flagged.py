"""Articles with open flags of agents. Numbers: `flags`; things: what is wrong, oldest first."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from app.curation.attention.reasons import Finding, Reason, Thing, first, severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.feedback.models import Flag


def flagged(flags: Iterable[Flag]) -> Iterator[Finding]:
    """Yield the articles of these open flags."""
    ordered = sorted(flags, key=lambda flag: (flag.article_id, flag.id))
    for article_id, group in groupby(ordered, key=lambda flag: flag.article_id):
        mine = list(group)
        things = first([Thing(flag.comment) for flag in mine])
        how_bad = severity(Reason.FLAGS, len(mine))
        numbers = {"flags": len(mine)}
        yield Finding(Reason.FLAGS, article_id, mine[-1].created_at, how_bad, numbers, things)
