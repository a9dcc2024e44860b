"""What one visitor did to find one thing, and whether it ended in nothing; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final, NamedTuple

from app.learning.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

SESSION: Final = timedelta(minutes=30)  # without a sign of life: then the visitor has left
REWORDED: Final = timedelta(seconds=60)  # to the next search: the same thing in other words


class Sign(StrEnum):
    """What a visitor did."""

    SEARCHED = "searched"
    OPENED = "opened"
    HELPED = "helped"
    NOT_HELPED = "not_helped"
    DISSATISFIED = "dissatisfied"
    ASKED = "asked"


class Happening(NamedTuple):
    """One thing that a visitor did.

    Of a search: `search_id`, its `words`, and whether it found anything (`found`). `search_id` of
    something else is the search that it came from, None where that is not known.
    """

    at: datetime
    sign: Sign
    search_id: int | None = None
    article_id: str | None = None
    words: frozenset[str] = frozenset()
    found: bool = True


class Failure(NamedTuple):
    """A search of a journey that ended in nothing, why, and the article opened first in it."""

    search_id: int
    reason: Reason
    article_id: str | None


@dataclass(slots=True)
class Journey:
    """The searches for one thing, and what came of them, in time order."""

    happenings: list[Happening] = field(default_factory=list)

    def goes_on_with(self, search: Happening) -> bool:
        """Tell whether a search is about the same: a word is, or it is another try at once."""
        last = self.happenings[-1]
        at_once = last.sign is Sign.SEARCHED and search.at - last.at <= REWORDED
        return at_once or any(not search.words.isdisjoint(h.words) for h in self.happenings)

    def holds(self, search_id: int | None) -> bool:
        return any(h.search_id == search_id for h in self.happenings if h.sign is Sign.SEARCHED)


def failures(happenings: Sequence[Happening], now: datetime) -> Iterator[Failure]:
    """Yield the searches of one visitor's journeys that ended in nothing, oldest first.

    `happenings` are in time order. A session that may still go on at `now` is not judged yet.
    """
    for session in _sessions(happenings):
        if now - session[-1].at >= SESSION:
            for journey in journeys(session):
                yield from _failures(journey)


def journeys(session: Sequence[Happening]) -> list[Journey]:
    """Cut a session into journeys; what was done before the first search belongs to none."""
    found: list[Journey] = []
    for happening in session:
        if happening.sign is Sign.SEARCHED:
            same = next((j for j in reversed(found) if j.goes_on_with(happening)), None)
            journey = same or Journey()
            if same is None:
                found.append(journey)
            journey.happenings.append(happening)
        elif found:
            own = next((j for j in found if j.holds(happening.search_id)), found[-1])
            own.happenings.append(happening)
    return found


def ending(journey: Journey) -> Reason | None:
    """Return why the journey ended in nothing, None when it did not.

    A ticket says so whatever came after it; else the last sign decides.
    """
    signs = [happening.sign for happening in journey.happenings]
    if Sign.ASKED in signs:
        return Reason.ASKED
    return _LAST.get(signs[-1])


_LAST: Final = {
    Sign.SEARCHED: Reason.NO_CLICK,
    Sign.NOT_HELPED: Reason.UNHELPFUL,
    Sign.DISSATISFIED: Reason.DISSATISFIED,
}


def _failures(journey: Journey) -> Iterator[Failure]:
    reason = ending(journey)
    if reason is None:
        return
    opened = (h.article_id for h in journey.happenings if h.article_id is not None)
    article_id = next(opened, None)
    for happening in journey.happenings:
        if happening.sign is Sign.SEARCHED and happening.search_id is not None:
            yield Failure(happening.search_id, _reason(happening, reason), article_id)


def _reason(search: Happening, of_journey: Reason) -> Reason:
    nothing = of_journey is Reason.NO_CLICK and not search.found
    return Reason.NOTHING_FOUND if nothing else of_journey


def _sessions(happenings: Sequence[Happening]) -> Iterator[Sequence[Happening]]:
    start = 0
    for place in range(1, len(happenings)):
        if happenings[place].at - happenings[place - 1].at >= SESSION:
            yield happenings[start:place]
            start = place
    if happenings:
        yield happenings[start:]
