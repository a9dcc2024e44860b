"""Working time across weekends, holidays, leap days and changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.working_time import Calendar, NoWorkingTime, WorkingTime, parse_day, written

MOSCOW = ZoneInfo("Europe/Moscow")
OFFICE = (*[parse_day("09:00-13:00, 14:00-18:00")] * 5, (), ())
HOLIDAYS = Calendar(
    holidays=frozenset({date(2026, 1, day) for day in range(1, 10)} | {date(2028, 2, 29)}),
    short_days=frozenset({date(2026, 4, 30)}),
    working_days=frozenset({date(2026, 5, 16)}),
)
# Clocks change by an hour, half an hour, at midnight, over a whole day; or never.
ZONES = [
    "Europe/Moscow",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "UTC",
]
WEEKS = [
    OFFICE,
    (*[parse_day("00:00-24:00")] * 7,),
    (*[parse_day("00:00-02:30, 02:30-03:10")] * 7,),
    ((), (), parse_day("22:00-24:00"), parse_day("00:00-06:00"), (), (), ()),
]

hours = st.builds(
    WorkingTime,
    st.sampled_from([ZoneInfo(name) for name in ZONES]),
    st.sampled_from(WEEKS),
    st.sampled_from([Calendar(), HOLIDAYS]),
)
moments = st.integers(  # from before the day that Samoa skipped
    int(datetime(2011, 12, 1, tzinfo=UTC).timestamp()),
    int(datetime(2031, 1, 1, tzinfo=UTC).timestamp()),
).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
lengths = st.integers(0, 200 * 3600).map(lambda seconds: timedelta(seconds=seconds))


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2026-11-02T10:00", 2, "2026-11-02T12:00"),
        ("2026-11-02T12:00", 2, "2026-11-02T15:00"),  # over lunch
        ("2026-11-02T17:00", 2, "2026-11-03T10:00"),  # over night
        ("2026-11-06T17:30", 1, "2026-11-09T09:30"),  # over the weekend
        ("2026-11-07T12:00", 1, "2026-11-09T10:00"),  # asked on a Saturday
        ("2025-12-31T17:00", 2, "2026-01-12T10:00"),  # the holidays of New Year
        ("2026-04-30T16:00", 2, "2026-05-01T10:00"),  # the eve ends an hour sooner
        ("2026-05-15T17:00", 2, "2026-05-16T10:00"),  # a Saturday that is worked
        ("2028-02-28T17:00", 2, "2028-03-01T10:00"),  # a leap day that is a holiday
        ("2026-11-02T10:00", 3, "2026-11-02T13:00"),  # ends where the span ends
    ],
)
def test_due_counts_working_time_only(start: str, length: int, due: str) -> None:
    office = WorkingTime(MOSCOW, OFFICE, HOLIDAYS)
    assert office.due(moscow(start), timedelta(hours=length)) == moscow(due)
    assert office.elapsed(moscow(start), moscow(due)) == timedelta(hours=length)


def test_a_leap_day_is_a_day_like_others() -> None:
    office = WorkingTime(MOSCOW, OFFICE)
    assert office.due(moscow("2028-02-28T17:00"), timedelta(hours=2)) == moscow("2028-02-29T10:00")


@pytest.mark.parametrize(("day", "length"), [("2026-03-29", 23), ("2026-10-25", 25)])
def test_a_day_with_a_change_of_clocks_is_as_long_as_it_is(day: str, length: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    always = WorkingTime(berlin, WEEKS[1])
    start = datetime.fromisoformat(day).replace(tzinfo=berlin)
    assert always.elapsed(start, start + timedelta(days=1)) == timedelta(hours=length)


def test_nothing_has_passed_before_the_start() -> None:
    office = WorkingTime(MOSCOW, OFFICE)
    assert office.elapsed(moscow("2026-11-03T10:00"), moscow("2026-11-02T10:00")) == timedelta(0)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-11-02T09:00", True),
        ("2026-11-02T08:59", False),
        ("2026-11-02T13:00", False),
        ("2026-11-02T17:59", True),
        ("2026-11-07T12:00", False),
        ("2026-01-05T12:00", False),
    ],
)
def test_open_is_within_the_hours_of_a_working_day(moment: str, is_open: bool) -> None:
    assert WorkingTime(MOSCOW, OFFICE, HOLIDAYS).is_open(moscow(moment)) is is_open


def test_a_calendar_of_holidays_alone_says_so() -> None:
    never = WorkingTime(MOSCOW, ((),) * 7)
    with pytest.raises(NoWorkingTime):
        never.due(moscow("2026-11-02T10:00"), timedelta(hours=1))


@given(hours, moments, lengths, lengths)
def test_two_lengths_add_up(at: WorkingTime, start: datetime, a: timedelta, b: timedelta) -> None:
    assert at.due(at.due(start, a), b) == at.due(start, a + b)


@given(hours, moments, lengths, lengths)
def test_more_is_never_due_sooner(
    at: WorkingTime, start: datetime, a: timedelta, b: timedelta
) -> None:
    assert start <= at.due(start, a) <= at.due(start, a + b)
    assert at.due(start, a) <= at.due(start + b, a)


@given(hours, moments, lengths)
def test_what_has_passed_when_due_is_the_length(
    at: WorkingTime, start: datetime, length: timedelta
) -> None:
    assert at.elapsed(start, at.due(start, length)) == length


@given(hours, moments, lengths)
def test_an_open_moment_is_due_after_what_has_passed(
    at: WorkingTime, start: datetime, later: timedelta
) -> None:
    end = start + later
    if at.is_open(end) and at.elapsed(start, end):
        assert at.due(start, at.elapsed(start, end)) == end


@given(hours, moments, lengths, lengths)
def test_what_passes_adds_up(at: WorkingTime, start: datetime, a: timedelta, b: timedelta) -> None:
    middle, end = start + a, start + a + b
    assert at.elapsed(start, end) == at.elapsed(start, middle) + at.elapsed(middle, end)


@pytest.mark.parametrize("text", ["", "09:00-18:00", "09:00-13:00, 14:00-18:00", "00:00-24:00"])
def test_hours_are_written_as_they_are_read(text: str) -> None:
    assert written(parse_day(text)) == text


@pytest.mark.parametrize(
    "wrong",
    [
        "9-18",
        "18:00-09:00",
        "09:00-09:00",
        "09:00-25:00",
        "23:00-24:30",
        "10:00-12:00, 11:00-13:00",
    ],
)
def test_hours_that_make_no_sense_are_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match=r"use a form|must end|overlap"):
        parse_day(wrong)
