"""Searches that ended in nothing become gaps, once each, counted up and reopened."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.accounts.roles import Reader, Role
from app.db import session
from app.errors import Conflict, NotFound
from app.learning import gap_states, gaps, trails
from app.learning.concluding import Concluded
from app.learning.models import Gap, GapSearch, Reason, State, Trend
from app.search import history
from tests.accounts import cast
from tests.learning.visits import SMS, START, Visit, conclude, three_fail

pytestmark = pytest.mark.usefixtures("database")


def every_gap() -> list[Gap]:
    found = session.scalars(select(Gap).order_by(Gap.id).execution_options(populate_existing=True))
    return list(found)


def test_three_visitors_in_three_wordings_make_one_gap() -> None:
    three_fail()
    assert conclude() == Concluded(failed=3, new=1, reopened=0)
    [gap] = every_gap()
    assert (gap.visitors, gap.searches, gap.visitors_before) == (3, 3, 0)
    assert (gap.state, gap.trend, gap.title) == (State.OPEN, Trend.NEW, "нет смс с кодом")
    assert {w.query for w in gaps.wordings(gap.id)} == set(SMS)
    assert gaps.reasons(gap.id) == {Reason.NOTHING_FOUND: 3}


def test_one_visitor_three_times_is_no_gap() -> None:
    for day in range(3):
        Visit("вера", day).searches(SMS[0], total=0)
    assert conclude(5) == Concluded(failed=3, new=0, reopened=0)
    assert every_gap() == []


def test_staff_bots_and_who_found_it_never_count() -> None:
    three_fail(people="абв", total=0)
    Visit("борис", 0, Reader(Role.AGENT, 1)).searches(SMS[0], total=0)
    Visit("робот", 0, user_agent="Googlebot/2.1").searches(SMS[0], total=0)
    happy = Visit("глеб")
    happy.opens("akk-02", happy.searches(SMS[0]))
    conclude()
    assert [gap.visitors for gap in every_gap()] == [3]


def test_concluding_again_changes_nothing() -> None:
    three_fail()
    conclude()
    before = [vars(gap).copy() for gap in every_gap()]
    assert conclude() == Concluded(failed=3, new=0, reopened=0)
    assert [{**vars(gap), "_sa_instance_state": 0} for gap in every_gap()] == [
        {**row, "_sa_instance_state": 0} for row in before
    ]


def test_two_processes_at_once_make_each_gap_once() -> None:
    three_fail()

    def work(_number: int) -> Concluded:
        try:
            return conclude()
        finally:
            session.remove()

    with clock.frozen_at(START + timedelta(days=1)), ThreadPoolExecutor(4) as threads:
        found = list(threads.map(work, range(4)))
    assert sum(one.new for one in found) == 1
    assert len(every_gap()) == 1


def test_a_gap_is_counted_up_and_its_trend_is_told() -> None:
    three_fail(day=0)
    conclude(1)
    three_fail(day=31)
    three_fail(day=32)
    conclude(33)
    [gap] = every_gap()
    assert (gap.visitors, gap.visitors_before, gap.trend) == (6, 3, Trend.UP)
    assert sum(w.searches for w in gaps.wordings(gap.id)) == 9


def test_a_closed_gap_comes_back_when_as_many_meet_it_again() -> None:
    three_fail(day=0)
    conclude(1)
    anna = cast.anna()
    with clock.frozen_at(START + timedelta(days=2)):
        gap_states.close(every_gap()[0].id, anna.id)
    Visit("г", 3).searches(SMS[0], total=0)
    assert conclude(4).reopened == 0
    three_fail(day=5, people="где")
    assert conclude(6) == Concluded(failed=7, new=0, reopened=1)
    gap = gaps.get(every_gap()[0].id)
    assert (gap.state, gap.reopened_at) == (State.OPEN, START + timedelta(days=6))
    assert gap.closed_at == START + timedelta(days=2)
    assert conclude(6).reopened == 0


def test_noise_stays_noise() -> None:
    three_fail(day=0)
    conclude(1)
    gap_states.move(every_gap()[0].id, State.NOISE, cast.anna().id)
    three_fail(day=3)
    assert conclude(4).reopened == 0
    assert [(gap.state, gap.visitors) for gap in every_gap()] == [(State.NOISE, 6)]


def test_a_gap_names_its_tickets() -> None:
    searches = three_fail(total=2)
    at = START + timedelta(minutes=5)
    conclude(1, {searches[0]: (7, at), searches[1]: (9, at)})
    [gap] = every_gap()
    assert (gap.tickets, gaps.tickets(gap.id)) == (2, [9, 7])
    assert gaps.reasons(gap.id) == {Reason.ASKED: 2, Reason.NO_CLICK: 1}


def test_a_later_vote_takes_evidence_back() -> None:
    first = Visit("вера")
    search = first.searches(SMS[0])
    first.opens("akk-02", search)
    first.votes("akk-02", helpful=False)
    three_fail()
    conclude()
    assert every_gap()[0].visitors == 4
    first.votes("akk-02", helpful=True, minute=3)
    conclude()
    assert every_gap()[0].visitors == 3
    assert len(session.scalars(select(GapSearch)).all()) == 3


def test_forgotten_searches_take_their_evidence_with_them() -> None:
    three_fail()
    conclude()
    history.forget_before(START + timedelta(days=2))
    [gap] = every_gap()
    assert (gaps.wordings(gap.id), trails.examples(gap.id), gaps.tickets(gap.id)) == ([], [], [])


def test_only_masked_words_are_kept() -> None:
    for name in "абв":
        Visit(name).searches("не приходит код на +7 916 123-45-67", total=0)
    conclude()
    [gap] = every_gap()
    assert gap.title == "не приходит код на [телефон]"
    assert gap.key == "код, не, прийти"


def test_examples_show_what_different_visitors_did() -> None:
    vera = Visit("вера")
    search = vera.searches(SMS[0])
    vera.opens("akk-02", search)
    vera.votes("akk-02", helpful=False)
    Visit("вера", day=-3).searches("другое давно")
    three_fail()
    conclude()
    found = trails.examples(every_gap()[0].id, limit=4)
    assert len(found) == 4
    longest = max(found, key=len)
    assert [step.kind for step in longest] == ["search", "opening", "vote"]
    assert next(step.text for step in longest) == SMS[0]


def test_gaps_come_a_page_at_a_time() -> None:
    for number, query in enumerate(["бандероль в космос", "абонемент дельфина", "скидка пингвину"]):
        for name in "абвгде"[: 3 + number]:
            Visit(f"{name}{number}").searches(query, total=0)
    conclude()
    first = gaps.page(limit=2)
    rest = gaps.page(before=first.before, limit=2)
    assert [gap.title for gap in (*first.gaps, *rest.gaps)] == [
        "скидка пингвину",
        "абонемент дельфина",
        "бандероль в космос",
    ]
    assert rest.before is None
    assert gaps.page(State.CLOSED).gaps == []
    assert len(gaps.page(State.OPEN, before="нет").gaps) == 3
    assert gaps.counts() == {State.OPEN: 3}


@pytest.mark.parametrize("way", [(State.CLOSED, State.NOISE), (State.NOISE, State.IN_WORK)])
def test_a_step_that_the_table_lacks_is_refused(way: tuple[State, State]) -> None:
    three_fail()
    conclude()
    [gap] = every_gap()
    anna = cast.anna()
    if way[0] is State.CLOSED:
        gap_states.close(gap.id, anna.id)
    else:
        gap_states.move(gap.id, way[0], anna.id)
    with pytest.raises(Conflict):
        gap_states.move(gap.id, way[1], anna.id)
    assert gaps.get(gap.id).changed_by is not None
    assert gap_states.move(gap.id, State.OPEN, anna.id).state is State.OPEN


def test_no_gap_is_closed_by_the_way() -> None:
    three_fail()
    conclude()
    [gap] = every_gap()
    with pytest.raises(Conflict, match="проверкой"):
        gap_states.move(gap.id, State.CLOSED, cast.anna().id)
    assert gaps.get(gap.id).state is State.OPEN


def test_an_unknown_gap_is_not_found() -> None:
    with pytest.raises(NotFound):
        gaps.get(1)
    with pytest.raises(NotFound):
        gap_states.close(1, cast.anna().id)
