"""Sets of numbers as arrays that rise.

NumPy's own functions for sets hash all numbers or sort them anew, and take ten times as long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


def holds(rising: NDArray[Any], numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of `numbers` are in a rising array."""
    if not len(rising):
        return np.zeros(len(numbers), bool)
    places = rising.searchsorted(numbers)
    within: NDArray[np.bool_] = rising.take(places, mode="clip") == numbers
    return within


def common(some: NDArray[Any], others: NDArray[Any]) -> NDArray[Any]:
    """The numbers that are in both; quicker with the fewer ones first."""
    return some[holds(others, some)]


def merged(sets: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """The numbers that are in any of the sets."""
    found = np.concatenate(sets)
    found.sort(kind="stable")  # which knows runs that rise
    is_new = np.ones(len(found), bool)
    np.not_equal(found[1:], found[:-1], out=is_new[1:])
    return found[is_new]
