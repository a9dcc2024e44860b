"""What a change of search does to the queries that matter: before and after, side by side.

The first TOP places are what people look at: a query counts as changed when these change.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.accounts.roles import GUEST, Reader, Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.search.searcher import Searcher

TOP: Final = 3
DEEPEST: Final = 10  # places that are looked at: a rank below is none
AGENT: Final = Reader(Role.AGENT)

Found = tuple[str, ...]  # ids of articles, the first place first


@dataclass(frozen=True, slots=True)
class Watched:
    """A query that matters: pinned by an editor, or asked by many (`visitors`).

    `staff` tells that it is asked by agents: its article is for them alone.
    """

    query: str
    staff: bool = False
    visitors: int = 0

    @property
    def key(self) -> tuple[str, bool]:
        return self.query, self.staff


@dataclass(frozen=True, slots=True)
class Expected:
    """A test: the query must find the article, or one of its translations, at `lowest` or above."""

    watched: Watched
    article_ids: frozenset[str]
    lowest: int


@dataclass(frozen=True, slots=True)
class Changed:
    """A query whose first places are other ones after than before."""

    watched: Watched
    before: Found
    after: Found


@dataclass(frozen=True, slots=True)
class Score:
    """How tests went. `mrr` is the mean of 1/rank (0 where not found in the first DEEPEST).

    Mean reciprocal rank: Voorhees, TREC-8 question answering track, 1999.
    """

    tests: int = 0
    failures: int = 0
    mrr: float = 0.0


def find(searcher: Searcher, watched: Watched, places: int = DEEPEST) -> Found:
    """Return what stands in the first places for whoever asks this query."""
    reader = AGENT if watched.staff else GUEST
    found = searcher.find(watched.query, reader, per_page=places)
    return tuple(result.article_id for result in found.results)


def compare(before: Searcher, after: Searcher, queries: Iterable[Watched]) -> list[Changed]:
    """Return the queries whose first TOP places differ, each query once."""
    found: list[Changed] = []
    for watched in {watched.key: watched for watched in queries}.values():
        if not before.answers_alike(after, watched.query, AGENT if watched.staff else GUEST):
            was, now = find(before, watched, TOP), find(after, watched, TOP)
            if was != now:
                found.append(Changed(watched, was, now))
    return found


def run(searcher: Searcher, tests: Sequence[Expected]) -> list[int | None]:
    """Return the rank of each test's article, None where it is not in the first places."""
    found: dict[tuple[str, bool], Found] = {}
    for test in tests:
        if test.watched.key not in found:
            found[test.watched.key] = find(searcher, test.watched)
    return [rank_of(test.article_ids, found[test.watched.key]) for test in tests]


def score(tests: Sequence[Expected], ranks: Sequence[int | None]) -> Score:
    """Count what `run` returned."""
    if not tests:
        return Score()
    failures = sum(is_failure(test, rank) for test, rank in zip(tests, ranks, strict=True))
    mrr = sum(1 / rank for rank in ranks if rank) / len(tests)
    return Score(len(tests), failures, round(mrr, 4))


def is_failure(test: Expected, rank: int | None) -> bool:
    """Tell whether the article stands lower than it may, or nowhere."""
    return rank is None or rank > test.lowest


def rank_of(article_ids: frozenset[str], found: Sequence[str]) -> int | None:
    """Return the first place of any of the articles, from 1 on."""
    return next((rank for rank, one in enumerate(found, 1) if one in article_ids), None)
