"""Postings of words that stand side by side, found from the words' positions."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines.postings import Postings
from app.search.engines.rising import common

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FAR = 2**24  # more words than a document has: keeps documents apart on one axis of positions


def phrase(words: Sequence[Postings | None]) -> Postings | None:
    """Return where the `words` follow one another; None where they never do."""
    axes = [axis(word) - offset for offset, word in enumerate(words) if word is not None]
    if len(axes) < len(words):
        return None
    together = reduce(common, sorted(axes, key=len))
    if not len(together):
        return None
    docs, firsts = np.unique(together // FAR, return_index=True)
    steps = np.arange(len(words))
    positions = np.add.outer(together % FAR, steps).ravel()
    places = np.append(firsts, len(together)) * len(words)
    return Postings(docs.astype(np.int32), places, positions.astype(np.int32), words=len(words))


def axis(postings: Postings) -> NDArray[np.int64]:
    """Return all positions of a term on one axis, rising; document d starts at d · FAR."""
    docs = np.repeat(postings.docs.astype(np.int64), postings.counts * postings.words)
    found: NDArray[np.int64] = docs * FAR + postings.all_positions
    return found
