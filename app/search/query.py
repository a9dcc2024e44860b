"""Understanding a query: from the text typed to groups of weighted alternatives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language.analysis import Layer, analyse, terms
from app.search.documents import NEGATED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.language.analysis import Token

MAX_CHARACTERS = 2_000  # of a query; what stands after is not read, and the page says so
MAX_GROUPS = 32  # words of a long question that count: the rarest ones

# How sure it is that a word found by this layer is the word meant (1: the very form).
LAYER_WEIGHTS = {Layer.EXACT: 1.0, Layer.LEMMA: 0.95, Layer.STEM: 0.8, Layer.FAMILY: 0.75}
FILLER_WEIGHT = 0.05  # question words and politeness: enough to break a tie
PART_WEIGHT = 0.3  # a part of a code (1042 of E-1042) when the whole is in the index
NOT_NEGATED_WEIGHT = 0.6  # «не приходит» asked, «приходит» found

_PHRASE = re.compile(r'"([^"]+)"|«([^»]+)»|“([^”]+)”')
_EXCLUDED = re.compile(r"(?<!\S)[-−](?=\w)(\S+)")
_UNREADABLE = re.compile("[\x00-\x1f\x7f]+")


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way to find a word: an index term, and how sure it is (0-1) that it means the word."""

    term: str
    weight: float
    layer: str


@dataclass(frozen=True, slots=True)
class Group:
    """A word of the query with its alternatives, of which the best one counts.

    `weight` is how much the word tells (1: a full word, 0.05: a filler).
    """

    word: str
    position: int
    weight: float
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: groups to score by, phrases that must stand as they are, words that must not.

    `phrases` hold (offset in words, term) pairs and `excluded` terms, each any of which excludes.
    """

    text: str
    groups: tuple[Group, ...]
    phrases: tuple[tuple[tuple[int, str], ...], ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def telling(self) -> tuple[Group, ...]:
        """The groups that tell something: all but the fillers, unless there is nothing else."""
        return tuple(g for g in self.groups if g.weight > FILLER_WEIGHT) or self.groups


def understand(text: str, frequency: Callable[[str], int]) -> Query:
    """Read a query as typed; `frequency` tells how many documents hold a term."""
    text = _UNREADABLE.sub(" ", text[:MAX_CHARACTERS]).strip()
    excluded = [m[1] for m in _EXCLUDED.finditer(text)]
    positive = _EXCLUDED.sub(" ", text)
    phrases = tuple(
        filter(None, (_phrase(m[m.lastindex or 0]) for m in _PHRASE.finditer(positive)))
    )
    tokens = _chosen(analyse(positive), frequency)
    groups = _groups(tokens, frequency)
    return Query(text, _most_telling(groups, frequency), phrases, tuple(_excluded(excluded)))


def _phrase(text: str) -> tuple[tuple[int, str], ...]:
    tokens = [token for token in analyse(text) if not token.part]
    return tuple((t.position - tokens[0].position, f"e:{t.exact}") for t in tokens)


def _excluded(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        for token in analyse(word):
            if token.part:
                continue
            yield f"e:{token.exact}"
            yield from (f"l:{lemma}" for lemma in token.lemmas[:1])


def _chosen(tokens: list[Token], frequency: Callable[[str], int]) -> list[tuple[Token, float]]:
    """Ask for a whole where the index has it, with its parts as a help, else for the parts."""
    chosen: list[tuple[Token, float]] = []
    part_weight = 1.0
    for number, token in enumerate(tokens):
        if token.part:
            chosen.append((token, part_weight))
            continue
        has_parts = number + 1 < len(tokens) and tokens[number + 1].part
        found = not has_parts or frequency(f"e:{token.exact}") > 0
        part_weight = PART_WEIGHT if found else 1.0
        if found:
            chosen.append((token, 1.0))
    return chosen


def _groups(
    tokens: list[tuple[Token, float]], frequency: Callable[[str], int]
) -> tuple[Group, ...]:
    groups: dict[str, Group] = {}
    for token, weight in tokens:
        if token.exact in groups:
            continue
        alternatives = tuple(a for a in _alternatives(token) if frequency(a.term))
        telling = FILLER_WEIGHT if token.filler else weight
        groups[token.exact] = Group(token.exact, token.position, telling, alternatives)
    return tuple(groups.values())


def _alternatives(token: Token) -> Iterable[Alternative]:
    if token.filler:
        yield Alternative(f"e:{token.exact}", 1.0, Layer.EXACT)
        return
    factor = NOT_NEGATED_WEIGHT if token.negated else 1.0
    if token.negated:
        for lemma in token.lemmas:
            yield Alternative(f"{NEGATED}{lemma}", 1.0, "negated")
    for layer, term in terms(token):
        yield Alternative(term, LAYER_WEIGHTS[layer] * factor, layer)


def _most_telling(groups: tuple[Group, ...], frequency: Callable[[str], int]) -> tuple[Group, ...]:
    if len(groups) <= MAX_GROUPS:
        return groups

    def commonness(group: Group) -> tuple[bool, bool, int]:
        common = max((frequency(a.term) for a in group.alternatives), default=0)
        return (group.weight <= FILLER_WEIGHT, common == 0, common)

    kept = set(sorted(groups, key=commonness)[:MAX_GROUPS])
    return tuple(group for group in groups if group in kept)
