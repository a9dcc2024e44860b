"""What was done with a query, as data: pages and commands put it into words for people."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.language import derivation
from app.language.analysis import Layer
from app.search.query import PARTICLES, Group
from app.search.recovery import Change  # noqa: TC001  dataclasses are resolved by readers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from app.search.alternatives import Alternative
    from app.search.query import Query
    from app.search.reading import Reading
    from app.search.synonyms import Synonyms

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
    "negated": Way.NEGATED,
    "kindred": Way.FAMILY,
    "name": Way.NAME,
    "synonym": Way.SYNONYM,
    "meaning": Way.MEANING,
}
OWN: Final = {Way.EXACT, Way.FORM, Way.NEGATED}  # ways to find the word itself


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

    `fillers` tell next to nothing (a «не» is told by the word it negates), `dropped` are words too
    many and did not count, results hold the `phrases` as they stand; `missing_phrases` stand
    nowhere, and their words were searched for. No result holds an `excluded` word. `groups` are the
    telling words with all that the index was asked for. `offer` is what was probably meant where
    the text was searched for as it stands, in quotes or by wish; "" where that is the text.
    """

    changes: tuple[Change, ...] = ()
    words: tuple[ExplainedWord, ...] = ()
    fillers: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    missing_phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    groups: tuple[Group, ...] = ()
    offer: str = ""


def explain(
    query: Query, reading: Reading, synonyms: Synonyms, stands: Callable[[str], bool]
) -> Explanation:
    """Tell how `query`, that is what was searched for of `reading`, was understood.

    `stands` tells of an index term whether the reader may see an article with it: words of other
    articles are not told.
    """
    missing = () if query.phrases else reading.query.phrases
    fillers = [g.word for g in query.groups if g.is_filler]
    telling = len(fillers) < len(query.groups)
    teller = _Teller(synonyms, stands)
    return Explanation(
        changes=reading.mended.changes if reading.mended else (),
        words=tuple(teller.word(g) for g in query.telling if teller.may_tell(g, query.telling)),
        fillers=tuple(f for f in fillers if f not in PARTICLES) if telling else (),
        dropped=query.dropped,
        phrases=tuple(map(_plain, query.phrases)),
        missing_phrases=tuple(map(_plain, missing)),
        excluded=tuple(_plain(term) for term in query.excluded if term.startswith("e:")),
        groups=query.telling,
    )


@dataclass(frozen=True)
class _Teller:
    synonyms: Synonyms
    stands: Callable[[str], bool]

    def word(self, group: Group) -> ExplainedWord:
        ways: dict[Way, list[str]] = {}
        for alternative in group.alternatives:
            way = WAYS.get(alternative.layer, Way.SYNONYM)
            if (way is Way.FORM and group.is_code) or not self.stands(alternative.term):
                continue
            others = [] if way in OWN else list(self._others(alternative))
            if others or way in OWN:
                ways.setdefault(way, []).extend(others)
        own = {group.word, *(_plain(a.term) for a in group.alternatives if a.layer == Layer.LEMMA)}
        return ExplainedWord(group.word, tuple(_each_once(ways, own)))

    def may_tell(self, group: Group, groups: Sequence[Group]) -> bool:
        """Whether a whole word that was asked for beside its parts is known to the reader."""
        has_parts = any(
            part.position == group.position and part.word in group.word and part is not group
            for part in groups
        )
        is_secret = has_parts and not group.is_code
        return not is_secret or any(self.stands(a.term) for a in group.alternatives)

    def _others(self, alternative: Alternative) -> Iterator[str]:
        """The words that an alternative finds, other than forms of the word itself."""
        if not alternative.term.startswith(f"{Layer.FAMILY}:"):
            yield self.synonyms.texts.get(alternative.term, _plain(alternative.term))
            return
        members = derivation.members(_plain(alternative.term))
        yield from (member for member in members if self.stands(f"l:{member}"))


def _each_once(ways: Mapping[Way, Sequence[str]], told: set[str]) -> Iterator[FoundBy]:
    """The ways from the surest on; a word is told with the first that finds it."""
    for way in sorted(ways, key=list(Way).index):
        words = [word for word in dict.fromkeys(ways[way]) if word not in told][:MOST_WORDS]
        told.update(words)
        if words or way in OWN:
            yield FoundBy(way, tuple(words))


def _plain(terms: str) -> str:
    """Index terms with spaces between, as words: «e:возврат e:денег» is «возврат денег»."""
    return " ".join(term.partition(":")[2] for term in terms.split(" "))
