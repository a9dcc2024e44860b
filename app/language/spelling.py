"""Corrections of mistyped words against a vocabulary with frequencies."""

import re
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from app.language import characters, morphology
from app.language.slips import slip_cost
from app.language.spacing import join_split, split_glued

__all__ = ["Correction", "Speller", "join_split", "max_slips", "split_glued"]

MIN_CHARACTERS = 4  # of a word that may be corrected; shorter ones have too many neighbours
MIN_CHARACTERS_FOR_TWO = 8  # from here on two slips are allowed
MIN_CHARACTERS_FOR_TWO_SMALL = 6  # from here on two that cost no more than SMALL together
SMALL = 1.15  # two keys beside the right ones cost 1.4, two letters that sound alike 0.9
MAX_CHARACTERS = 40
# How many times rarer than a neighbour the intended word may be for one slip more or less:
# e^5 = 150, after Norvig's and Kernighan's noisy channel, where a slip has P ≈ 1/100 to 1/200.
SLIP_WEIGHT = 5.0

_WORD = re.compile("[^\\W\\d_]+(?:[-'][^\\W\\d_]+)*")
_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяabcdefghijklmnopqrstuvwxyz-"
_BIT = {letter: 1 << place for place, letter in enumerate(_LETTERS)}
_OTHER_BIT = 1 << len(_LETTERS)


@dataclass(frozen=True, slots=True)
class Correction:
    """A word of the vocabulary that may have been meant.

    `slips` counts edits (Damerau-Levenshtein); `likelihood` orders corrections of one word: the
    logarithm of the frequency less what the slips cost.
    """

    word: str
    slips: int
    likelihood: float


class Speller:
    """A vocabulary of exact forms, laid out so that a word's neighbours are found in a millisecond.

    Words stand in arrays by length with the set of their letters as bits: one slip changes at most
    two of them, so a comparison of bits leaves few words to measure.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        """`vocabulary`: folded forms (see `Token.exact`) with how often each occurs."""
        self._frequencies = dict(vocabulary)
        self._words = _by_length(self._frequencies)
        self._letters = {length: _letter_sets(words) for length, words in self._words.items()}
        self._left: frozenset[str] = frozenset()  # laid out, but not in the vocabulary any more
        self._less: frozenset[str] = frozenset()  # in it, but as though they were not

    def over(self, vocabulary: dict[str, int]) -> "Speller":
        """The same for another vocabulary, now its own: only words new to this one are laid out."""
        other, was = copy(self), self._frequencies
        new = vocabulary.keys() - was.keys()
        is_kept = len(vocabulary) == len(was) + len(new)
        gone = frozenset() if is_kept else was.keys() - vocabulary.keys()
        facts = vars(other)
        facts |= {"_frequencies": vocabulary, "_left": (self._left | gone) - new}
        facts |= {"_words": dict(self._words), "_letters": dict(self._letters)}
        for length, words in _by_length(new - self._left).items():
            facts["_words"][length] = [*self._words.get(length, ()), *words]
            letters = (self._letters.get(length, _letter_sets([])), _letter_sets(words))
            facts["_letters"][length] = np.concatenate(letters)
        return other

    def without(self, words: Collection[str]) -> "Speller":
        """The same vocabulary less these words, which are corrected too."""
        other = copy(self)
        vars(other)["_less"] = self._less.union(words)
        return other

    def suggest(self, word: str, limit: int = 5) -> list[Correction]:
        """The likeliest corrections of a word, best first.

        Empty for a word that the vocabulary or the dictionary knows, for short words, numbers,
        codes and everything that is not letters.
        """
        word = characters.fold(word) if "-" not in word else word.lower().replace("ё", "е")
        if not self._may_correct(word):
            return []
        found = [
            self._correction(word, near, slips)
            for near, slips in self._neighbours(word)
            if self._has(near)
        ]
        found.sort(key=lambda correction: (-correction.likelihood, correction.word))
        return found[:limit]

    def _may_correct(self, word: str) -> bool:
        if self._has(word) or not MIN_CHARACTERS <= len(word) <= MAX_CHARACTERS:
            return False
        if not _WORD.fullmatch(word):
            return False
        return not (characters.is_cyrillic(word) and morphology.is_known(word))

    def _has(self, word: str) -> bool:
        return word in self._frequencies and word not in self._less

    def _correction(self, word: str, near: str, slips: int) -> Correction:
        likelihood = log(self._frequencies[near] + 1) - SLIP_WEIGHT * slip_cost(word, near)
        return Correction(near, slips, likelihood)

    def _neighbours(self, word: str) -> Iterable[tuple[str, int]]:
        """Words within the allowed slips, each with its distance."""
        allowed = max_slips(word)
        if allowed == 1 and len(word) >= MIN_CHARACTERS_FOR_TWO_SMALL:
            twice = self._near(word, 2)
            yield from (found for found in twice if found[1] == 1 or _is_small(word, found[0]))
            return
        yield from self._near(word, allowed)

    def _near(self, word: str, allowed: int) -> Iterable[tuple[str, int]]:
        letters = np.uint64(_letter_set(word))
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            if length in self._words:
                alike = np.bitwise_count(self._letters[length] ^ letters) <= 2 * allowed
                words = self._words[length]
                near = [words[place] for place in np.flatnonzero(alike)]
                yield from _within(word, near, allowed)


def _is_small(typed: str, meant: str) -> bool:
    """Whether two slips are small ones; hardly anybody misses the first letter."""
    return typed[0] == meant[0] and slip_cost(typed, meant) <= SMALL


def max_slips(word: str) -> int:
    """How many slips a word of this length may have to be corrected at all."""
    if len(word) < MIN_CHARACTERS:
        return 0
    return 2 if len(word) >= MIN_CHARACTERS_FOR_TWO else 1


def _by_length(words: Iterable[str]) -> dict[int, list[str]]:
    """What can be corrected to, by its number of letters."""
    found: dict[int, list[str]] = {}
    for word in words:
        if _WORD.fullmatch(word):
            found.setdefault(len(word), []).append(word)
    return found


def _within(word: str, near: list[str], allowed: int) -> Iterable[tuple[str, int]]:
    found = process.extract_iter(
        word, near, scorer=DamerauLevenshtein.distance, score_cutoff=allowed
    )
    return ((choice, int(distance)) for choice, distance, _ in found)


def _letter_sets(words: list[str]) -> NDArray[np.uint64]:
    return np.fromiter(map(_letter_set, words), dtype=np.uint64, count=len(words))


def _letter_set(word: str) -> int:
    bits = 0
    for letter in word:
        bits |= _BIT.get(letter, _OTHER_BIT)
    return bits
