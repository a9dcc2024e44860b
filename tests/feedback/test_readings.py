"""Openings of articles and how long they were read."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.accounts.roles import GUEST
from app.feedback import readings
from tests.accounts.cast import GLEB

pytestmark = pytest.mark.usefixtures("database")

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def reading_id() -> int:
    with clock.frozen_at(MOMENT):
        return readings.opened("voz-01", "r1", GLEB, reader=GUEST)


def seconds() -> int:
    return readings.recent(GLEB)[0].seconds


def lasted(reading_id: int, told: float, *, after: int, visitor: str = GLEB) -> None:
    with clock.frozen_at(MOMENT + timedelta(seconds=after)):
        readings.lasted(reading_id, visitor, told)


def test_the_longest_time_told_counts(reading_id: int) -> None:
    lasted(reading_id, 12.7, after=30)
    lasted(reading_id, 40, after=60)
    lasted(reading_id, 20, after=90)
    assert seconds() == 40


@pytest.mark.parametrize("told", [1e9, math.inf])
def test_nobody_reads_longer_than_the_time_that_passed(reading_id: int, told: float) -> None:
    lasted(reading_id, told, after=60)
    assert seconds() == 65


def test_a_page_left_open_overnight_counts_an_hour(reading_id: int) -> None:
    lasted(reading_id, 9 * 3600, after=10 * 3600)
    assert seconds() == readings.LONGEST_SECONDS


@pytest.mark.parametrize("told", [-5, math.nan, -math.inf])
def test_nonsense_counts_nothing(reading_id: int, told: float) -> None:
    lasted(reading_id, told, after=60)
    assert seconds() == 0


def test_another_visitor_cannot_change_it(reading_id: int) -> None:
    lasted(reading_id, 50, after=60, visitor="another")
    for wrong in (reading_id + 1000, 0, -1, 10**30):
        lasted(wrong, 50, after=60)
    assert seconds() == 0


def test_recent_ones_come_newest_first_up_to_a_moment(reading_id: int) -> None:
    with clock.frozen_at(MOMENT + timedelta(minutes=5)):
        readings.opened("dos-01", "r1", GLEB, reader=GUEST)
    assert [r.article_id for r in readings.recent(GLEB)] == ["dos-01", "voz-01"]
    assert len(readings.recent(GLEB, limit=1)) == 1


def test_old_ones_are_forgotten(reading_id: int) -> None:
    readings.forget_before(MOMENT)
    assert len(readings.recent(GLEB)) == 1
    readings.forget_before(MOMENT + timedelta(seconds=1))
    assert readings.recent(GLEB) == []
