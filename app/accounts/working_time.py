"""Working time: which moments count, how long until so much of it has passed, and how much has.

Wall-clock hours are turned into moments day by day, so that a day of 23 or 25 hours counts as long
as it is. All moments are aware; all lengths are of working time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from zoneinfo import ZoneInfo

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_DAYS: Final = 3660  # that are looked through; no target is ten years long
SHORT_BY: Final = timedelta(hours=1)  # the eve of a holiday: article 95 of the Labour Code
_SPAN = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—]\s*([01]?\d|2[0-4]):([0-5]\d)")
_DAY: Final = timedelta(days=1)
_NOTHING: Final = timedelta(0)


class NoWorkingTime(ValueError):
    """Ten years of the calendar hold less working time than was asked for."""


@dataclass(frozen=True, order=True)
class Span:
    """A part of a day, from and until so long after midnight on the clock."""

    start: timedelta
    end: timedelta

    def __str__(self) -> str:
        return f"{_clock(self.start)}-{_clock(self.end)}"


Day = tuple[Span, ...]


@dataclass(frozen=True)
class Calendar:
    """What differs from the plain week: days off, eves with an hour less, weekends that are worked.

    A weekend that is worked has Monday's hours.
    """

    holidays: frozenset[date] = frozenset()
    short_days: frozenset[date] = frozenset()
    working_days: frozenset[date] = frozenset()


@dataclass(frozen=True)
class WorkingTime:
    """The hours of each day of the week from Monday, in a time zone, with a calendar."""

    zone: ZoneInfo
    week: tuple[Day, ...]
    calendar: Calendar = Calendar()

    def due(self, start: datetime, length: timedelta) -> datetime:
        """Return the first moment from `start` on when `length` has passed.

        Raises NoWorkingTime when the calendar has not that much.
        """
        left = length
        if left <= _NOTHING:
            return start
        for opens, closes in self._spans_from(start):
            begins = max(opens, start)
            if begins < closes:
                if left <= closes - begins:
                    return begins + left
                left -= closes - begins
        raise NoWorkingTime

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return how much has passed from `start` until `end`; nothing when `end` is before."""
        passed = _NOTHING
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            passed += max(_NOTHING, min(closes, end) - max(opens, start))
        return passed

    def is_open(self, moment: datetime) -> bool:
        """Tell whether `moment` is within working time."""
        opens, closes = next(self._spans_from(moment), (moment, moment))
        return opens <= moment < closes

    def _spans_from(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the spans that end after `start`, in UTC, in order and never overlapping."""
        first = start.astimezone(self.zone).date() - _DAY
        before = datetime.min.replace(tzinfo=UTC)
        for day in (first + n * _DAY for n in range(MOST_DAYS)):
            for span in self._hours(day):
                opens = max(self._moment(day, span.start), before)
                closes = self._moment(day, span.end)
                if opens < closes:
                    before = closes
                    if closes > start:
                        yield opens, closes

    def _hours(self, day: date) -> Day:
        if day in self.calendar.holidays:
            return ()
        hours = self.week[0 if day in self.calendar.working_days else day.weekday()]
        return _shortened(hours) if day in self.calendar.short_days else hours

    def _moment(self, day: date, since_midnight: timedelta) -> datetime:
        """The clock time on that day; what a change of clocks skips is told by the old offset."""
        wall = datetime.combine(day, time()) + since_midnight
        return wall.replace(tzinfo=self.zone).astimezone(UTC)


def parse_day(text: str) -> Day:
    """Return the spans of "09:00-13:00, 14:00-18:00"; an empty text is a day off.

    Raises ValueError with what is wrong.
    """
    spans = tuple(_parse_span(part.strip()) for part in text.split(",") if part.strip())
    if any(after.start < before.end for before, after in pairwise(spans)):
        raise ValueError(f"{text!r}: the spans overlap or are not in order")
    return spans


def written(day: Day) -> str:
    """Return the spans as parse_day() reads them."""
    return ", ".join(map(str, day))


def _parse_span(text: str) -> Span:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r}: use a form like 09:00-18:00")
    hours = [int(part) for part in found.groups()]
    span = Span(
        timedelta(hours=hours[0], minutes=hours[1]), timedelta(hours=hours[2], minutes=hours[3])
    )
    if not span.start < span.end <= _DAY:
        raise ValueError(f"{text!r}: must end after it begins, by 24:00")
    return span


def _shortened(hours: Day) -> Day:
    """The day without its last hour."""
    left = SHORT_BY
    kept: list[Span] = []
    for span in reversed(hours):
        cut = min(left, span.end - span.start)
        left -= cut
        if span.end - cut > span.start:
            kept.append(Span(span.start, span.end - cut))
    return tuple(reversed(kept))


def _clock(since_midnight: timedelta) -> str:
    minutes = int(since_midnight.total_seconds()) // 60
    return f"{minutes // 60:02}:{minutes % 60:02}"
