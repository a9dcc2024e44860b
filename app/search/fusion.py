"""Puts meaning beside words: one score of both, pure over what each found."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.engines.base import Hits
    from app.search.query import Query

    Floats = NDArray[np.float32]

MEANING: Final = 1.2  # weight of its z beside that of the words
AMONG: Final = 1_000  # so the words' weight depends on the query, not on the number of articles
SURE_MEANING: Final = 0.3  # where words are sure: a code or a quoted phrase was found as typed
UNKNOWN: Final = 0.3  # share of the words' score that stays when the index knows none of them
HELD: Final = 0.95  # evidence of a code that stands in an article as typed


@dataclass(frozen=True, slots=True)
class Near:
    """How near each candidate is in meaning, as z: its best section, and all of it together.

    NaN stands for an article that has no vectors yet. `query` is that of the hits.
    """

    query: Query
    best: Floats
    whole: Floats


def known(query: Query, weights: Floats) -> float:
    """The share of the query's telling weight that the index has by words, not by neighbours."""
    total = float(weights.sum())
    has = [any(a.layer != "meaning" for a in group.alternatives) for group in query.telling]
    return float(weights[np.array(has, bool)].sum()) / total if total else 0.0


def lexical_scale(scores: Floats, known: float) -> float:
    """What a point of the words' score counts beside a z of meaning.

    It makes the scores a z too, as though they were found among AMONG articles of which all
    others have 0; less, the less of the query the index knows.
    """
    mean = float(scores.sum()) / AMONG
    variance = float(np.square(scores, dtype=np.float64).sum()) / AMONG - mean**2
    deviation = sqrt(variance) if variance > 0 else 1.0
    return (UNKNOWN + (1 - UNKNOWN) * known) / deviation


def meaning_part(near: Near, holds: NDArray[np.bool_] | None) -> Floats:
    """What meaning adds to each candidate's score.

    `holds` tells which candidates hold the sure words of the query, if it has any and some do;
    then no other gains on them by meaning.
    """
    missing = np.isnan(near.whole)
    middle = np.float32(np.median(near.whole[~missing]) if not missing.all() else 0.0)
    whole = np.where(missing, middle, near.whole)
    if holds is None or not holds.any():
        return np.asarray(MEANING * whole, np.float32)
    lowest = whole[holds].min()
    return np.asarray(SURE_MEANING * np.where(holds, whole, np.minimum(whole, lowest)), np.float32)


def holders(query: Query, hits: Hits, everywhere: Floats) -> NDArray[np.bool_] | None:
    """Which candidates hold the sure words: the phrases, or a code that tells the most."""
    if query.phrases:
        return np.ones(len(hits.scores), bool)
    found = np.flatnonzero((everywhere >= HELD).any(axis=1))
    if not len(found):
        return None
    most = int(found[hits.weights[found].argmax()])
    return everywhere[most] >= HELD if query.telling[most].is_code else None
