"""Which documents of a segment hold a word of a query: how surely in each field, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.phrases import FAR, axis
from app.search.engines.rising import holds, merged
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.search.engines.postings import Postings
    from app.search.engines.segment import Segment

    Present = tuple[tuple[float, Postings], ...]

COMPARED: Final = 4  # alternatives, the commonest, in which others are looked for
ROWS: Final = np.arange(len(FIELDS))[:, None, None]
BODY: Final = FIELD_NUMBERS["body"]


@dataclass(frozen=True, slots=True)
class Holders:
    """The documents `docs`, which rise, and `ways` (n,) in which their fields hold the word.

    A way has for each field, from the lowest `bits` on, the number in `weights` of the surest
    alternative that the field holds; the weight of number 0, of none, is 0. `bounds` (n + 1,) part
    `positions`: the word's places in the text of each document, by any alternative, which rise.
    """

    docs: NDArray[Any]
    ways: NDArray[Any]
    weights: NDArray[np.float32]
    bits: int
    bounds: NDArray[Any]
    positions: NDArray[Any]

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
        docs = ways.nonzero()[0].astype(segment.doc_type)
        known = np.array(weights, np.float32)
        return cls(docs, ways[docs], known, bits, *_places(docs, present[BODY]))

    @property
    def nbytes(self) -> int:
        """Without positions that are the segment's own."""
        arrays = (self.docs, self.ways, self.weights, self.bounds)
        own = self.positions.nbytes if self.positions.base is None else 0
        return own + sum(array.nbytes for array in arrays)


class Look(NamedTuple):
    """Where words' holders have certain documents: numbers, and whether they have them at all.

    Both by word and document.
    """

    words: Sequence[Holders]
    numbers: NDArray[np.intp]
    is_held: NDArray[np.bool_]

    @classmethod
    def at(cls, words: Sequence[Holders], docs: NDArray[Any]) -> Look:
        """Look for `docs`; twice as fast where they rise."""
        numbers = np.zeros((len(words), len(docs)), np.intp)
        is_held = np.zeros(numbers.shape, bool)
        for row, word in enumerate(words):
            if len(word.docs):
                numbers[row] = word.docs.searchsorted(docs)
                np.equal(word.docs.take(numbers[row], mode="clip"), docs, out=is_held[row])
        return cls(words, numbers, is_held)

    def sureness(self) -> NDArray[np.float32]:
        """By field, word and document: the weight of the surest alternative there."""
        if not self.words:
            return np.zeros((len(FIELDS), *self.numbers.shape), np.float32)
        ways = np.zeros(self.numbers.shape, np.int64)
        for row, word, numbers in zip(ways, self.words, self.numbers, strict=True):
            if len(word.docs):
                row[:] = word.ways.take(numbers, mode="clip")
        ways *= self.is_held
        bits = np.array([[word.bits] for word in self.words])
        kinds = (ways >> ROWS * bits) & ((1 << bits) - 1)
        ends = np.array([[len(word.weights)] for word in self.words]).cumsum(axis=0)
        kinds[:, 1:] += ends[:-1]
        weights = np.concatenate([word.weights for word in self.words])
        found: NDArray[np.float32] = weights.take(kinds)
        return found


def _places(docs: NDArray[Any], body: Present) -> tuple[NDArray[Any], NDArray[Any]]:
    """The bounds and positions of holders whose texts have these alternatives."""
    ends = np.zeros(len(docs) + 1, np.int64)
    kept = _covering(postings for _, postings in body)
    if not kept:
        return ends.astype(np.uint8), np.empty(0, np.uint16)
    first = kept[0]
    if len(kept) == 1 and first.words == 1:
        ends[docs.searchsorted(first.docs) + 1] = first.counts
        positions = first.all_positions
    else:
        where = merged([axis(postings) for postings in kept])
        at = docs.searchsorted((where // FAR).astype(docs.dtype))
        ends[1:] = np.bincount(at, minlength=len(docs))
        positions = (where % FAR).astype(first.positions.dtype)
    bounds = ends.cumsum()
    return bounds.astype(np.min_scalar_type(len(positions))), positions


def _covering(alternatives: Iterable[Postings]) -> list[Postings]:
    """Leave out what stands only where a common one does, too: a form beside its lemma.

    What is left in costs time, and changes nothing.
    """
    kept: list[Postings] = []
    for postings in sorted(alternatives, key=lambda one: -len(one.docs)):
        if not any(_is_covered(postings, other) for other in kept[:COMPARED]):
            kept.append(postings)
    return kept


def _is_covered(some: Postings, others: Postings) -> bool:
    is_near = holds(others.docs, some.docs).all()  # soon told, and mostly not so
    return bool(is_near and holds(axis(others), axis(some)).all())
