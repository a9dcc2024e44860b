"""Where the words of a query stand in the candidates' best sections, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines.phrases import FAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.evidence import Part
    from app.search.engines.segment import Postings, Segment
    from app.search.engines.view import View


@dataclass(frozen=True)
class Places:
    """Where the groups of a query stand in the best sections of the candidates.

    A cell is a group in a candidate's section, all of a group's side by side. `axis` holds the
    positions in all cells, rising, those of cell c from c · FAR on.
    """

    groups: int
    candidates: int
    axis: NDArray[np.int64]

    def closeness(self) -> NDArray[np.float32]:
        """By group and candidate: 1 when the group follows the one before it, 1/n at n words."""
        near = np.zeros(self.groups * self.candidates, np.float32)
        cells = self.axis // FAR
        counts = np.bincount(cells // max(self.candidates, 1), minlength=self.groups).tolist()
        said = [row for row, count in enumerate(counts) if count]
        if len(said) > 1:
            width = self.candidates * FAR
            steps = np.array([(row - before) * width for before, row in pairwise(said)])
            back = steps.repeat([counts[row] for row in said[1:]])
            nearness = _nearness(self.axis, back)
            np.maximum.at(near, cells[len(cells) - len(back) :], nearness)
        return near.reshape(self.groups, self.candidates)

    def of(self, candidates: Sequence[int]) -> list[tuple[list[int], ...]]:
        """Return the positions of each group in each of the candidates' best sections."""
        cells = np.add.outer(candidates, np.arange(self.groups) * self.candidates) * FAR
        lows, highs = self.axis.searchsorted((cells, cells + FAR)).tolist()
        positions = (self.axis % FAR).tolist()
        return [
            tuple([positions[low:high] for low, high in zip(*bounds, strict=True)])
            for bounds in zip(lows, highs, strict=True)
        ]


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


def places(view: View, parts: Sequence[Part], groups: int, candidates: int) -> Places:
    """Find the words of a query in the best sections of the candidates."""
    found = [
        axis for part in parts for axis in _axes(view.segments[part.segment], part, candidates)
    ]
    return Places(groups, candidates, _merged(found))


def _axes(segment: Segment, part: Part, candidates: int) -> Iterator[NDArray[np.int64]]:
    """The positions in a part's sections, with those of single terms together."""
    alternatives = [(row, a) for row, gains in enumerate(part.gains) for a in gains.body]
    if not alternatives:
        return
    at = [postings.docs.searchsorted(part.bests) for _, postings in alternatives]
    found = [a.docs.take(n, mode="clip") for (_, a), n in zip(alternatives, at, strict=True)]
    ways, columns = (np.array(found) == part.bests).nonzero()
    numbers = np.array(at)[ways, columns]
    rows = np.array([row for row, _ in alternatives]).take(ways)
    offsets = (rows * candidates + part.columns.take(columns)) * FAR
    phrases = [way for way, (_, postings) in enumerate(alternatives) if postings.words > 1]
    for way in phrases:
        mine = ways == way
        yield _spread(alternatives[way][1], numbers[mine], offsets[mine])
    if phrases:
        single = ~np.isin(ways, phrases)
        ways, numbers, offsets = ways[single], numbers[single], offsets[single]
    firsts = np.array([postings.first for _, postings in alternatives])
    yield _spread(segment.everything, numbers + firsts.take(ways), offsets)


def _spread(
    postings: Postings, numbers: NDArray[np.intp], offsets: NDArray[np.int64]
) -> NDArray[np.int64]:
    """The positions in documents by number, moved by the offset of each."""
    lows, counts = postings.bounds(numbers)
    ends = counts.cumsum()
    gather = (lows - ends + counts).repeat(counts)
    gather += np.arange(len(gather))
    moved: NDArray[np.int64] = postings.positions.take(gather) + offsets.repeat(counts)
    return moved


def _merged(axes: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The numbers of all axes, rising, each once."""
    if not axes:
        return np.empty(0, np.int64)
    found = axes[0] if len(axes) == 1 else np.concatenate(axes)
    found.sort()
    is_new = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found.take(is_new.nonzero()[0])
