"""How fast queries are answered, by us and by others, in one process and in turns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts.roles import GUEST
from app.cli import allocation
from app.search.engines import matching
from app.search.engines.base import Filter
from app.search.engines.joining import join
from app.search.lexicon import Lexicon
from app.search.query import understand
from benchmarking import rivals
from benchmarking.asked import texts
from benchmarking.timing import Times, contest, milliseconds

if TYPE_CHECKING:
    from benchmarking.workplace import Workplace

PUBLIC = Filter(frozenset({"public"}))
FEW = 40  # queries for what takes a tenth of a second each
LIMIT = 100  # candidates that the second stage looks at
PREFIXES = (3, 7, 12)  # characters typed when a completion is asked for
ODD = (
    "ж" * 10_000,
    "возврат " * 500,
    " ".join(f"слово{number} заказ{number} оплата" for number in range(170)),
    "((((((" * 300,
    "(a+)+$" * 300,
    "как это",
    "...!!!???",
    "воз\u200bврат\u200d де\ufeffнег",
    "vозвраt dенег заkаz",
    "-заказ",
    '"' * 1_000,
    " ".join("qwertyuiop" for _ in range(200)),
    " ".join(f"zxcvbn{number} yfgbcfkb" for number in range(100)),
)


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


def odd(place: Workplace) -> dict[str, float]:
    """Milliseconds of each strange query, by its beginning.

    As on a server, words are laid out, and no garbage is looked for in what the start has loaded:
    here that holds the rivals' indexes too, and a look at it takes 100 to 400 ms.
    """
    place.searcher.prepare_words()
    allocation.share_with_children()
    find = place.searcher.find
    return {text[:20]: round(milliseconds(lambda t: find(t, GUEST), text), 1) for text in ODD}


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
