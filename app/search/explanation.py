"""What was done with a query, as data: pages and commands put it into words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.language import derivation
from app.language.analysis import Layer
from app.search.query import FILLER_WEIGHT
from app.search.recovery import Change  # noqa: TC001  dataclasses are resolved by readers

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.search.lexicon import Lexicon
    from app.search.query import Alternative, Group, Query
    from app.search.recovery import Mended

MOST_WORDS: Final = 6  # named for one way: enough to see what is meant


class Way(StrEnum):
    """How a word can be found, from the surest way to the vaguest."""

    EXACT = "exact"
    FORM = "form"
    NEGATED = "negated"
    FAMILY = "family"
    NAME = "name"
    SYNONYM = "synonym"
    MEANING = "meaning"


WAYS: Final[dict[str, Way]] = {
    Layer.EXACT: Way.EXACT,
    Layer.LEMMA: Way.FORM,
    Layer.STEM: Way.FORM,
    Layer.FAMILY: Way.FAMILY,
}


@dataclass(frozen=True, slots=True)
class FoundBy:
    """One way to find a word; `words` are the other words that stand for it, if any do."""

    way: Way
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ExplainedWord:
    """A telling word of the query; without `ways` the articles have nothing like it."""

    word: str
    ways: tuple[FoundBy, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """What was done with a query.

    `fillers` tell next to nothing, `dropped` are words too many and did not count, results hold
    the `phrases` as they stand; `missing_phrases` stand nowhere, and their words were searched for.
    No result holds an `excluded` word.
    """

    changes: tuple[Change, ...] = ()
    words: tuple[ExplainedWord, ...] = ()
    fillers: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    missing_phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def explain(query: Query, asked: Query, mended: Mended | None, lexicon: Lexicon) -> Explanation:
    """Tell how `query` was understood, that is what is left of `asked`."""
    missing = () if query.phrases else asked.phrases
    fillers = [g.word for g in query.groups if g.weight <= FILLER_WEIGHT]
    return Explanation(
        changes=mended.changes if mended else (),
        words=tuple(_word(group, lexicon) for group in query.telling),
        fillers=tuple(fillers) if len(fillers) < len(query.groups) else (),
        dropped=query.dropped,
        phrases=tuple(map(_plain, query.phrases)),
        missing_phrases=tuple(map(_plain, missing)),
        excluded=tuple(_plain(term) for term in query.excluded if term.startswith("e:")),
    )


def _word(group: Group, lexicon: Lexicon) -> ExplainedWord:
    ways: dict[Way, list[str]] = {}
    lemmas = {_plain(a.term) for a in group.alternatives if a.layer == Layer.LEMMA}
    for alternative in group.alternatives:
        way = WAYS.get(alternative.layer) or Way(alternative.layer)
        others = list(_others(alternative, lemmas, lexicon))
        if others or way in {Way.EXACT, Way.FORM, Way.NEGATED}:
            ways.setdefault(way, []).extend(others)
    found = (FoundBy(way, _first(words)) for way, words in ways.items())
    return ExplainedWord(group.word, tuple(sorted(found, key=lambda f: list(Way).index(f.way))))


def _others(alternative: Alternative, lemmas: set[str], lexicon: Lexicon) -> Iterator[str]:
    """The words that an alternative finds, other than forms of the word itself."""
    if alternative.layer == Layer.FAMILY:
        for member in derivation.members(_plain(alternative.term)):
            if member not in lemmas and lexicon.frequency(f"l:{member}"):
                yield member
    elif alternative.layer == Way.SYNONYM:
        yield lexicon.synonyms.texts[alternative.term]
    elif alternative.layer not in {Layer.EXACT, Layer.LEMMA, Layer.STEM, Way.NEGATED}:
        yield _plain(alternative.term)


def _first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))[:MOST_WORDS]


def _plain(terms: str) -> str:
    """Index terms with spaces between, as words: «e:возврат e:денег» is «возврат денег»."""
    return " ".join(term.partition(":")[2] for term in terms.split(" "))
