"""How near in meaning the sections of articles are to a query, on a scale that all encoders share.

A row's z is (cosine - mean) / deviation over any rows: 0 is just any text, 4 is surely about it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np

from app.search.passages import QUESTION

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.search.vectors import Mask, Vector, VectorTable

    Floats = NDArray[np.float32]  # one number an article

LEAST_Z: Final = 3.0  # of a section that is found without a word of the query
NEAREST: Final = 200  # rows that may be found so
# Weights of what the whole article and its beginning are about, beside its best section.
WHOLE: Final = 0.3
LEAD: Final = 0.4


@dataclass(frozen=True)
class Sections:
    """A table of vectors by article, with what every query asks of it worked out once."""

    table: VectorTable

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Article id → its number in the table."""
        return {owner.name: number for number, owner in enumerate(self.table.owners)}

    @cached_property
    def starts(self) -> NDArray[np.intp]:
        """First row of each article, and the number of all rows."""
        counts = [len(owner.parts) for owner in self.table.owners]
        return np.concatenate([np.zeros(1, np.intp), np.cumsum(counts, dtype=np.intp)])

    @cached_property
    def is_question(self) -> Mask:
        return np.array([part == QUESTION for part in self.table.parts], bool)

    def mask(self, article_ids: Iterable[str]) -> Mask:
        """The rows of these articles."""
        allowed = np.zeros(len(self.table.owners), bool)
        allowed[[self.numbers[i] for i in article_ids if i in self.numbers]] = True
        return allowed[self.table.row_owner]


@dataclass(frozen=True)
class Nearness:
    """One query's view of the sections. NaN stands for an article without vectors."""

    sections: Sections
    query: Vector = field(repr=False)

    def found(self, allowed: Mask) -> dict[str, str]:
        """Return the articles that are near enough to be found by meaning alone → best anchor."""
        table = self.sections.table
        rows, cosines = table.search(self.query, allowed, NEAREST)
        near = rows[self._z(cosines) >= LEAST_Z].tolist()
        anchors: dict[str, str] = {}
        for row in near:
            owner = table.owners[table.row_owner[row]].name
            anchors.setdefault(owner, "" if table.parts[row] == QUESTION else table.parts[row])
        return anchors

    def of(self, article_ids: Sequence[str]) -> tuple[Floats, Floats]:
        """Return each article's z: its best row's, and that of the article as one.

        The second is best + 0.3 · mean over its sections + 0.4 · the first of them; questions count
        for the best alone.
        """
        known = [n for n, i in enumerate(article_ids) if i in self.sections.numbers]
        best = np.full(len(article_ids), np.nan, np.float32)
        whole = best.copy()
        if known:
            owners = np.array([self.sections.numbers[article_ids[n]] for n in known])
            best[known], whole[known] = self._scores(owners)
        return best, whole

    def _scores(self, owners: NDArray[np.intp]) -> tuple[Floats, Floats]:
        firsts, ends = self.sections.starts[owners], self.sections.starts[owners + 1]
        counts = ends - firsts
        places = np.cumsum(counts) - counts
        rows = np.repeat(firsts - places, counts) + np.arange(counts.sum())
        z = self._z(self.sections.table.cosines(self.query, rows))
        is_section = ~self.sections.is_question[rows]
        best = np.maximum.reduceat(z, places)
        sums = np.add.reduceat(np.where(is_section, z, 0), places)
        sections = np.maximum(np.add.reduceat(is_section.astype(np.float32), places), 1)
        leads = np.where(is_section[places], z[places], 0)
        whole = best + np.float32(WHOLE) * sums / sections + np.float32(LEAD) * leads
        return best, whole.astype(np.float32)

    def _z(self, cosines: Vector) -> Vector:
        mean, deviation = self._spread
        z: Vector = (cosines - np.float32(mean)) / np.float32(deviation)
        return z

    @cached_property
    def _spread(self) -> tuple[float, float]:
        return self.sections.table.spread(self.query)
