"""Synonyms: other words for the same thing, from a reviewed file of support vocabulary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from app.language.analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.language.analysis import Token

PATH = Path(__file__).parent / "data" / "synonyms.tsv"
WIDER = ">"  # parts the words of a set from wider ones
MAX_WORDS = 3  # of a member of a set

Terms = tuple[str, ...]  # index terms of words that follow one another


@dataclass(frozen=True, slots=True)
class Synonym:
    """The words of a query from `start` to before `end` can also be said as `term`.

    `term` is an index term, or several with spaces between: words side by side.
    """

    start: int
    end: int
    term: str


def find(tokens: Sequence[Token]) -> list[Synonym]:
    """Return the synonyms of words and of neighbouring words; `tokens` hold no parts."""
    spans = (
        (start, start + length)
        for start in range(len(tokens))
        for length in range(1, min(MAX_WORDS, len(tokens) - start) + 1)
    )
    return [
        Synonym(start, end, " ".join(others))
        for start, end in spans
        for others in _others(tokens[start:end])
    ]


@cache
def vocabulary() -> frozenset[str]:
    """Return the words of all sets, in their dictionary forms."""
    terms = {term for words in _table() for term in words}
    return frozenset(term.partition(":")[2] for term in terms)


def _others(said: Sequence[Token]) -> Iterator[Terms]:
    for terms in product(*map(_terms, said)):
        yield from _table().get(terms, ())


def _terms(token: Token) -> list[str]:
    return [f"e:{token.exact}"] if token.filler else [f"l:{lemma}" for lemma in token.lemmas]


@cache
def _table() -> dict[Terms, list[Terms]]:
    table: dict[Terms, list[Terms]] = {}
    for line in PATH.read_text().splitlines():
        if not line.startswith("#"):
            narrow, _, wide = line.partition(f"\t{WIDER}\t")
            _add(table, _members(narrow), _members(wide))
    return table


def _add(table: dict[Terms, list[Terms]], narrow: list[Terms], wide: list[Terms]) -> None:
    """Words of the set find one another, unless there are wider ones: then only those."""
    for member in narrow:
        others = table.setdefault(member, [])
        others += [o for o in wide or narrow if o != member and o not in others]


def _members(text: str) -> list[Terms]:
    return [_member(member) for member in text.split("\t") if member]


def _member(text: str) -> Terms:
    return tuple(_terms(token)[0] for token in analyse(text) if not token.part)
