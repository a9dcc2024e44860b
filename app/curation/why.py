"""Why results stand where they stand: the parts of each score, and which words stand where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.search.whereabouts import standings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.roles import Reader
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.results import Result, Results
    from app.search.searcher import Searcher
    from app.search.whereabouts import Standing

SHOWN: Final = 10


@dataclass(frozen=True)
class Part:
    """One part of a score; `share` is its length beside the longest part of the page (0-1)."""

    name: str
    value: float
    share: float


@dataclass(frozen=True)
class Place:
    """A result with the parts of its score, the greatest first, and where it holds which word."""

    result: Result
    article: Article
    parts: Sequence[Part]
    words: Sequence[Standing]


@dataclass(frozen=True)
class Why:
    """How a query was understood and what it found."""

    results: Results
    places: Sequence[Place]


def explain(searcher: Searcher, snapshot: Snapshot, query: str, reader: Reader) -> Why:
    """Search as this reader does, and tell of each result why it stands there."""
    found = searcher.find(query, reader, per_page=SHOWN, explained=True)
    values = [abs(value) for result in found.results for value in result.explanation.values()]
    longest = max(values, default=0.0) or 1.0
    groups = found.explanation.groups
    places = [
        Place(result, article, _parts(result, longest), standings(groups, article))
        for result in found.results
        if (article := snapshot.find(result.article_id))
    ]
    return Why(found, places)


def _parts(result: Result, longest: float) -> list[Part]:
    told = [
        Part(name, value, round(abs(value) / longest, 3))
        for name, value in result.explanation.items()
        if round(value, 2)
    ]
    return sorted(told, key=lambda part: -part.value)
