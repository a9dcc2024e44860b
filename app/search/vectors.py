"""Vectors of texts and the nearest ones to a query's: compact, exact enough, always the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from app.search.encoders.base import unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.encoders.base import Vectors
    from app.search.vector_file import Owner, Stored

    Vector = NDArray[np.float32]  # (dimensions,)
    Rows = NDArray[np.intp]
    Mask = NDArray[np.bool_]

LEVELS: Final = 127  # of an int8: cosines are right to 0.003
# Rows whose exact cosines are worked out, found by their signs alone. At 55,000 real vectors
# 1,024 give the same ten best as all rows do in 99.7 % (recall@10 0.963 against 0.966).
SHORTLIST: Final = 1_024
MOST: Final = 4  # times that many rows, where a great many are equally near
SAMPLE: Final = 1_024  # rows that tell how near a query is to just any text
WORD_BITS: Final = 64
BLOCK: Final = 4_096  # rows turned to float at once
FAR: Final = np.uint16(65_535)


class Spread(NamedTuple):
    """How near just any text is to a query: mean and standard deviation of the cosines."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class VectorTable:
    """A fixed set of vectors, safe to search from many threads.

    Row r belongs to `owners[row_owner[r]]` and is called `parts[r]` there. 600 bytes a row.
    """

    encoder: str
    owners: tuple[Owner, ...]
    hashes: NDArray[np.uint8] = field(repr=False)
    codes: NDArray[np.int8] = field(repr=False)

    @classmethod
    def of(cls, stored: Stored) -> VectorTable:
        """The table of a file's content, with all that searching needs worked out."""
        table = cls(stored.encoder, stored.owners, stored.hashes, stored.codes)
        table._sign_columns, table._sample  # noqa: B018  now, not at somebody's first query
        return table

    def __len__(self) -> int:
        return len(self.codes)

    @cached_property
    def row_owner(self) -> NDArray[np.int32]:
        """Row → number of its owner."""
        counts = [len(owner.parts) for owner in self.owners]
        return np.repeat(np.arange(len(counts), dtype=np.int32), counts)

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """Row → name of the part."""
        return tuple(part for owner in self.owners for part in owner.parts)

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Owner's name → fingerprint of what is stored."""
        return {owner.name: owner.fingerprint for owner in self.owners}

    @property
    def memory_bytes(self) -> int:
        """Roughly what the table holds in memory."""
        return int(self.codes.nbytes + self.hashes.nbytes + self._sign_columns.nbytes) + 16 * len(
            self
        )

    def search(
        self, query: Vector, allowed: Mask | None = None, limit: int = 100
    ) -> tuple[Rows, Vector]:
        """Return the rows nearest to `query` (a unit vector) with their cosines, best first.

        `allowed` is a mask over rows; other rows are never returned. Equal cosines go by row.
        """
        rows = self._shortlist(query, allowed, max(SHORTLIST, 4 * limit))
        cosines = self.cosines(query, rows)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return rows[best], cosines[best]

    def cosines(self, query: Vector, rows: Rows) -> Vector:
        """Return the cosine of each of `rows` with `query`."""
        if not len(rows):
            return np.zeros(0, np.float32)
        products: Vector = self.codes[rows].astype(np.float32) @ query
        return products * self._inverse_lengths[rows]

    def spread(self, query: Vector) -> Spread:
        """Tell how near `query` is to any text, by a sample: the scale to judge its cosines on."""
        if not len(self):
            return Spread(0.0, 1.0)
        cosines = self._sample @ query
        return Spread(float(cosines.mean()), float(cosines.std()) or 1.0)

    def _shortlist(self, query: Vector, allowed: Mask | None, size: int) -> Rows:
        """Rows in order whose signs differ least from the query's (Charikar 2002)."""
        within = np.arange(len(self)) if allowed is None else np.flatnonzero(allowed)
        if len(within) <= size:
            return within
        distances = self._sign_distances(query)
        if allowed is not None:
            distances[~allowed] = FAR
        nearer = np.cumsum(np.bincount(distances))
        farthest = np.searchsorted(nearer, size)
        return np.flatnonzero(distances <= farthest)[: MOST * size]

    def _sign_distances(self, query: Vector) -> NDArray[np.uint16]:
        signs = _signs((query - self.mean)[None, :])[0]
        distances = np.zeros(len(self), np.uint16)
        for column, word in zip(self._sign_columns, signs, strict=True):
            distances += np.bitwise_count(column ^ word)
        return distances

    @cached_property
    def _sign_columns(self) -> NDArray[np.uint64]:
        """Whether each number is above its mean, as bits; column by column, for speed."""
        blocks = [_signs(self._floats(rows) - self.mean) for rows in self._blocks()]
        width = -(-self.codes.shape[1] // WORD_BITS)
        signs = np.concatenate(blocks) if blocks else np.zeros((0, width), np.uint64)
        return np.ascontiguousarray(signs.T)

    @cached_property
    def mean(self) -> Vector:
        """The mean vector: what all texts share says nothing of any of them."""
        total = np.zeros(self.codes.shape[1], np.float64)
        for rows in self._blocks():
            total += self._floats(rows).sum(axis=0, dtype=np.float64)
        return (total / max(len(self), 1)).astype(np.float32)

    @cached_property
    def _sample(self) -> Vectors:
        chosen = np.linspace(0, len(self) - 1, min(len(self), SAMPLE)).astype(np.intp)
        return self._floats(chosen)

    @cached_property
    def _inverse_lengths(self) -> Vector:
        squares = [
            np.square(self.codes[rows], dtype=np.int32).sum(axis=1) for rows in self._blocks()
        ]
        lengths = np.sqrt(np.concatenate(squares)) if squares else np.zeros(0)
        return np.divide(1, lengths, out=np.zeros(len(self)), where=lengths > 0).astype(np.float32)

    def _floats(self, rows: Rows) -> Vectors:
        return unit(self.codes[rows])

    def _blocks(self) -> list[Rows]:
        starts = range(0, len(self), BLOCK)
        return [np.arange(start, min(start + BLOCK, len(self))) for start in starts]


def quantised(vectors: Vectors) -> NDArray[np.int8]:
    """Return int8 rows of the same directions; rows of zeros stay so."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    largest[largest == 0] = 1
    rounded: NDArray[np.int8] = np.rint(vectors * (LEVELS / largest)).astype(np.int8)
    return rounded


def _signs(numbers: Vectors) -> NDArray[np.uint64]:
    """Bits of (rows, dimensions) numbers above zero, 64 to a word, filled up with zeros."""
    missing = -numbers.shape[1] % WORD_BITS
    bits = np.packbits(np.pad(numbers > 0, ((0, 0), (0, missing))), axis=1)
    return bits.view(np.uint64)
