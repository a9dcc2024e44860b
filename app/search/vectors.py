"""Vectors of texts and the nearest ones to a query's: compact, exact enough, always the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from app.search.encoders.base import unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from app.search.codes_in_file import CodesInFile
    from app.search.encoders.base import Vectors
    from app.search.vector_file import Owner, Stored

    Vector = NDArray[np.float32]  # (dimensions,)
    Rows = NDArray[np.intp]
    Mask = NDArray[np.bool_]
    Codes = NDArray[np.int8]  # (rows, dimensions)

OWNER_BYTES: Final = 60  # a row: its owner's number, its part, its share of an owner
FLOAT_BYTES: Final = 4
LEVELS: Final = 127  # of an int8: cosines are right to 0.003
# Rows whose exact cosines are worked out, found by their signs alone. At 55,000 real vectors
# 1,024 give the same ten best as all rows do in 99.7 % (recall@10 0.963 against 0.966).
SHORTLIST: Final = 1_024
MOST: Final = 4  # times that many rows, where a great many are equally near
SAMPLE: Final = 1_024  # rows that tell how near a query is to just any text
WORD_BITS: Final = 64
SOME: Final = 512  # rows whose cosines are worked out at once: 1 MB
BLOCK: Final = 4_096  # rows turned to float at once
FAR: Final = np.uint16(65_535)


class Spread(NamedTuple):
    """How near just any text is to a query: mean and standard deviation of the cosines."""

    mean: float
    deviation: float


@dataclass(frozen=True)
class VectorTable:
    """A fixed set of vectors, safe to search from many threads.

    Row r belongs to `owners[row_owner[r]]` and is called `parts[r]` there. `signs` tell of each
    number of a row whether it is above that of `mean`, as bits; column by column, for speed.
    `codes` are all that is asked for again and again, but only some rows of them at a time: in
    memory a row takes 640 bytes with them, 130 with those in a file.
    """

    encoder: str
    owners: tuple[Owner, ...]
    codes: Codes | CodesInFile = field(repr=False)
    mean: Vector = field(repr=False)  # what all texts share says nothing of any of them
    signs: NDArray[np.uint64] = field(repr=False)
    inverse_lengths: Vector = field(repr=False)

    @classmethod
    def of(cls, stored: Stored, codes: CodesInFile | None = None) -> VectorTable:
        """The table of a file's content, with all that searching needs worked out.

        With `codes` it keeps none in memory.
        """
        mean = _mean(stored.codes)
        signs, lengths = _sign_columns(stored.codes, mean), _inverse_lengths(stored.codes)
        kept = stored.codes.copy() if codes is None else codes  # not the file's whole content
        return cls(stored.encoder, stored.owners, kept, mean, signs, lengths)

    def __len__(self) -> int:
        return len(self.inverse_lengths)

    @property
    def dimensions(self) -> int:
        return int(self.codes.shape[1])

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
        """What the table holds in memory, about."""
        held = self.codes.nbytes if isinstance(self.codes, np.ndarray) else 0
        return held + self.signs.nbytes + (OWNER_BYTES + FLOAT_BYTES) * len(self)

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
        cosines = self.inverse_lengths[rows]
        for start in range(0, len(rows), SOME):  # megabytes less at a time than all at once
            part = slice(start, start + SOME)
            cosines[part] *= self.codes[rows[part]].astype(np.float32) @ query
        return cosines

    def vectors(self, rows: Rows) -> Vectors:
        """Return these rows as unit vectors."""
        return unit(self.codes[rows])

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
        for column, word in zip(self.signs, signs, strict=True):
            distances += np.bitwise_count(column ^ word)
        return distances

    @cached_property
    def _sample(self) -> Vectors:
        chosen = np.linspace(0, len(self) - 1, min(len(self), SAMPLE)).astype(np.intp)
        return self.vectors(chosen)


def quantised(vectors: Vectors) -> Codes:
    """Return int8 rows of the same directions; rows of zeros stay so."""
    largest = np.abs(vectors).max(axis=1, keepdims=True, initial=0)
    largest[largest == 0] = 1
    rounded: Codes = np.rint(vectors * (LEVELS / largest)).astype(np.int8)
    return rounded


def _mean(codes: Codes) -> Vector:
    total = np.zeros(codes.shape[1], np.float64)
    for _, block in _blocks(codes):
        total += unit(block).sum(axis=0, dtype=np.float64)
    return (total / max(len(codes), 1)).astype(np.float32)


def _sign_columns(codes: Codes, mean: Vector) -> NDArray[np.uint64]:
    columns = np.empty((-(-codes.shape[1] // WORD_BITS), len(codes)), np.uint64)
    for part, block in _blocks(codes):
        columns[:, part] = _signs(unit(block) - mean).T
    return columns


def _inverse_lengths(codes: Codes) -> Vector:
    squares = np.zeros(len(codes))
    for part, block in _blocks(codes):
        squares[part] = np.square(block, dtype=np.int32).sum(axis=1)
    lengths = np.sqrt(squares)
    return np.divide(1, lengths, out=np.zeros(len(codes)), where=lengths > 0).astype(np.float32)


def _blocks(codes: Codes) -> Iterator[tuple[slice, Codes]]:
    for start in range(0, len(codes), BLOCK):
        part = slice(start, start + BLOCK)
        yield part, codes[part]


def _signs(numbers: Vectors) -> NDArray[np.uint64]:
    """Bits of (rows, dimensions) numbers above zero, 64 to a word, filled up with zeros."""
    missing = -numbers.shape[1] % WORD_BITS
    bits = np.packbits(np.pad(numbers > 0, ((0, 0), (0, missing))), axis=1)
    return bits.view(np.uint64)
