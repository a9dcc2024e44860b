"""How probably a result list answers its query: a few features of its first results, one curve."""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING, Final

import numpy as np

from app.search.engines.base import surest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.search.query import Query

    Floats = NDArray[np.float32]

UNSURE_BELOW: Final = 0.4  # two thirds of what nobody answers, and 6 in 100 of what is answered
FIRST: Final = 3  # results that a person looks at
TEXT: Final = 0.9  # a word in a text tells a little less than one in a title or heading
FOREIGN: Final = 0.05  # share of known words below which the words say nothing (another language)
# That z is about as likely right as not; that of a single word is as high where it is nonsense.
NEAR: Final = 4.5
NEAR_ALONE: Final = 5.5


def held(evidence: Floats) -> Floats:
    """By candidate: the mean over the telling words of how surely the article holds each."""
    best = surest(evidence, TEXT)
    if not len(best):
        return np.zeros(best.shape[1], np.float32)
    mean: Floats = np.add.reduce(best) / np.float32(len(best))
    return mean


def sureness(
    held: Sequence[float],
    words: Sequence[float],
    z: float | None,
    known: float,
    near: float | None = None,
) -> float:
    """Return 0-1 for what the first results hold, and their scores by words alone.

    `z` is how near the nearest of them is in meaning, None without; `known` is the share of the
    query's telling weight that the index has at all. From a z of `near` on, if that is given,
    meaning tells by itself.
    """
    best = max(words[:FIRST], default=0.0)
    most = max(held[:FIRST], default=0.0)
    if z is None:
        return _curve(4.8 * most + 0.5 * best - 3.95)
    sure = _curve(3.0 * most + 2.5 * known + 0.8 * best + 0.3 * z - 6.75)
    return sure if near is None else max(sure, _curve(z - near))


def near_enough(query: Query, known: float) -> float | None:
    """The z from which on meaning tells by itself: of what the words say nothing about."""
    if known >= FOREIGN and not query.is_english:
        return None
    return NEAR if len(query.telling) > 1 or query.is_english else NEAR_ALONE


def _curve(x: float) -> float:
    return 1 / (1 + exp(-max(min(x, 50.0), -50.0)))
