"""Where the words of a query stand in the candidates' best sections, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines.evidence import holds
from app.search.engines.phrases import FAR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.evidence import Part
    from app.search.engines.segment import Postings, Segment
    from app.search.engines.view import View
    from app.search.query import Query

MAX_CLOSE = 40  # candidates whose words' closeness is measured


@dataclass(frozen=True)
class Places:
    """Where the groups stand in the best sections of those `candidates`, whose numbers rise.

    A cell is a group in a candidate's section, all of a group's side by side. `axis` holds the
    positions in all cells, rising, those of cell c from c · FAR on.
    """

    candidates: NDArray[np.intp]
    groups: int
    axis: NDArray[np.int64]

    def closeness(self, candidates: int) -> NDArray[np.float32]:
        """By group and candidate: 1 when the group follows the one before it, 1/n at n words."""
        near = np.zeros((self.groups, candidates), np.float32)
        columns = len(self.candidates)
        cells = self.axis // FAR
        counts = np.bincount(cells // max(columns, 1), minlength=self.groups).tolist()
        said = [row for row, count in enumerate(counts) if count]
        if len(said) > 1:
            steps = np.array([(row - before) * columns * FAR for before, row in pairwise(said)])
            back = steps.repeat([counts[row] for row in said[1:]])
            nearness = _nearness(self.axis, back)
            close = np.zeros(self.groups * columns, np.float32)
            np.maximum.at(close, cells[len(cells) - len(back) :], nearness)
            near[:, self.candidates] = close.reshape(self.groups, columns)
        return near

    def of(self, candidate: int) -> tuple[list[int], ...]:
        """Return the positions of each group in one candidate's best section."""
        column, step = self._columns[candidate], len(self.candidates)
        positions, bounds = self._positions
        cells = range(column, self.groups * step, step)
        return tuple([positions[bounds[cell] : bounds[cell + 1]] for cell in cells])

    def __contains__(self, candidate: int) -> bool:
        return candidate in self._columns

    @cached_property
    def _columns(self) -> dict[int, int]:
        return {candidate: n for n, candidate in enumerate(self.candidates.tolist())}

    @cached_property
    def _positions(self) -> tuple[list[int], list[int]]:
        """All positions, and the places where the cells begin in them."""
        starts = np.arange(self.groups * len(self.candidates) + 1) * FAR
        return (self.axis % FAR).tolist(), self.axis.searchsorted(starts).tolist()


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


def places(view: View, query: Query, parts: Sequence[Part], candidates: NDArray[np.intp]) -> Places:
    """Find the words of the query in the best sections of the candidates."""
    found = [
        axis for part in parts for axis in _axes(view.segments[part.segment], part, candidates)
    ]
    return Places(candidates, len(query.telling), _merged(found))


def _axes(
    segment: Segment, part: Part, candidates: NDArray[np.intp]
) -> Iterator[NDArray[np.int64]]:
    """The positions in a part's sections, with those of single terms together."""
    here = holds(candidates, part.columns).nonzero()[0] if len(candidates) else candidates
    docs = part.bests.take(here)
    alternatives = [(row, a) for row, gains in enumerate(part.gains) for _, a in gains.body]
    if not len(docs) or not alternatives:
        return
    at = [postings.docs.searchsorted(docs) for _, postings in alternatives]
    found = [a.docs.take(n, mode="clip") for (_, a), n in zip(alternatives, at, strict=True)]
    ways, columns = (np.array(found) == docs).nonzero()
    numbers = np.array(at)[ways, columns]
    rows = np.array([row for row, _ in alternatives]).take(ways)
    cells = candidates.searchsorted(part.columns.take(here)).take(columns)
    offsets = (rows * len(candidates) + cells) * FAR
    is_phrase = np.zeros(len(ways), bool)
    for way, (_, postings) in enumerate(alternatives):
        if postings.words > 1:
            mine = ways == way
            yield _spread(postings, numbers[mine], offsets[mine])
            is_phrase |= mine
    if is_phrase.any():
        ways, numbers, offsets = (x[~is_phrase] for x in (ways, numbers, offsets))
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
