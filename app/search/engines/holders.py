"""Which documents of a segment hold a word of a query, and how surely each of their fields does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.search.documents import FIELDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.search.engines.segment import Postings, Segment

    Present = tuple[tuple[float, Postings], ...]

ROWS: Final = np.arange(len(FIELDS))[:, None, None]


@dataclass(frozen=True, slots=True)
class Holders:
    """The documents `docs`, which rise, and `ways` (n,) in which their fields hold the word.

    A way has for each field, from the lowest `bits` on, the number in `weights` of the surest
    alternative that the field holds; the weight of number 0, of none, is 0.
    """

    docs: NDArray[Any]
    ways: NDArray[Any]
    weights: NDArray[np.float32]
    bits: int

    @classmethod
    def of(cls, segment: Segment, present: tuple[Present, ...]) -> Holders:
        """`present` are by field the alternatives of the word with their weights, which rise."""
        weights = [0.0, *sorted({weight for field in present for weight, _ in field})]
        numbers = {weight: number for number, weight in enumerate(weights)}
        bits = numbers[weights[-1]].bit_length()
        ways = np.zeros(segment.doc_count, np.min_scalar_type(-1 << bits * len(FIELDS)))
        for field, alternatives in enumerate(present):
            others = ~(((1 << bits) - 1) << bits * field)
            for weight, postings in alternatives:
                held = ways[postings.docs] & others
                ways[postings.docs] = held | numbers[weight] << bits * field
        docs = ways.nonzero()[0]
        known = np.array(weights, np.float32)
        return cls(docs.astype(segment.doc_type), ways[docs], known, bits)

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.ways.nbytes + self.weights.nbytes


def sureness(words: Sequence[Holders], docs: NDArray[Any]) -> NDArray[np.float32]:
    """By field, word and document: the weight of the surest alternative that the field holds."""
    if not words:
        return np.zeros((len(FIELDS), 0, len(docs)), np.float32)
    ways = np.zeros((len(words), len(docs)), np.int64)
    for row, word in zip(ways, words, strict=True):
        if len(word.docs):
            at = word.docs.searchsorted(docs)
            is_held = word.docs.take(at, mode="clip") == docs
            np.multiply(word.ways.take(at, mode="clip"), is_held, out=row)
    bits = np.array([[word.bits] for word in words])
    numbers = (ways >> ROWS * bits) & ((1 << bits) - 1)
    weights = np.concatenate([word.weights for word in words])
    ends = np.array([[len(word.weights)] for word in words]).cumsum(axis=0)
    numbers[:, 1:] += ends[:-1]
    found: NDArray[np.float32] = weights.take(numbers)
    return found
