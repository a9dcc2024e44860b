"""What every encoder does: turns texts into vectors, near one another where the meaning is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Progress = Callable[[int, int], None]  # done, total

# Some models want to be told whether a text is asked or answers.
Role = Literal["query", "passage"]


class EncoderUnavailable(Exception):
    """There are no vectors now: search goes on by words alone. The message says why, in Russian."""


class Encoder(Protocol):
    """A model of meaning; every method may be called from any thread."""

    @property
    def name(self) -> str:
        """Model and version: vectors of encoders with different names are never compared."""

    @property
    def problem(self) -> str:
        """Why `encode` would fail or be slow now, as a Russian sentence; "" when it is fine."""

    def encode(
        self, texts: Sequence[str], role: Role = "passage", progress: Progress | None = None
    ) -> Vectors:
        """Return float32 vectors (texts, dimensions) of length 1; raise EncoderUnavailable.

        An empty text has a vector of zeros. Very long texts are cut. A call for a query is
        bounded to a fraction of a second; one for passages takes as long as they need.
        """


def part_of(progress: Progress | None, start: int, count: int, total: int) -> Progress | None:
    """Hear of a part of the work as of `count` of `total` things, from the one at `start` on."""
    if progress is None:
        return None
    return lambda done, whole: progress(start + count * done // whole, total)


def unit(vectors: NDArray[np.floating] | NDArray[np.int8]) -> Vectors:
    """Return the rows scaled to length 1; rows of zeros stay so."""
    rows = np.asarray(vectors, np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True).astype(np.float32)
    lengths[lengths == 0] = 1
    scaled: Vectors = rows / lengths
    return scaled
