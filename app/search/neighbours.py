"""Words of the index that mean nearly what a word of the query means."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from app.search.encoders.base import Encoder, Vectors
    from app.search.vector_store import VectorStore
    from app.search.vectors import Vector, VectorTable

LEAST_COSINE: Final = 0.5  # «айпи» and «ip-адрес» have 0.62, «терраформ» and «terraform» 0.55
MOST: Final = 8
# A word that the encoder has no piece for lands among nonsense («впн»: 0.69, «бэкап»: 0.47).
NONSENSE: Final = ("щъыэ", "бщцж", "xqzv")
LEAST_NONSENSE: Final = 0.6


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A lemma of the index, and how near it is (cosine)."""

    lemma: str
    cosine: float


class Neighbours:
    """Finds neighbours among the lemmas in `store`, each the owner of one vector of its own."""

    def __init__(self, store: VectorStore, encoder: Encoder) -> None:
        self._store = store
        self._encoder = encoder
        self._lock = threading.Lock()
        self._nonsense: Vectors | None = None
        self._known: tuple[VectorTable, NDArray[np.bool_]] | None = None

    def of(self, vectors: Iterable[Vector]) -> list[tuple[Neighbour, ...]]:
        """Return the neighbours of each word's vector, nearest first; none for unknown words.

        Words are encoded by the caller, with role "query" and in one call with the query itself.
        Raises EncoderUnavailable where the nonsense has to be encoded first, and cannot be.
        """
        table, known = self._table()
        return [self._near(table, known, vector) for vector in vectors]

    def _near(
        self, table: VectorTable, known: NDArray[np.bool_], vector: Vector
    ) -> tuple[Neighbour, ...]:
        if not len(table) or not self._makes_sense(vector[None, :])[0]:
            return ()
        rows, cosines = table.search(vector, known, MOST)
        return tuple(
            Neighbour(table.owners[table.row_owner[row]].name, float(cosine))
            for row, cosine in zip(rows, cosines, strict=True)
            if cosine >= LEAST_COSINE
        )

    def _table(self) -> tuple[VectorTable, NDArray[np.bool_]]:
        """The words' table and which of them the encoder knows, worked out once a table."""
        table = self._store.table()
        with self._lock:
            if self._known is None or self._known[0] is not table:
                self._known = (table, self._sensible_rows(table))
            return self._known

    def _sensible_rows(self, table: VectorTable) -> NDArray[np.bool_]:
        if not len(table):
            return np.zeros(0, np.bool_)
        rows = np.arange(len(table))
        nearest = np.max([table.cosines(vector, rows) for vector in self._anchors()], axis=0)
        sensible: NDArray[np.bool_] = nearest < LEAST_NONSENSE
        return sensible

    def _makes_sense(self, vectors: Vectors) -> NDArray[np.bool_]:
        sensible: NDArray[np.bool_] = (vectors @ self._anchors().T).max(axis=1) < LEAST_NONSENSE
        return sensible

    def _anchors(self) -> Vectors:
        if self._nonsense is None:
            self._nonsense = self._encoder.encode(NONSENSE, "query")
        return self._nonsense
