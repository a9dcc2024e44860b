"""Where the words of a query stand in the candidates' best sections, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from app.search.engines.phrases import FAR
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.evidence import Part
    from app.search.engines.gains import Present
    from app.search.engines.view import View
    from app.search.query import Query

MAX_CLOSE = 40  # candidates whose words' closeness is measured
BODY = FIELD_NUMBERS["body"]


@dataclass(frozen=True)
class Places:
    """Where the groups stand in the best sections of the candidates that were looked at.

    `axes[g]` holds the positions of group g, rising, candidate i's from i · FAR on.
    """

    axes: tuple[NDArray[np.int64], ...]
    columns: int

    def closeness(self, candidates: int) -> NDArray[np.float32]:
        """By group and candidate: 1 when the group follows the one before it, 1/n at n words."""
        near = np.zeros((len(self.axes), candidates), np.float32)
        before = np.empty(0, np.int64)
        for row, here in enumerate(self.axes):
            if len(before) and len(here):
                _mark(near[row], before, here)
            before = here if len(here) else before
        return near

    def of(self, candidate: int) -> tuple[tuple[int, ...], ...]:
        """Return the positions of each group in one candidate's best section."""
        low = candidate * FAR
        cuts = ((axis, bounds[candidate : candidate + 2]) for axis, bounds in self._bounded)
        return tuple([tuple((axis[a:b] - low).tolist()) if a < b else () for axis, (a, b) in cuts])

    @cached_property
    def _bounded(self) -> list[tuple[NDArray[np.int64], list[int]]]:
        """Each axis with the places where the candidates begin on it."""
        starts = np.arange(self.columns + 1) * FAR
        return [(axis, axis.searchsorted(starts).tolist()) for axis in self.axes]


def places(view: View, query: Query, parts: Sequence[Part], candidates: int) -> Places:
    """Find the words of the query in the best sections of the first so many candidates."""
    rows: list[list[NDArray[np.int64]]] = [[] for _ in query.telling]
    for part in parts:
        end = int(part.columns.searchsorted(candidates))
        offsets, docs = part.columns[:end] * FAR, part.bests[:end]
        for row, group in zip(rows, query.telling, strict=True):
            row.extend(_spread(view.gains(part.segment, group).present[BODY], offsets, docs))
    return Places(tuple(map(_merged, rows)), candidates)


def _merged(axes: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """The numbers of all axes, rising, each once."""
    if not axes:
        return np.empty(0, np.int64)
    found = np.concatenate(axes)
    found.sort()
    is_new = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found[is_new]


def _spread(
    present: Present, offsets: NDArray[np.int64], docs: NDArray[Any]
) -> Iterator[NDArray[np.int64]]:
    """Positions of each term in `docs`, moved by the offset of the document they are in."""
    for _, postings in present:
        found = postings.docs.searchsorted(docs)
        held = (postings.docs.take(found, mode="clip") == docs).nonzero()[0]
        if len(held):
            lows, counts = postings.bounds(found[held])
            ends = counts.cumsum()
            gather = (lows - ends + counts).repeat(counts)
            gather += np.arange(len(gather))
            yield postings.positions[gather] + offsets[held].repeat(counts)


def _mark(near: NDArray[np.float32], before: NDArray[np.int64], here: NDArray[np.int64]) -> None:
    after = np.searchsorted(before, here)
    left = here - before[np.maximum(after - 1, 0)]
    right = before[np.minimum(after, len(before) - 1)] - here + 1
    gap = np.minimum(np.where(left > 0, left, FAR), np.where(right > 1, right, FAR))
    np.maximum.at(near, here // FAR, (1 / gap).astype(np.float32))
