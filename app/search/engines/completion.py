"""Completion while typing: articles whose title or question holds the words and the begun one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from app.search.alternatives import Alternative
from app.search.engines import matching
from app.search.engines.segment import FIELD_NUMBERS
from app.search.query import Group

if TYPE_CHECKING:
    from app.search.engines.base import Filter, Hits
    from app.search.engines.view import View
    from app.search.query import Query

MAX_EXPANSIONS = 32  # words that a begun one may become: the commonest in titles and questions
SHORTLIST = 4 * MAX_EXPANSIONS  # the commonest of a segment, from which those are taken
WEIGHT = 0.9  # of a word that only starts as typed, against the word itself
HEADS = [FIELD_NUMBERS["title"], FIELD_NUMBERS["questions"]]


def find(view: View, query: Query, prefix: str, where: Filter, limit: int) -> Hits:
    """Return the best articles for `query` and a last word that begins with `prefix`."""
    groups = query.groups
    if prefix:
        begun = Group(prefix, len(groups), 1.0, tuple(_expansions(view, prefix)))
        groups = (*groups, begun)
    return matching.find(view, replace(query, groups=groups), where, limit)


def _expansions(view: View, prefix: str) -> list[Alternative]:
    found: dict[str, int] = {}
    for segment in view.segments:
        numbers = segment.prefixed(f"e:{prefix}")
        bounds = segment.ranges[HEADS, numbers.start : numbers.stop + 1]
        counts = np.diff(bounds, axis=1).sum(axis=0)
        falling = np.argsort(-counts, kind="stable")[: min(SHORTLIST, np.count_nonzero(counts))]
        for place in falling.tolist():
            term = segment.term(numbers.start + place)
            found[term] = found.get(term, 0) + int(counts[place])
    common = sorted(found, key=lambda term: (-found[term], term))[:MAX_EXPANSIONS]
    exact = f"e:{prefix}"
    return [Alternative(t, 1.0 if t == exact else WEIGHT, "prefix") for t in common]
