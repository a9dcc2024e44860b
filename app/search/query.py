"""Understanding a query: from the text typed to groups of weighted alternatives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from app.language.analysis import Layer, analyse
from app.language.words import TokenKind, is_english
from app.search import alternatives
from app.search.alternatives import Alternative

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon
    from app.search.neighbours import Neighbour

MAX_CHARACTERS = 400  # of a query; what stands after is not read, and the page says so
MAX_GROUPS = 32  # words of a long question that count: the rarest ones

SURE_LAYERS = {Layer.EXACT, Layer.LEMMA, "negated"}
NEIGHBOUR_WEIGHT = 0.4  # of a word of the index that means nearly the same
FILLER_WEIGHT = 0.05  # question words and politeness: enough to break a tie
PART_WEIGHT = 0.3  # a part of a code (1042 of E-1042) when the whole is in the index
CODES = {TokenKind.CODE, TokenKind.NUMBER}

# Negation is carried by the word it binds to («не приходит»); the particle itself tells little.
PARTICLES = frozenset({"не", "ни"})

# Inside a sentence «» are a name's quotation marks; around a whole query they mean the very words.
_PHRASE = re.compile(r'"([^"]+)"|“([^”]+)”|^\s*«([^»]+)»\s*$')
_EXCLUDED = re.compile(r"""(?<!\S)[-−](?:"([^"]+)"|“([^”]+)”|«([^»]+)»|(?=\w)(\S+))""")
_QUOTATION_MARKS = re.compile('["“”]')
_UNREADABLE = re.compile("[\x00-\x1f\x7f]+")


@dataclass(frozen=True)
class Group:
    """A word of the query with its alternatives, of which the best one counts.

    `weight` is how much the word tells (1: a full word, 0.05: a filler).
    """

    word: str
    position: int
    weight: float
    alternatives: tuple[Alternative, ...]
    is_code: bool = False  # a number or code: means only itself

    @property
    def is_filler(self) -> bool:
        return self.weight <= FILLER_WEIGHT

    @cached_property
    def key(self) -> tuple[object, ...]:
        """What its scores depend on, as plain values, which are hashed many times faster."""
        return (self.weight, *[(a.term, a.weight) for a in self.alternatives])


@dataclass(frozen=True)
class Query:
    """What is asked: groups to score by, phrases that must stand as they are, words that must not.

    `phrases` are terms with spaces between; any term of `excluded` excludes. `dropped` are words
    too many, which do not count. `telling` are the groups that are searched for: all but the
    fillers, unless there is nothing else.
    """

    text: str
    groups: tuple[Group, ...]
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()

    @cached_property
    def telling(self) -> tuple[Group, ...]:
        return tuple(g for g in self.groups if not g.is_filler) or self.groups

    @cached_property
    def wanted(self) -> str:
        """The text without what no result may hold, and without quotation marks."""
        return _QUOTATION_MARKS.sub(" ", _EXCLUDED.sub(" ", self.text)).strip()

    @cached_property
    def fillers(self) -> tuple[Group, ...]:
        """The groups that are not searched for: question words and politeness."""
        return tuple(g for g in self.groups if g not in self.telling)

    @property
    def tells(self) -> bool:
        """Whether it says anything but question words and politeness."""
        return any(not group.is_filler for group in self.groups) or bool(self.phrases)

    @cached_property
    def is_english(self) -> bool:
        return is_english(group.word for group in self.groups)

    @cached_property
    def telling_terms(self) -> frozenset[str]:
        """The index terms of all telling groups."""
        return frozenset(a.term for group in self.telling for a in group.alternatives)

    @property
    def is_sure(self) -> bool:
        """Whether the index has any of the telling words in its form or another of its lemma."""
        return any(a.layer in SURE_LAYERS for group in self.telling for a in group.alternatives)


def understand(text: str, lexicon: Lexicon) -> Query:
    """Read a query as typed; `lexicon` tells which words and names the index has."""
    text = _UNREADABLE.sub(" ", text[:MAX_CHARACTERS]).strip()
    excluded = [m[m.lastindex or 0] for m in _EXCLUDED.finditer(text)]
    positive = _EXCLUDED.sub(" ", text)
    phrases = tuple(
        filter(None, (_phrase(m[m.lastindex or 0]) for m in _PHRASE.finditer(positive)))
    )
    groups = _groups(analyse(positive), lexicon)
    kept = _most_telling(groups, lexicon)
    dropped = tuple(g.word for g in groups if g not in kept) if kept is not groups else ()
    return Query(text, kept, phrases, tuple(_excluded(excluded)), dropped)


def with_neighbours(query: Query, neighbours: Mapping[str, Sequence[Neighbour]]) -> Query:
    """Add the words that mean nearly the same to each group, the vaguest of its alternatives."""
    groups = (
        replace(group, alternatives=(*group.alternatives, *_near(group, neighbours[group.word])))
        if neighbours.get(group.word) and all(a.layer == "kindred" for a in group.alternatives)
        else group
        for group in query.groups
    )
    return replace(query, groups=tuple(groups))


def _near(group: Group, neighbours: Sequence[Neighbour]) -> Iterable[Alternative]:
    known = {alternative.term for alternative in group.alternatives}
    for neighbour in neighbours:
        term = f"l:{neighbour.lemma}"
        weight = NEIGHBOUR_WEIGHT * min(1.0, 2 * (neighbour.cosine - 0.5) + 0.3)
        if term not in known and weight > 0:
            yield Alternative(term, weight, "meaning")


def _phrase(text: str) -> str:
    return " ".join(f"e:{token.exact}" for token in analyse(text) if not token.part)


def _excluded(said: Iterable[str]) -> Iterable[str]:
    """The terms of which none may be in a result: a word in any form, a phrase as it stands."""
    for text in said:
        tokens = [token for token in analyse(text) if not token.part]
        if len(tokens) > 1:
            yield _phrase(text)
            continue
        for token in tokens:
            yield f"e:{token.exact}"
            yield from (f"l:{lemma}" for lemma in token.lemmas[:1])


def _chosen(tokens: Sequence[Token], lexicon: Lexicon) -> list[tuple[Token, float]]:
    """Ask for a whole where the index has it, with parts it has as a help, else for the parts.

    A code that the index lacks is asked for all the same: what only holds its number holds less
    than what was asked for.
    """
    chosen: list[tuple[Token, float]] = []
    whole, is_found = None, False
    for number, token in enumerate(tokens):
        if token.part:
            weight = PART_WEIGHT if is_found or _is_number_of(whole, token) else 1.0
            if not is_found or lexicon.frequency(f"e:{token.exact}") > 0:
                chosen.append((token, weight))
            continue
        has_parts = number + 1 < len(tokens) and tokens[number + 1].part
        whole, is_found = token, not has_parts or lexicon.frequency(f"e:{token.exact}") > 0
        if is_found or _is_numbered(token):
            chosen.append((token, 1.0))
    return chosen


def _is_numbered(token: Token) -> bool:
    return token.kind is TokenKind.CODE and any(map(str.isdecimal, token.exact))


def _is_number_of(whole: Token | None, part: Token) -> bool:
    return whole is not None and _is_numbered(whole) and part.kind in CODES


def _groups(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Group, ...]:
    wholes = [token for token in tokens if not token.part]
    synonyms = lexicon.synonyms.find(wholes)
    others = alternatives.said_otherwise(wholes, synonyms)
    telling = alternatives.telling_fillers(wholes, synonyms)
    groups: dict[str, Group] = {}
    for token, weight in _chosen(tokens, lexicon):
        if token.exact in groups:
            continue
        found = [
            *alternatives.of(token),
            *alternatives.names(token, lexicon),
            *others.get(token.start, ()),
        ]
        kept = _known(found, lexicon) or _known(alternatives.kindred(token), lexicon)
        is_filler = token.filler or token.exact in PARTICLES
        tells = FILLER_WEIGHT if is_filler and token.start not in telling else weight
        groups[token.exact] = Group(token.exact, token.position, tells, kept, token.kind in CODES)
    return tuple(groups.values())


def _known(found: Iterable[Alternative], lexicon: Lexicon) -> tuple[Alternative, ...]:
    """Those that the index has, each term once, as sure as it is in any way."""
    best: dict[str, Alternative] = {}
    for alternative in found:
        known = best.get(alternative.term)
        if known is None or known.weight < alternative.weight:
            best[alternative.term] = alternative
    return tuple(a for a in best.values() if lexicon.frequency(a.term))


def _most_telling(groups: tuple[Group, ...], lexicon: Lexicon) -> tuple[Group, ...]:
    if len(groups) <= MAX_GROUPS:
        return groups

    def commonness(group: Group) -> tuple[bool, bool, int]:
        common = max((lexicon.frequency(a.term) for a in group.alternatives), default=0)
        return (group.is_filler, common == 0, common)

    kept = set(sorted(groups, key=commonness)[:MAX_GROUPS])
    return tuple(group for group in groups if group in kept)
