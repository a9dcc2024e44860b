"""«Помогло?»: one changeable vote a visitor and revision."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from app import db
from app.accounts.roles import GUEST, Reader, Role
from app.errors import InvalidInput, NotFound
from app.feedback import tallies, voting
from app.feedback.models import Reason, Vote
from tests.accounts.cast import GLEB

pytestmark = pytest.mark.usefixtures("database")


def vote(
    *, helpful: bool, visitor: str = GLEB, revision: str = "r1", reader: Reader = GUEST
) -> Vote:
    return voting.vote("voz-01", revision, visitor, helpful=helpful, reader=reader)


def counted(revision: str | None = "r1") -> tuple[int, int]:
    tally = tallies.tally("voz-01", revision)
    return tally.helpful, tally.unhelpful


def test_a_visitor_has_one_vote_that_can_change() -> None:
    vote(helpful=True)
    vote(helpful=True)
    assert counted() == (1, 0)
    vote(helpful=False)
    assert counted() == (0, 1)


def test_a_new_revision_asks_anew() -> None:
    vote(helpful=False)
    assert voting.find_vote("voz-01", "r2", GLEB) is None
    vote(helpful=True, revision="r2")
    assert counted("r1") == (0, 1)
    assert counted("r2") == (1, 0)


def test_over_all_revisions_each_visitor_s_latest_vote_counts() -> None:
    vote(helpful=False)
    vote(helpful=True, revision="r2")
    vote(helpful=True, visitor="another")
    assert counted(None) == (2, 0)


def test_a_withdrawn_vote_is_gone() -> None:
    vote(helpful=True)
    voting.withdraw("voz-01", "r1", GLEB)
    voting.withdraw("voz-01", "r1", GLEB)
    assert voting.find_vote("voz-01", "r1", GLEB) is None
    assert counted() == (0, 0)


def test_staff_may_vote_and_are_not_counted() -> None:
    vote(helpful=False, reader=Reader(Role.AGENT, 1))
    assert counted() == (0, 0)


def test_a_reason_belongs_to_the_visitor_s_own_no() -> None:
    vote(helpful=False)
    voting.explain("voz-01", "r1", GLEB, "outdated", " Кнопки\r\nнет ")
    mine = voting.find_vote("voz-01", "r1", GLEB)
    assert mine is not None
    assert (mine.reason, mine.comment) == (Reason.OUTDATED, "Кнопки\nнет")
    with pytest.raises(NotFound):
        voting.explain("voz-01", "r1", "another", "outdated")


def test_a_yes_needs_no_reason_and_forgets_the_one_before() -> None:
    vote(helpful=False)
    voting.explain("voz-01", "r1", GLEB, "unclear", "Где это?")
    mine = vote(helpful=True)
    assert (mine.reason, mine.comment) == (None, "")
    with pytest.raises(NotFound):
        voting.explain("voz-01", "r1", GLEB, "unclear")


def test_saying_no_twice_keeps_the_reason() -> None:
    vote(helpful=False)
    voting.explain("voz-01", "r1", GLEB, "unclear", "Где это?")
    assert vote(helpful=False).comment == "Где это?"


@pytest.mark.parametrize(
    ("reason", "comment", "field"),
    [
        ("", "", "reason"),
        ("rude", "", "reason"),
        ("other", " \n ", "comment"),
        ("unclear", "я" * 1001, "comment"),
    ],
)
def test_a_wrong_reason_or_comment_is_named(reason: str, comment: str, field: str) -> None:
    vote(helpful=False)
    with pytest.raises(InvalidInput) as refusal:
        voting.explain("voz-01", "r1", GLEB, reason, comment)
    assert set(refusal.value.fields) == {field}


def test_a_comment_of_the_longest_length_is_kept_whole() -> None:
    vote(helpful=False)
    assert voting.explain("voz-01", "r1", GLEB, "other", "я" * 1000).comment == "я" * 1000


def test_personal_data_in_a_comment_is_masked() -> None:
    vote(helpful=False)
    kept = voting.explain("voz-01", "r1", GLEB, "other", "Звоните +7 999 123-45-67").comment
    assert kept.startswith("Звоните ")
    assert "123-45-67" not in kept


def test_parallel_clicks_make_one_vote() -> None:
    def click(number: int) -> None:
        vote(helpful=number % 2 == 0)
        db.session.remove()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(click, range(12)))
    assert sum(counted()) == 1


def test_a_forged_search_is_not_believed() -> None:
    mine = voting.vote("voz-01", "r1", GLEB, helpful=True, reader=GUEST, search_id=424242)
    assert mine.search_id is None
