"""How fast queries are answered, by us and by others, in one process and in turns."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from app.accounts.roles import GUEST
from app.cli import allocation
from app.search.engines import matching
from app.search.engines.base import Filter
from app.search.engines.joining import join
from app.search.lexicon import Lexicon
from app.search.query import understand
from app.search.suggestions import LONGEST
from benchmarking import rivals, strange
from benchmarking.asked import texts
from benchmarking.timing import Times, contest, milliseconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.accounts.roles import Reader
    from benchmarking.workplace import Workplace

PUBLIC = Filter(frozenset({"public"}))
FEW = 40  # queries for what takes a tenth of a second each
LIMIT = 100  # candidates that the second stage looks at
PREFIXES = (3, 7, 12)  # characters typed when a completion is asked for


def first_find(place: Workplace) -> float:
    """Milliseconds of the first query after opening the index; the articles are read before."""
    place.library.snapshot  # noqa: B018
    return milliseconds(lambda text: place.searcher.find(text, GUEST), texts()[0])


def cold(place: Workplace) -> Times:
    """The first time each query is asked."""
    queries = texts()
    return Times.of([milliseconds(lambda t: place.searcher.find(t, GUEST), q) for q in queries])


def ours(place: Workplace) -> dict[str, Times]:
    """Whole finds and matching alone, when most words have been asked before."""
    queries = texts()
    lexicon = Lexicon(place.engine.vocabulary(), place.engine.frequency)
    understood = [understand(text, lexicon) for text in queries]
    view = place.view
    found = contest({"find": lambda text: place.searcher.find(text, GUEST)}, queries)
    found |= contest({"match": lambda q: matching.matches(view, q, PUBLIC, LIMIT)}, understood)
    begun = [text[:length] for text in queries for length in PREFIXES]
    found |= contest({"complete": lambda text: place.searcher.complete(text, GUEST)}, begun)
    return found


def by_meaning(place: Workplace) -> Times:
    """Whole finds with the encoder."""
    searcher = place.meaning_searcher
    return contest({"find": lambda text: searcher.find(text, GUEST)}, texts(), rounds=2)["find"]


def strange_ones(place: Workplace) -> dict[str, dict[str, float]]:
    """Milliseconds of the slowest strange text of each kind: of a find, and of a completion."""
    place.searcher.prepare_words()
    allocation.share_with_children()  # as on a server
    return {
        "find": _slowest(place, place.searcher.find, 1),
        "completion": _slowest(place, place.searcher.complete, 2, LONGEST),
    }


def strange_by_meaning(place: Workplace) -> dict[str, dict[str, float]]:
    """The same of a find with the encoder."""
    return {"find with encoder": _slowest(place, place.meaning_searcher.find, 3)}


def look_for_garbage() -> float:
    """Milliseconds of a look for garbage in what was kept since `strange_ones` began.

    As on a server, it leaves out what the start has loaded.
    """
    return milliseconds(lambda _: gc.collect(), None)


def _slowest(
    place: Workplace, answer: Callable[[str, Reader], object], seed: int, length: int | None = None
) -> dict[str, float]:
    """By kind of text; each is asked once, for the first time, cut to `length`.

    A look for garbage falls into one text of hundreds, whatever that says: it is no part of this.
    """
    kinds = strange.texts(place.engine.vocabulary(), seed)

    def took(text: str) -> float:
        return milliseconds(lambda asked: answer(asked, GUEST), text[:length])

    gc.disable()
    try:
        return {kind: max(map(took, made)) for kind, made in kinds.items()}
    finally:
        gc.enable()


def others(place: Workplace) -> dict[str, Times]:
    """What other engines need for the matching alone; of two ways the faster one."""
    lexicon = Lexicon(place.engine.vocabulary(), place.engine.frequency)
    understood = [understand(text, lexicon) for text in texts()]
    words = [found for q in understood if (found := rivals.words_of(place.view, q))]
    segment = join(place.view.segments, place.view.alive)  # several after edits
    tantivy, fts5 = rivals.Tantivy(segment), rivals.Fts5(segment)
    whoosh = rivals.Whoosh(place.generation)
    pairs = [(tantivy.any_of(word), tantivy.best_of(word)) for word in words]
    found = contest({"any": lambda p: p[0](), "best": lambda p: p[1]()}, pairs)
    slow = contest({"any": whoosh.any_of, "best": whoosh.best_of}, words[:: len(words) // FEW], 1)
    return {
        "tantivy": min(found.values(), key=lambda times: times.p50),
        "fts5": contest({"any": fts5.any_of}, words, 1)["any"],
        "whoosh": min(slow.values(), key=lambda times: times.p50),
    }
