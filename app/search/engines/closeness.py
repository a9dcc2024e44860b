"""Where the words of a query stand in the candidates' best sections, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from app.search.engines.phrases import FAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.search.engines.holders import Look


@dataclass(frozen=True)
class Places:
    """Where words stand in the texts of documents.

    A cell is a word in a document, all of a word's side by side: `counts` (words, documents) tells
    how often, `totals` (words,) how often in all documents, and `positions` has the places in one
    cell after the other, up to the `ends` (cells,) of each.
    """

    counts: NDArray[np.int64]
    totals: NDArray[np.int64]
    ends: NDArray[np.int64]
    positions: NDArray[Any]

    def closeness(self, said: Sequence[int]) -> NDArray[np.float32]:
        """By word and document: 1 when the word follows the one before it, 1/n at n words.

        `said` are the words that stand in any document, here or in another segment.
        """
        near = np.zeros(self.counts.size, np.float32)
        if len(said) > 1 and len(self.positions):
            totals = self.totals.tolist()
            cells = np.arange(len(near)).repeat(self.counts.ravel())
            axis = cells * FAR + self.positions
            width = self.counts.shape[1] * FAR
            steps = np.array([(row - before) * width for before, row in pairwise(said)])
            back = steps.repeat([totals[row] for row in said[1:]])
            nearness = _nearness(axis, back)
            np.maximum.at(near, cells[len(cells) - len(back) :], nearness)
        return near.reshape(self.counts.shape)

    def of(self, document: int) -> tuple[list[int], ...]:
        """Return the positions of each word in a document, by its number among these."""
        positions, ends = self._listed
        cells = range(document + 1, len(ends), self.counts.shape[1])
        return tuple([positions[ends[cell - 1] : ends[cell]] for cell in cells])

    @cached_property
    def _listed(self) -> tuple[list[int], list[int]]:
        """All positions, and where those of each cell end, after a 0."""
        return self.positions.tolist(), [0, *self.ends.tolist()]


def places(look: Look) -> Places:
    """Find the words in the texts of the documents that were looked for."""
    lows = np.zeros(look.numbers.shape, np.int64)
    counts = np.zeros(look.numbers.shape, np.int64)
    for row, (word, numbers) in enumerate(zip(look.words, look.numbers, strict=True)):
        lows[row] = word.bounds.take(numbers)
        counts[row] = word.bounds.take(numbers + 1, mode="clip")
    counts -= lows
    counts *= look.is_held
    totals, ends = np.add.reduce(counts, axis=1), counts.cumsum()
    gather = (lows.ravel() - ends + counts.ravel()).repeat(counts.ravel())
    gather += np.arange(len(gather))
    bounds = pairwise([0, *totals.cumsum().tolist()])
    found = [
        word.positions.take(gather[low:high])
        for word, (low, high) in zip(look.words, bounds, strict=True)
    ]
    return Places(counts, totals, ends, np.concatenate([*found, np.empty(0, np.uint16)]))


def _nearness(axis: NDArray[np.int64], back: NDArray[np.int64]) -> NDArray[np.float32]:
    """For the last positions of the axis: 1/n for a distance of n words to the nearest one that
    stands `back` in the group before."""
    here = axis[len(axis) - len(back) :] - back
    after = axis.searchsorted(here)
    left = here - axis[after - 1]  # below zero where nothing stands before
    right = axis.take(after) - here + 1
    gap = np.minimum(np.where(left > 0, left, FAR), np.where(right > 1, right, FAR))
    nearness: NDArray[np.float32] = (1 / gap).astype(np.float32)
    return nearness
