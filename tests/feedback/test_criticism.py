"""The reasons after a «Нет», as editors read them."""

from __future__ import annotations

import pytest

from app.accounts.roles import GUEST, Reader, Role
from app.feedback import criticism, voting

pytestmark = pytest.mark.usefixtures("database")


def object_to(article_id: str, number: int = 0, reader: Reader = GUEST) -> None:
    visitor = f"visitor {number}"
    voting.vote(article_id, "r1", visitor, helpful=False, reader=reader)
    voting.explain(article_id, "r1", visitor, "other", f"Комментарий {number}")


def test_the_newest_come_first_page_by_page_and_each_once() -> None:
    for number in range(5):
        object_to("voz-01", number)
    seen, before = [], None
    while True:
        page = criticism.latest(before=before, limit=2)
        seen += [vote.comment for vote in page.votes]
        before = page.before
        if before is None:
            break
    assert seen == [f"Комментарий {number}" for number in (4, 3, 2, 1, 0)]


def test_a_full_last_page_has_no_next_one() -> None:
    object_to("voz-01")
    object_to("voz-02")
    assert criticism.latest(limit=2).before is None


def test_a_vote_without_a_reason_is_not_listed() -> None:
    voting.vote("voz-01", "r1", "a", helpful=True, reader=GUEST)
    voting.vote("voz-01", "r1", "b", helpful=False, reader=GUEST)
    assert criticism.latest().votes == []


def test_a_reason_taken_back_disappears() -> None:
    object_to("voz-01", 1)
    voting.withdraw("voz-01", "r1", "visitor 1")
    assert criticism.latest().votes == []


def test_what_staff_says_is_listed_and_marked() -> None:
    object_to("voz-01", reader=Reader(Role.AGENT, 1))
    (vote,) = criticism.latest().votes
    assert vote.is_staff


@pytest.mark.parametrize("before", [0, -1, 2**31, 10**30])
def test_a_cursor_that_makes_no_sense_gives_the_first_page(before: int) -> None:
    object_to("voz-01")
    assert len(criticism.latest(before=before).votes) == 1
