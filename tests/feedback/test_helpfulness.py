"""What votes say of an article beside the site's mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.roles import GUEST, Reader, Role
from app.feedback import helpfulness, voting
from app.feedback.helpfulness import _beside
from app.feedback.tallies import Tally


def vote(article_id: str, yes: int, no: int, reader: Reader = GUEST, revision: str = "r1") -> None:
    for number in range(yes + no):
        visitor = f"{article_id}-{number}"
        voting.vote(article_id, revision, visitor, helpful=number < yes, reader=reader)


@pytest.mark.usefixtures("database")
def test_without_votes_nothing_is_said() -> None:
    assert helpfulness.by_article() == {}


@pytest.mark.usefixtures("database")
def test_many_votes_part_the_helpful_from_the_unhelpful() -> None:
    vote("good", 20, 1)
    vote("bad", 2, 20)
    vote("new", 2, 1)
    said = helpfulness.by_article()

    assert said.keys() == {"good", "bad"}
    assert said["good"] > 0.3
    assert said["bad"] < -0.3


@pytest.mark.usefixtures("database")
def test_only_a_customers_latest_vote_counts() -> None:
    vote("good", 20, 0)
    vote("bad", 20, 0, revision="r1")
    vote("bad", 0, 20, revision="r2")
    vote("staffs", 0, 20, Reader(Role.AGENT, 1))

    said = helpfulness.by_article()
    assert said["bad"] < 0 < said["good"]
    assert "staffs" not in said


@pytest.mark.parametrize("votes", [(1, 0), (0, 1), (2, 0), (1, 2)])
def test_few_votes_say_nothing_against_an_ordinary_mean(votes: tuple[int, int]) -> None:
    assert _beside(Tally(*votes), 0.7) == 0


@given(st.integers(0, 5000), st.integers(0, 5000), st.floats(0.001, 0.999))
def test_what_votes_say_stays_in_bounds_and_on_its_side(yes: int, no: int, mean: float) -> None:
    said = _beside(Tally(yes, no), mean)

    assert -1 <= said <= 1
    if said and yes + no:
        assert (said > 0) == (yes / (yes + no) > mean)
