"""Synonyms: other words for the same thing, from a reviewed file and from the operator."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING

from app.language import characters, morphology
from app.language.analysis import analyse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from app.language.analysis import Token

PATH = Path(__file__).parent / "data" / "synonyms.tsv"
TERMS_PATH = PATH.with_name("synonym_terms.tsv")
WIDER = ">"  # parts the words of a set from wider ones
STEM = "s:"  # before the stem of a word
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


@dataclass(frozen=True, slots=True)
class SameMeaning:
    """Words and phrases that find one another; if there are `wider` ones, they find only those."""

    words: tuple[str, ...]
    wider: tuple[str, ...] = ()


@dataclass(frozen=True)
class Synonyms:
    """What every word and phrase, by its terms, can also be said as; `texts` are as written."""

    others: Mapping[Terms, tuple[Terms, ...]]
    texts: Mapping[str, str]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of those words that the dictionary lacks."""
        return frozenset(
            t.removeprefix(STEM) for words in self.others for t in words if t.startswith(STEM)
        )

    def find(self, tokens: Sequence[Token]) -> list[Synonym]:
        """Return the synonyms of words and of neighbouring words; `tokens` hold no parts."""
        spans = (
            (start, start + length)
            for start in range(len(tokens))
            for length in range(1, min(MAX_WORDS, len(tokens) - start) + 1)
        )
        return [
            Synonym(start, end, " ".join(others))
            for start, end in spans
            for others in self._others(tokens[start:end])
        ]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """The words of all sets, in their dictionary forms."""
        terms = {term for words in self.others for term in words if not term.startswith(STEM)}
        return frozenset(term.partition(":")[2] for term in terms)

    def _others(self, said: Sequence[Token]) -> Iterator[Terms]:
        found = (self.others.get(terms, ()) for terms in product(*map(_terms, said)))
        yield from dict.fromkeys(chain.from_iterable(found))


@cache
def reviewed() -> Synonyms:
    """Return the synonyms of the file."""
    return more(Synonyms({}, {}), reviewed_sets(), _reviewed_terms().__getitem__)


@cache
def reviewed_sets() -> tuple[SameMeaning, ...]:
    """Return the sets of the file, in its order."""
    return tuple(map(_same_meaning, _lines(PATH)))


def _reviewed_terms() -> dict[str, tuple[Terms, ...]]:
    """The keys of each word and phrase of the file, which `synonym_terms` has worked out."""
    lines = (line.split("\t") for line in _lines(TERMS_PATH))
    return {text: tuple(tuple(key.split()) for key in found) for text, *found in lines}


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def keys(text: str) -> tuple[Terms, ...]:
    """The terms of a word or phrase, the same for all its forms.

    Lemmas of words that the dictionary lacks are guesses, others for «винды» than for «виндой»:
    with such words there is a second key, of their stems.
    """
    terms = [_terms(token) for token in analyse(text) if not token.part]
    lemmas = tuple(found[0] for found in terms)
    stems = tuple(found[-1] if found[-1].startswith(STEM) else found[0] for found in terms)
    return (lemmas,) if stems == lemmas else (lemmas, stems)


def more(
    known: Synonyms,
    sets: Iterable[SameMeaning],
    keys_of: Callable[[str], tuple[Terms, ...]] = keys,
) -> Synonyms:
    """Return the synonyms that are known and those of `sets`; `keys_of` gives what keys() does."""
    others: dict[Terms, list[Terms]] = defaultdict(list)
    others.update({said: list(found) for said, found in known.others.items()})
    texts = dict(known.texts)
    for same in sets:
        found = {member: keys_of(member) for member in (*same.words, *same.wider)}
        texts |= {" ".join(said[0]): member for member, said in found.items()}
        narrow, wide = ([found[member] for member in part] for part in (same.words, same.wider))
        for said in narrow:
            meant = [other[0] for other in wide or narrow if other != said]
            for key in said:
                others[key] += [other for other in meant if other not in others[key]]
    return Synonyms({said: tuple(found) for said, found in others.items()}, texts)


def _terms(token: Token) -> list[str]:
    if token.filler:
        return [f"e:{token.exact}"]
    lemmas = [f"l:{lemma}" for lemma in token.lemmas]
    return lemmas if _is_listed(token) else [*lemmas, f"{STEM}{token.stem}"]


def _is_listed(token: Token) -> bool:
    """Whether its lemmas are no guesses; what is no Russian word has no others."""
    return not characters.is_cyrillic(token.exact) or morphology.is_known(token.exact)


def _same_meaning(line: str) -> SameMeaning:
    narrow, _, wide = line.partition(f"\t{WIDER}\t")
    return SameMeaning(
        tuple(filter(None, narrow.split("\t"))), tuple(filter(None, wide.split("\t")))
    )
