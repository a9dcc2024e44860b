"""A large table of words → numbers in a fifth of a dictionary's memory: it keeps hashes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

SPARE = 2  # places for each word, at least: then most words stand where they are looked for
FREE = 0  # the hash of no word
NO_HASH = 1  # what stands for a hash of FREE


class Prefixes:
    """What `table` says of each word, a number from 0 to 2^32 - 1; of others None.

    A word is known by its 64-bit hash: with 250,000 words one look-up in 10^13 of another word
    is mistaken. Python's hashes differ from process to process, but a child after a fork has its
    parent's.
    """

    def __init__(self, table: Mapping[str, int]) -> None:
        size = 1 << (SPARE * len(table)).bit_length()
        words = np.fromiter(map(_hash, table), np.int64, len(table))
        numbers = np.fromiter(table.values(), np.uint32, len(table))
        hashes, found = _placed(words, numbers, size)
        self._mask = size - 1
        self._hashes, self._numbers = hashes.data, found.data  # quicker than arrays

    def get(self, word: str) -> int | None:
        """Return the number of a word, or None."""
        wanted = _hash(word)
        hashes, mask = self._hashes, self._mask
        place = wanted & mask
        while (there := hashes[place]) != wanted:
            if there == FREE:
                return None
            place = (place + 1) & mask
        return self._numbers[place]


def _hash(word: str) -> int:
    """A hash in which «物» differs from "ir": Python's is of the bytes, and these have the same."""
    return hash(word) ^ len(word) or NO_HASH


def _placed(
    words: NDArray[np.int64], numbers: NDArray[np.uint32], size: int
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """Put each word in the first free place from its own on."""
    hashes, found = np.zeros(size, np.int64), np.zeros(size, np.uint32)
    places = words & (size - 1)
    left = np.arange(len(words))
    while len(left):
        free = left[hashes[places[left]] == FREE]
        hashes[places[free]] = words[free]
        is_put = hashes[places[left]] == words[left]  # of several for a place one stays
        found[places[left[is_put]]] = numbers[left[is_put]]
        left = left[~is_put]
        places[left] = (places[left] + 1) & (size - 1)
    return hashes, found
