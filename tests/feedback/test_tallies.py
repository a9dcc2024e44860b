"""Helpfulness and popularity."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.accounts.roles import GUEST, Reader, Role
from app.feedback import readings, tallies
from app.feedback.tallies import wilson_lower_bound

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("helpful", "total", "expected"),
    [(0, 0, 0.0), (0, 10, 0.0), (1, 1, 0.2065), (10, 10, 0.7225), (90, 100, 0.8256)],
)
def test_the_wilson_bound_is_the_published_one(helpful: int, total: int, expected: float) -> None:
    assert wilson_lower_bound(helpful, total) == pytest.approx(expected, abs=5e-5)


@given(st.integers(0, 10_000), st.integers(0, 10_000))
def test_the_bound_is_a_share_below_the_observed_one(helpful: int, unhelpful: int) -> None:
    bound = wilson_lower_bound(helpful, helpful + unhelpful)
    assert 0 <= bound <= (helpful / (helpful + unhelpful) if helpful + unhelpful else 0) + 1e-9


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_a_helpful_vote_never_lowers_the_bound(helpful: int, unhelpful: int) -> None:
    total = helpful + unhelpful
    assert wilson_lower_bound(helpful + 1, total + 1) >= wilson_lower_bound(helpful, total)


def opened(article_id: str, *visitors: str, reader: Reader = GUEST, bot: bool = False) -> None:
    for visitor in visitors:
        readings.opened(article_id, "r1", visitor, reader=reader, bot=bot)


@pytest.mark.usefixtures("database")
def test_popular_is_what_most_different_customers_open() -> None:
    with clock.frozen_at(MOMENT - timedelta(days=31)):
        opened("long-ago", "a", "b", "c", "d", "e")
    with clock.frozen_at(MOMENT):
        opened("voz-01", "a", "b", "c")
        opened("dos-01", "a", "a", "a", "a", "b")
        opened("staff-01", "a", "b", "c", "d", reader=Reader(Role.AGENT, 1))
        opened("crawled", "a", "b", "c", "d", bot=True)
        assert tallies.popular(5) == ["voz-01", "dos-01"]
        assert tallies.popular(1) == ["voz-01"]


@pytest.mark.usefixtures("database")
def test_what_the_reader_may_not_read_takes_no_place_among_the_popular() -> None:
    opened("secret", "a", "b", "c")
    opened("voz-01", "a", "b")
    opened("dos-01", "a")
    assert tallies.popular(2, among={"voz-01", "dos-01"}) == ["voz-01", "dos-01"]


@pytest.mark.usefixtures("database")
def test_the_popular_are_ranked_once_a_minute() -> None:
    with clock.frozen_at(MOMENT):
        opened("voz-01", "a")
        assert tallies.popular(5) == ["voz-01"]
        opened("dos-01", "a", "b")
        assert tallies.popular(5) == ["voz-01"]
    with clock.frozen_at(MOMENT + tallies.KEPT_FOR):
        assert tallies.popular(5) == ["dos-01", "voz-01"]
