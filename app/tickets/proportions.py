"""The difference of two shares, with how sure one may be of it."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

Z_95: Final = 1.959963984540054  # the normal distribution's 97.5 % quantile


@dataclass(frozen=True)
class Difference:
    """The first share less the second, and its 95 % confidence interval; each from -1 to 1."""

    value: float
    low: float
    high: float


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Return the 95 % score interval of a share (Wilson, JASA 22, 1927, 209-212)."""
    share, square = successes / trials, Z_95**2
    centre = share + square / (2 * trials)
    spread = Z_95 * sqrt(share * (1 - share) / trials + square / (4 * trials**2))
    scale = 1 + square / trials
    return max(0.0, (centre - spread) / scale), min(1.0, (centre + spread) / scale)


def difference(first: int, of_first: int, second: int, of_second: int) -> Difference:
    """Return first/of_first - second/of_second with Newcombe's hybrid score interval.

    R. G. Newcombe, Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, 1998, 873-890, method 10.
    """
    one, two = first / of_first, second / of_second
    low_one, high_one = wilson(first, of_first)
    low_two, high_two = wilson(second, of_second)
    value = one - two
    return Difference(
        value,
        value - sqrt((one - low_one) ** 2 + (high_two - two) ** 2),
        value + sqrt((high_one - one) ** 2 + (two - low_two) ** 2),
    )
