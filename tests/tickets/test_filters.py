"""Narrowing the queue, and keeping how."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.errors import InvalidInput, NotFound
from app.tickets import (
    asking,
    desk,
    filters,
    queue,
    saved_filters,
    sorting,
    tagging,
    teams,
    watching,
)
from app.tickets.filters import Filter
from app.tickets.kinds import Kind, Priority
from app.tickets.queue import Sorting, View
from app.tickets.states import State
from app.tickets.teams import TeamForm
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday noon in Moscow


def asked(minute: int, **changes: Any) -> Ticket:
    with clock.frozen_at(MOMENT + timedelta(minutes=minute)):
        return asking.open_ticket(form(subject=f"Вопрос {minute}", **changes))


def found(account: Account, wanted: Filter, **how: Any) -> list[int]:
    page = queue.tickets(View.ALL, account.id, wanted=wanted, **how)
    return sorted(row.ticket.number for row in page.rows)


def test_each_field_narrows_the_list(boris: Account, vera: Account) -> None:
    one, two = asked(0), asked(1, email="other@example.com")
    sorting.prioritise(one.number, boris.id, "high")
    sorting.sort(one.number, boris.id, "problem", "oplata")
    tagging.add(one.number, boris.id, "срочно")
    watching.watch(one.number, boris.id)
    desk.assign(one.number, boris.id, boris.id, version=one.version)
    desk.mark_seen(one, boris.id)
    for wanted in (
        Filter(states=(State.OPEN,)),
        Filter(priorities=(Priority.HIGH, Priority.URGENT)),
        Filter(kinds=(Kind.PROBLEM,)),
        Filter(category="oplata"),
        Filter(tag="срочно"),
        Filter(assignee="me"),
        Filter(assignee=str(boris.id)),
        Filter(watched=True),
        Filter(email="gleb@example.com"),
    ):
        assert found(boris, wanted) == [one.number], wanted
    assert found(boris, Filter(unread=True)) == [two.number]
    assert found(boris, Filter(assignee="nobody")) == [two.number]
    assert found(vera, Filter(unread=True)) == [one.number, two.number]
    assert found(boris, Filter(levels=(2, 3))) == []
    assert found(boris, Filter()) == [one.number, two.number]


def test_teams_narrow_the_list_and_none_is_zero(boris: Account) -> None:
    nobodys = asked(0)
    team = teams.add(TeamForm("Все", is_default=True))
    teams.set_members(team.id, [boris.id])
    ours = asked(1)
    assert found(boris, Filter(teams=(team.id,))) == [ours.number]
    assert found(boris, Filter(teams=(0,))) == [nobodys.number]
    assert found(boris, Filter(teams=(0, team.id))) == [nobodys.number, ours.number]


def test_late_and_soon_are_found(boris: Account) -> None:
    ticket = asked(0)
    for hours, late, soon in ((22, [], []), (23, [], [ticket.number]), (24, [ticket.number], [])):
        with clock.frozen_at(MOMENT + timedelta(hours=hours)):
            assert found(boris, Filter(due="late")) == late
            assert found(boris, Filter(due="soon")) == soon


def test_the_next_due_come_first_without_those_that_wait(boris: Account) -> None:
    first, second, waiting = asked(0), asked(1), asked(2)
    sorting.prioritise(second.number, boris.id, "urgent")
    desk.reply(waiting.number, boris.id, "Что?", version=waiting.version, submission_key="a")
    rows: list[int] = []
    before = None
    for _ in range(2):
        page = queue.tickets(View.ALL, boris.id, sorting=Sorting.DUE, before=before, limit=1)
        rows += [row.ticket.number for row in page.rows]
        before = page.before
    assert (rows, before) == ([second.number, first.number], None)


def test_a_filter_is_read_from_a_form() -> None:
    query = {
        "states": ["open", "nonsense", "new"],
        "priorities": "high",
        "levels": ["2", 3, "9", "x"],
        "teams": ["7", "0", "-1", "9" * 30],
        "assignee": "12",
        "tag": " #Срочно ",
        "due": "yesterday",
        "unread": "1",
        "colour": "red",
    }
    assert filters.read(query) == Filter(
        states=(State.NEW, State.OPEN),
        priorities=(Priority.HIGH,),
        levels=(2, 3),
        teams=(0, 7),
        assignee="12",
        tag="срочно",
        unread=True,
    )


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


FIELDS = [field.name for field in fields(Filter)]


@given(st.dictionaries(st.sampled_from(FIELDS), anything))
def test_no_field_breaks_reading(query: dict[str, Any]) -> None:
    wanted = filters.read(query)
    assert filters.read(filters.canonical(wanted)) == wanted


def test_filters_are_kept_for_oneself_or_for_all(boris: Account, vera: Account) -> None:
    late = saved_filters.save(boris.id, " Поздние ", Filter(due="late"))
    shared = saved_filters.save(
        boris.id, "Срочные", Filter(priorities=(Priority.URGENT,)), shared=True
    )
    assert [row.name for row in saved_filters.of(boris.id)] == ["Поздние", "Срочные"]
    assert [row.name for row in saved_filters.of(vera.id)] == ["Срочные"]
    assert saved_filters.wanted(saved_filters.get(late.id, boris.id)) == Filter(due="late")
    again = saved_filters.save(boris.id, "Поздние", Filter(due="soon"))
    assert (again.id, again.query) == (late.id, {"due": "soon"})
    with pytest.raises(NotFound):
        saved_filters.get(late.id, vera.id)
    with pytest.raises(NotFound):
        saved_filters.remove(shared.id, vera.id)
    saved_filters.remove(late.id, boris.id)
    assert [row.name for row in saved_filters.of(boris.id)] == ["Срочные"]


@pytest.mark.parametrize(
    ("name", "wanted", "field"),
    [
        ("", Filter(unread=True), "name"),
        ("я" * 101, Filter(unread=True), "name"),
        ("Все", Filter(), "query"),
    ],
)
def test_a_filter_without_name_or_sense_is_refused(
    boris: Account, name: str, wanted: Filter, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        saved_filters.save(boris.id, name, wanted)
    assert set(refusal.value.fields) == {field}
