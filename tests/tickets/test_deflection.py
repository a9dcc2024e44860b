"""The deflection ledger: every started ask is counted once, whatever happened in which order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, func, select

from app import clock, db
from app.tickets import asking, started_asks
from app.tickets.asking_models import StartedAsk, SuggestedArticle
from app.tickets.deflection import DECIDED_AFTER, Figures, Outcome, figures, is_withheld, outcome
from app.tickets.proportions import difference, wilson
from app.tickets.started_asks import Suggested
from tests.accounts.cast import GLEB
from tests.tickets.forms import form

if TYPE_CHECKING:
    from collections.abc import Callable

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
LATER = NOON + 40 * DAY
FOUND = (Suggested("voz-01", "srok", False), Suggested("opl-01", "", True))
KEY = "the form's key"


@dataclass(frozen=True)
class Facts:
    seen_at: datetime = NOON
    shown_at: datetime | None = NOON
    opened_at: datetime | None = None
    solved_at: datetime | None = None
    ticketed_at: datetime | None = None


@pytest.mark.parametrize(
    ("facts", "after", "expected"),
    [
        ({"solved_at": NOON}, 0 * DAY, Outcome.EXPLICIT),
        ({"solved_at": NOON, "opened_at": NOON}, 30 * DAY, Outcome.EXPLICIT),
        ({"opened_at": NOON}, 7 * DAY, Outcome.IMPLICIT),
        ({"opened_at": NOON}, 7 * DAY - MINUTE, Outcome.UNDECIDED),
        ({"opened_at": NOON, "ticketed_at": NOON + MINUTE}, DAY, Outcome.FAILED),
        ({"ticketed_at": NOON + MINUTE}, DAY, Outcome.IGNORED),
        ({"opened_at": NOON + 2 * MINUTE, "ticketed_at": NOON}, DAY, Outcome.IGNORED),
        ({"solved_at": NOON, "ticketed_at": NOON + MINUTE}, DAY, Outcome.IGNORED),
        ({}, 8 * DAY, Outcome.LEFT),
        ({}, DAY, Outcome.UNDECIDED),
        ({"shown_at": None}, 0 * DAY, Outcome.NONE),
        ({"shown_at": None, "ticketed_at": NOON}, 8 * DAY, Outcome.NONE),
    ],
)
def test_facts_have_one_outcome(
    facts: dict[str, datetime | None], after: timedelta, expected: Outcome
) -> None:
    assert outcome(replace(Facts(), **facts), NOON + after) is expected


moments = st.none() | st.integers(-60 * 24 * 30, 60 * 24 * 90).map(lambda n: NOON + n * MINUTE)


@given(st.builds(Facts, moments.map(lambda m: m or NOON), *[moments] * 4), st.integers(0, 200))
def test_any_facts_have_an_outcome_and_time_alone_changes_only_undecided(
    facts: Facts, days: int
) -> None:
    now, then = NOON + days * DAY, NOON + (days + 5) * DAY
    assert outcome(facts, now) in (outcome(facts, then), Outcome.UNDECIDED)


def counted(now: datetime = LATER) -> Figures:
    with clock.frozen_at(now):
        return figures(NOON - DAY, NOON + 30 * DAY)


def only(now: datetime = LATER) -> Outcome:
    found = counted(now)
    assert found.started == 1
    return next(o for o, number in found.counts.items() if number)


def show(typed: int = 30, key: str = KEY, visitor: str = GLEB, withheld: bool = False) -> None:
    started_asks.suggest(visitor, key, typed, FOUND, withheld=withheld)


def send(key: str = KEY, **changes: object) -> None:
    asking.open_ticket(form(**{"submission_key": key, "in_ledger": True} | changes))


pytest_database = pytest.mark.usefixtures("database")


@pytest_database
def test_each_way_of_an_ask_is_counted_once() -> None:
    ways: dict[Outcome, Callable[[str], None]] = {
        Outcome.EXPLICIT: lambda visitor: started_asks.solve(visitor, KEY, "voz-01"),
        Outcome.IMPLICIT: lambda visitor: started_asks.opened(visitor, "voz-01"),
        Outcome.IGNORED: lambda visitor: send(visitor=visitor, email=f"{visitor}@example.ru"),
        Outcome.LEFT: lambda _visitor: None,
    }
    with clock.frozen_at(NOON):
        for way, act in ways.items():
            show(visitor=way.value)
            act(way.value)
        show(visitor="failed")
        started_asks.opened("failed", "opl-01")
        send(visitor="failed", email="failed@example.ru")
        started_asks.suggest("none", KEY, 30, ())
        show(visitor="few", typed=9)
    found = counted()
    expected = dict.fromkeys(Outcome, 1) | {Outcome.UNDECIDED: 0}
    assert (found.started, dict(found.counts)) == (6, expected)
    assert (found.explicit_rate, found.with_implicit_rate) == (1 / 6, 2 / 6)


@pytest_database
def test_what_was_shown_and_opened_is_kept_as_evidence() -> None:
    with clock.frozen_at(NOON):
        show()
    with clock.frozen_at(NOON + MINUTE):
        started_asks.opened(GLEB, "opl-01")
        started_asks.opened(GLEB, "never-shown")
        ticket = asking.open_ticket(form(submission_key=KEY, in_ledger=True))
    first, second = started_asks.of_ticket(ticket)
    assert (first.article_id, first.anchor, first.rank, first.was_read) == (
        "voz-01",
        "srok",
        1,
        False,
    )
    assert (first.shown_at, first.opened_at) == (NOON, None)
    assert (second.was_read, second.opened_at) == (True, NOON + MINUTE)


@pytest_database
@pytest.mark.parametrize(
    ("after", "expected"), [(6 * DAY, Outcome.FAILED), (8 * DAY, Outcome.IMPLICIT)]
)
def test_a_ticket_within_seven_days_undoes_the_implicit_success(
    after: timedelta, expected: Outcome
) -> None:
    with clock.frozen_at(NOON):
        show()
        started_asks.opened(GLEB, "voz-01")
    with clock.frozen_at(NOON + after):
        send("another form", in_ledger=False)
    assert only() is expected


@pytest_database
def test_the_same_person_in_another_browser_is_known_by_the_address() -> None:
    with clock.frozen_at(NOON - 20 * DAY):
        send("long ago", visitor="home", email="gleb@example.ru")
    with clock.frozen_at(NOON):
        show(visitor="home")
        started_asks.opened("home", "voz-01")
    with clock.frozen_at(NOON + DAY):
        send("at work", visitor="work", email="gleb@example.ru", body="Пишу теперь с работы.")
    found = counted()
    assert (found.counts[Outcome.FAILED], found.counts[Outcome.IMPLICIT]) == (1, 0)


@pytest_database
def test_a_reloaded_form_goes_on_with_the_same_ask_for_a_day() -> None:
    with clock.frozen_at(NOON):
        show(key="first")
    with clock.frozen_at(NOON + DAY - MINUTE):
        show(key="second")
    assert counted().started == 1
    with clock.frozen_at(NOON + 3 * DAY):
        show(key="third")
    assert counted().started == 2


@pytest_database
def test_solved_said_again_or_late_changes_nothing() -> None:
    with clock.frozen_at(NOON):
        show()
        for article in ("voz-01", "opl-01", None):
            started_asks.solve(GLEB, KEY, article)
        show(typed=500)
        started_asks.opened(GLEB, "voz-01")
    assert only() is Outcome.EXPLICIT
    ask = db.session.scalars(select(StartedAsk)).one()
    assert (ask.solved_by, ask.typed, ask.opened_at) == ("voz-01", 30, None)


@pytest_database
def test_a_late_look_after_the_ticket_begins_no_ask_of_its_own() -> None:
    with clock.frozen_at(NOON):
        show()
        send()
        show(typed=80)
        started_asks.solve(GLEB, KEY, None)
    assert only() is Outcome.IGNORED


@pytest_database
def test_solved_and_then_sent_after_all_is_no_success() -> None:
    with clock.frozen_at(NOON):
        show()
        started_asks.opened(GLEB, "voz-01")
        started_asks.solve(GLEB, KEY, "voz-01")
    with clock.frozen_at(NOON + 5 * MINUTE):
        send()
    assert only() is Outcome.FAILED


@pytest_database
def test_a_form_sent_without_any_look_is_an_ask_without_suggestion() -> None:
    with clock.frozen_at(NOON):
        send()
    assert only() is Outcome.NONE


@pytest_database
def test_staff_and_robots_are_not_counted() -> None:
    with clock.frozen_at(NOON):
        asking.open_ticket(form())
    assert counted().started == 0


@pytest_database
def test_old_asks_are_forgotten_with_their_evidence() -> None:
    with clock.frozen_at(NOON):
        show()
    started_asks.forget_before(NOON + DAY)
    assert counted().started == 0
    assert db.session.scalars(select(func.count()).select_from(SuggestedArticle)).one() == 0


events = st.lists(
    st.tuples(
        st.sampled_from(["show", "nothing", "few", "withheld", "open", "solve", "send"]),
        st.sampled_from(["Вера", "Глеб"]),
        st.sampled_from(["key-1", "key-2"]),
        st.integers(0, 60 * 24 * 10),  # minutes until the next event
    ),
    max_size=12,
)


@pytest_database
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(happened=events)
def test_the_sum_is_always_all_started_asks(
    happened: list[tuple[str, str, str, int]],
) -> None:
    with db.transaction() as rows:
        rows.execute(delete(SuggestedArticle))
        rows.execute(delete(StartedAsk))
    now = NOON
    for number, (event, visitor, key, minutes) in enumerate(happened):
        with clock.frozen_at(now):
            _happen(event, visitor, key, number)
        now += timedelta(minutes=minutes)
    for then in (now, now + DECIDED_AFTER):
        with clock.frozen_at(then):
            found = figures(NOON, NOON + 200 * DAY)
        started = select(func.count()).select_from(StartedAsk).where(StartedAsk.typed >= 10)
        assert sum(found.counts.values()) == found.started == db.session.scalars(started).one()
    assert found.counts[Outcome.UNDECIDED] == 0


def _happen(event: str, visitor: str, key: str, number: int) -> None:
    if event == "open":
        started_asks.opened(visitor, "voz-01")
    elif event == "solve":
        started_asks.solve(visitor, key, "voz-01")
    elif event == "send":
        send(key, visitor=visitor, body=f"Вопрос номер {number}, подробно.")
    else:
        found = () if event == "nothing" else FOUND
        typed = 5 if event == "few" else 30
        started_asks.suggest(visitor, key, typed, found, withheld=event == "withheld")


def test_always_the_same_visitors_are_shown_nothing() -> None:
    visitors = [f"{number:032x}" for number in range(2000)]
    held = [visitor for visitor in visitors if is_withheld(visitor, 10)]
    assert held == [visitor for visitor in visitors if is_withheld(visitor, 10)]
    assert 140 < len(held) < 260
    assert set(held) <= {visitor for visitor in visitors if is_withheld(visitor, 20)}
    assert not any(is_withheld(visitor, 0) for visitor in visitors)
    assert all(is_withheld(visitor, 100) for visitor in visitors)


@pytest_database
def test_the_lift_is_told_with_its_interval() -> None:
    with clock.frozen_at(NOON):
        for number in range(10):
            shown, held = f"shown {number}", f"held {number}"
            show(visitor=shown)
            show(visitor=held, withheld=True)
            if number < 3:
                send(visitor=shown, email=f"s{number}@example.ru")
            if number < 8:
                send(visitor=held, email=f"h{number}@example.ru")
    lift = counted().lift
    assert lift
    assert (lift.shown, lift.shown_sent, lift.withheld, lift.withheld_sent) == (10, 3, 10, 8)
    assert lift.effect.value == pytest.approx(0.5)
    assert lift.effect.low < 0.5 < lift.effect.high
    assert counted(NOON).lift is None


# Newcombe 1998, Statistics in Medicine 17, 873-890, table II, method 10; the last row has zeros.
@pytest.mark.parametrize(
    ("first", "of_first", "second", "of_second", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (6, 7, 2, 7, 0.0582, 0.8062),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_the_interval_is_the_one_of_the_paper(
    first: int, of_first: int, second: int, of_second: int, low: float, high: float
) -> None:
    found = difference(first, of_first, second, of_second)
    assert (found.low, found.high) == (
        pytest.approx(low, abs=5e-5),
        pytest.approx(high, abs=5e-5),
    )


def test_the_score_interval_stays_between_nothing_and_all() -> None:
    assert wilson(0, 10)[0] == 0
    assert wilson(10, 10)[1] == pytest.approx(1)
    assert wilson(81, 263) == (pytest.approx(0.2553, abs=5e-5), pytest.approx(0.3662, abs=5e-5))
