"""Where a term stands: documents, and the places in them, in the smallest types that hold them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from numpy.typing import NDArray

LOWER_BITS = 16  # of a place that are kept for each posting
NO_TURNS = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class Postings:
    """A term in a field of a segment: its documents, which rise, and where in them it stands.

    All are of the smallest type that holds them. `places` (n + 1,) bound each document's part of
    `positions`, but for their upper bits (see `starts`); in the segment they begin at `first`.
    """

    docs: NDArray[Any]
    places: NDArray[Any]
    positions: NDArray[Any]
    turns: NDArray[np.int64] = field(default_factory=lambda: NO_TURNS)
    first: int = 0
    words: int = 1

    @property
    def counts(self) -> NDArray[Any]:
        """By document: how often the term, which may be several words, stands there."""
        sizes = np.diff(self.places)  # right without the upper bits too
        return sizes if self.words == 1 else sizes // self.words

    @property
    def all_positions(self) -> NDArray[Any]:
        """The positions in all documents, one after the other."""
        low, high = self.starts(np.array([0, len(self.docs)]))
        return self.positions[low:high]

    def starts(self, numbers: NDArray[np.intp]) -> NDArray[np.int64]:
        """Where the positions in documents by number begin; those of one more end all of them.

        `turns` are the places at which the upper bits rise by one.
        """
        upper = self.turns.searchsorted(numbers + self.first, side="right") << LOWER_BITS
        return self.places[numbers].astype(np.int64) + upper

    def is_same(self, other: Postings) -> bool:
        """Whether another term stands in the same places."""
        if len(self.docs) != len(other.docs) or not np.array_equal(self.docs, other.docs):
            return False
        same = np.array_equal(self.counts, other.counts)
        return same and np.array_equal(self.all_positions, other.all_positions)


def folded(places: NDArray[np.int64]) -> tuple[NDArray[Any], NDArray[np.int64]]:
    """Split rising places into their lower bits and the numbers at which the upper ones turn.

    They must not rise by more at once than the lower bits hold; else they stay whole.
    """
    if np.diff(places).max(initial=0) >> LOWER_BITS:
        return places, NO_TURNS
    turns = np.arange(1 << LOWER_BITS, places[-1] + 1, 1 << LOWER_BITS)
    return places.astype(np.uint16), np.searchsorted(places, turns).astype(np.int64)
