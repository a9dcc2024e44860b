"""Which documents of a segment hold a word of a query, and how surely each of their fields does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.search.documents import FIELDS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.engines.segment import Postings, Segment

    Present = tuple[tuple[float, Postings], ...]

ROWS: Final = np.arange(len(FIELDS))[:, None]


@dataclass(frozen=True, slots=True)
class Holders:
    """The documents `docs`, which rise, and `ways` (n,) in which their fields hold the word.

    A way has for each field, from the lowest `bits` on, the number of the surest alternative that
    the field holds, 0 for none. `weights` (fields · 2^bits,) are those of the alternatives; by
    field (fields, 1), `shifts` tell where its bits are in a way, `begins` where its weights begin.
    """

    docs: NDArray[Any]
    ways: NDArray[Any]
    weights: NDArray[np.float32]
    bits: int
    shifts: NDArray[Any]
    begins: NDArray[Any]

    @classmethod
    def of(cls, segment: Segment, present: tuple[Present, ...]) -> Holders:
        """`present` are by field the alternatives of the word with their weights, which rise."""
        bits = max(map(len, present)).bit_length()
        weights = np.zeros((len(FIELDS), 1 << bits), np.float32)
        ways = np.zeros(segment.doc_count, np.min_scalar_type(-1 << bits * len(FIELDS)))
        for field, alternatives in enumerate(present):
            others = ~(((1 << bits) - 1) << bits * field)
            for number, (weight, postings) in enumerate(alternatives, 1):
                weights[field, number] = weight
                ways[postings.docs] = ways[postings.docs] & others | number << bits * field
        docs = np.flatnonzero(ways)
        shifts, begins = ROWS.astype(ways.dtype) * bits, ROWS.astype(ways.dtype) << bits
        return cls(docs.astype(segment.doc_type), ways[docs], weights.ravel(), bits, shifts, begins)

    @property
    def nbytes(self) -> int:
        return self.docs.nbytes + self.ways.nbytes + self.weights.nbytes

    def sureness(self, docs: NDArray[Any]) -> NDArray[np.float32]:
        """By field and document: the weight of the surest alternative that the field holds."""
        if not len(self.docs):
            return np.zeros((len(FIELDS), len(docs)), np.float32)
        at = self.docs.searchsorted(docs)
        ways = self.ways.take(at, mode="clip")
        ways *= self.docs.take(at, mode="clip") == docs
        numbers = ways >> self.shifts
        numbers &= (1 << self.bits) - 1
        numbers += self.begins
        found: NDArray[np.float32] = self.weights.take(numbers)
        return found
