"""A change of search tried before it is made: which queries that matter would change, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app import clock, typed
from app.curation.frequent import MOST, frequent
from app.curation.query_list import everything, expected
from app.curation.query_tests import Changed, Score, Watched, compare, run, score
from app.errors import NotFound
from app.search import own_synonyms, pins

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.articles.article import Article, Status
    from app.articles.snapshot import Snapshot
    from app.search.models import SynonymSet
    from app.search.searcher import Searcher


@dataclass(frozen=True)
class Preview:
    """`watched` queries were asked both ways; `changed` have other first places afterwards.

    `before` and `after` are the scores of the editors' tests.
    """

    watched: int
    changed: Sequence[Changed]
    before: Score
    after: Score


def preview(
    before: Searcher,
    after: Searcher,
    snapshot: Snapshot,
    *,
    most: int = MOST,
    also: Sequence[Watched] = (),
) -> Preview:
    """Ask the queries with tests, the `most` frequent ones and those of `also` both ways."""
    tests = expected(snapshot, everything())
    queries = [*also, *(test.watched for test in tests), *frequent(most)]
    changed = compare(before, after, queries)
    was, moved = run(before, tests), {one.watched.key for one in changed}
    again = [test for test in tests if test.watched.key in moved]
    now = dict(zip(map(id, again), run(after, again), strict=True))
    then = [now.get(id(test), rank) for test, rank in zip(tests, was, strict=True)]
    return Preview(len({q.key for q in queries}), changed, score(tests, was), score(tests, then))


def adding_synonyms(
    searcher: Searcher, snapshot: Snapshot, words: Sequence[str], wider: Sequence[str]
) -> Preview:
    """Try what a new set would change; raises DomainError as adding it would."""
    own = (*own_synonyms.in_use(), own_synonyms.checked(words, wider))
    return preview(searcher, searcher.trial(own), snapshot)


def removing_synonyms(searcher: Searcher, snapshot: Snapshot, number: int) -> Preview:
    """Try what the set's removal would change; raises NotFound."""
    left = [one for one in own_synonyms.everything() if one.id != number]
    return preview(searcher, searcher.trial(own_synonyms.as_meanings(left)), snapshot)


def get_synonyms(number: int) -> SynonymSet:
    """Return the operator's set of this number; raises NotFound."""
    found = next((one for one in own_synonyms.everything() if one.id == number), None)
    if found is None:
        raise NotFound("Набора синонимов с номером %(number)s нет.", number=number)
    return found


def pinning(searcher: Searcher, snapshot: Snapshot, query: str, article_id: str) -> Preview:
    """Try what a pin would change, its own query among the rest; raises InvalidInput."""
    after = searcher.trial(pinned=pins.with_one(query, article_id))
    return preview(searcher, after, snapshot, also=(Watched(typed.line(query)),))


def unpinning(searcher: Searcher, snapshot: Snapshot, number: int) -> Preview:
    """Try what a pin's removal would change, its own query among the rest; raises NotFound."""
    gone = pins.get(number)
    after = searcher.trial(pinned=pins.without(number))
    return preview(searcher, after, snapshot, also=(Watched(gone.query),))


def stepping(
    searcher: Searcher,
    snapshot: Snapshot,
    articles: Iterable[Article],
    to: Status,
    *,
    most: int = MOST,
) -> Preview | None:
    """Try what taking articles to another state would change, once they are out or gone.

    None where that shows them to nobody new and hides them from nobody, or while there is no index
    to ask. The vectors of their texts
    are those that search has by now.
    """
    now = clock.now()
    pairs = [(a, replace(a, status=to, publish_at=None, unpublish_at=None)) for a in articles]
    moved = [then for a, then in pairs if then.visibility(now) != a.visibility(now)]
    if not moved or searcher.status().state != "ready":
        return None
    return preview(searcher, searcher.trial(articles=moved), snapshot.having(moved), most=most)
