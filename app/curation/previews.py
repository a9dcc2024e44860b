"""A change of search tried before it is made: which queries that matter would change, and how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from app import clock, typed
from app.curation.frequent import MOST, frequent
from app.curation.query_list import everything, expected
from app.curation.query_tests import Changed, Score, Watched, compare, run, score
from app.errors import NotFound
from app.search import own_synonyms, pins

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.articles.article import Article, Audience, Status
    from app.articles.snapshot import Snapshot
    from app.curation.query_tests import Expected
    from app.search.models import SynonymSet
    from app.search.searcher import Searcher


@dataclass(frozen=True)
class Preview:
    """`watched` queries were asked both ways; `changed` have other first places afterwards.

    `before` and `after` are the scores of the editors' tests. `skipped` where there was too much to
    read while somebody waits: then nothing was asked.
    """

    watched: int
    changed: Sequence[Changed]
    before: Score
    after: Score
    skipped: bool = False


MOST_MOVED: Final = 50  # articles that are read anew for a comparison: some 16 ms of a core each
TOO_MUCH: Final = Preview(0, (), Score(), Score(), skipped=True)


def preview(
    before: Searcher,
    after: Searcher,
    snapshot: Snapshot,
    *,
    most: int = MOST,
    also: Sequence[Watched] = (),
    carried: Mapping[str, str] = MappingProxyType({}),
) -> Preview:
    """Ask the queries with tests, the `most` frequent ones and those of `also` both ways.

    Tests of an article in `carried` are content with the one that takes its place (id → id).
    """
    tests = [_carried(test, carried) for test in expected(snapshot, everything())]
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
    to ask. The vectors of their texts are those that search has by now.
    """
    pairs = [(a, replace(a, status=to, publish_at=None, unpublish_at=None)) for a in articles]
    moved = _seen_otherwise(pairs)
    return _becoming(searcher, snapshot.having(moved), moved, most)


def moving(
    searcher: Searcher,
    snapshot: Snapshot,
    articles: Iterable[Article],
    category: str,
    *,
    most: int = MOST,
) -> Preview | None:
    """Try what moving articles would change in search: a category may be for staff alone.

    None where that closes and opens nothing, or while there is no index to ask.
    """
    shelved_for = _shelved_for(snapshot, category)
    pairs = [(a, replace(a, category=category, shelved_for=shelved_for)) for a in articles]
    return shelving(searcher, snapshot, _seen_otherwise(pairs), most=most)


def closing(
    searcher: Searcher, snapshot: Snapshot, path: str, audience: Audience, *, most: int = MOST
) -> Preview | None:
    """Try what closing a category to readers, or opening it to them, would change in search.

    None where it shows and hides no article, or while there is no index to ask.
    """
    category = replace(snapshot.categories[path], audience=audience)
    then = replace(snapshot, categories={**snapshot.categories, path: category})
    inside = [a for a in snapshot.articles.values() if f"{a.category}/".startswith(f"{path}/")]
    pairs = [(a, replace(a, shelved_for=_shelved_for(then, a.category))) for a in inside]
    return shelving(searcher, snapshot, _seen_otherwise(pairs), most=most)


def relocated(snapshot: Snapshot, path: str, parent: str) -> list[Article]:
    """Return the articles, as they would be, that others would see in a category inside `parent`.

    `parent` is "" for the first level; one for staff closes what is put into it.
    """
    around = (snapshot.categories[path], snapshot.categories.get(parent))
    is_closed = any(one is not None and one.audience == "staff" for one in around)
    shelved_for: Audience = "staff" if is_closed else "public"
    inside = snapshot.in_category(path)
    return _seen_otherwise((a, replace(a, shelved_for=shelved_for)) for a in inside)


def _shelved_for(snapshot: Snapshot, category: str) -> Audience:
    return "staff" if snapshot.closed_by(category) else "public"


def shelving(
    searcher: Searcher, snapshot: Snapshot, moved: Sequence[Article], *, most: int = MOST
) -> Preview | None:
    """Try what it would change in search that these articles are seen by others than now.

    None where there are none, or while there is no index to ask.
    """
    if len(moved) > MOST_MOVED:
        return TOO_MUCH
    gets_closed = any(article.open_to == "staff" for article in moved)
    known = snapshot if gets_closed else snapshot.having(moved)  # tests ask as readers do
    return _becoming(searcher, known, moved, most)


def merging(
    searcher: Searcher, snapshot: Snapshot, kept: Article, other: Article, *, most: int = MOST
) -> Preview | None:
    """Try what a merge would change in search, once `kept` is so and the other one is gone.

    None while there is no index to ask.
    """
    moved = [kept, replace(other, status="archived")]
    return _becoming(searcher, snapshot.having(moved), moved, most, {other.id: kept.id})


def _seen_otherwise(pairs: Iterable[tuple[Article, Article]]) -> list[Article]:
    now = clock.now()
    return [then for was, then in pairs if then.visibility(now) != was.visibility(now)]


def _becoming(
    searcher: Searcher,
    snapshot: Snapshot,
    moved: Sequence[Article],
    most: int,
    carried: Mapping[str, str] = MappingProxyType({}),
) -> Preview | None:
    if not moved or searcher.status().state != "ready":
        return None
    after = searcher.trial(articles=moved)
    return preview(searcher, after, snapshot, most=most, carried=carried)


def _carried(test: Expected, carried: Mapping[str, str]) -> Expected:
    more = {carried[one] for one in test.article_ids if one in carried}
    return replace(test, article_ids=test.article_ids | more) if more else test
