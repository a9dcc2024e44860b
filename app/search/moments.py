"""Whether all that answers depend on is still as it was."""

from __future__ import annotations

import operator
from dataclasses import dataclass


@dataclass(frozen=True, eq=False)
class Moment:
    """`parts` are objects of which another one stands in its place after any change of it.

    `passed` counts the articles that have come out or gone by the clock.
    """

    parts: tuple[object, ...] = ()
    passed: int = 0

    def is_like(self, other: Moment) -> bool:
        same = len(self.parts) == len(other.parts) and self.passed == other.passed
        return same and all(map(operator.is_, self.parts, other.parts))


class Moments:
    """Gives the same moment as before for as long as nothing has changed."""

    def __init__(self) -> None:
        self._last = Moment()

    def now(self, parts: tuple[object, ...], passed: int) -> Moment:
        moment, last = Moment(parts, passed), self._last
        if moment.is_like(last):
            return last
        self._last = moment
        return moment
