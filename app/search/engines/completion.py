"""Completion while typing: articles whose title or question holds the words and the begun one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from app.search.engines import matching
from app.search.query import Alternative, Group

if TYPE_CHECKING:
    from app.search.engines.base import Filter, Hits
    from app.search.engines.view import View
    from app.search.query import Query

MAX_EXPANSIONS = 64  # words that a begun one may become: the commonest in titles and questions
WEIGHT = 0.9  # of a word that only starts as typed, against the word itself


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
        for number in segment.prefixed(f"e:{prefix}"):
            count = sum(segment.frequency(field, number) for field in matching.HEAD_NUMBERS)
            if count:
                term = segment.term(number)
                found[term] = found.get(term, 0) + count
    common = sorted(found, key=lambda term: (-found[term], term))[:MAX_EXPANSIONS]
    exact = f"e:{prefix}"
    return [Alternative(t, 1.0 if t == exact else WEIGHT, "prefix") for t in common]
