"""Teams, who gets a ticket, and who sees it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock
from app.accounts import accounts, profile
from app.accounts.profile import Profile
from app.accounts.roles import Role
from app.errors import InvalidInput, NotFound
from app.tickets import asking, conversation, desk, queue, rights, sorting, teams, watching
from app.tickets.kinds import Assigning, Kind
from app.tickets.queue import View
from app.tickets.states import State, Step
from app.tickets.teams import TeamForm
from tests.accounts import cast
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket
    from app.tickets.team_models import Team

WORKING = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday noon in Moscow
NIGHT = datetime(2026, 11, 2, 22, 0, tzinfo=UTC)


@pytest.fixture
def admin(database: object) -> Account:
    return cast.hire("Админ", "admin@polka.example", Role.ADMIN)


def team(name: str, *people: Account, **how: object) -> Team:
    made = teams.add(TeamForm(name, **how))  # type: ignore[arg-type]
    teams.set_members(made.id, [one.id for one in people])
    return made


def asked(minute: int = 0, at: datetime = WORKING) -> Ticket:
    with clock.frozen_at(at + timedelta(minutes=minute)):
        return asking.open_ticket(form(subject=f"Вопрос {minute}"))


def numbers(account: Account) -> set[int]:
    return {row.ticket.number for row in queue.tickets(View.ALL, account.id).rows}


@pytest.mark.parametrize(
    ("kind", "category", "expected"),
    [
        ("question", "oplata", "Оплата"),
        ("complaint", "oplata", "Жалобы на оплату"),
        ("complaint", "dostavka", "Жалобы"),
        ("question", "dostavka", "Все остальные"),
        ("question", None, "Все остальные"),
    ],
)
def test_a_ticket_goes_to_the_team_that_names_most_of_it(
    database: object, kind: str, category: str | None, expected: str
) -> None:
    team("Все остальные", is_default=True)
    team("Оплата", categories=("oplata",))
    team("Жалобы", kinds=("complaint",))
    team("Жалобы на оплату", categories=("oplata",), kinds=("complaint",))
    chosen = teams.choose(Kind(kind), category)
    assert chosen is not None
    assert chosen.name == expected


def test_without_a_fitting_or_default_team_a_ticket_has_none(database: object) -> None:
    team("Оплата", categories=("oplata",))
    assert teams.choose(Kind.QUESTION, "dostavka") is None
    assert asked().team_id is None


def test_one_team_is_the_default_at_most(database: object) -> None:
    first = team("Первая", is_default=True)
    second = team("Вторая", is_default=True)
    assert (first.default_since, second.default_since is None) == (None, False)


def test_members_take_turns(boris: Account, vera: Account) -> None:
    team("Все", boris, vera, is_default=True, assigning=Assigning.ROUND_ROBIN)
    tickets = [asked(minute) for minute in range(4)]
    assert [ticket.assignee_id for ticket in tickets] == [boris.id, vera.id, boris.id, vera.id]
    assert {ticket.state for ticket in tickets} == {State.NEW}
    event = conversation.events(tickets[0])[-1]
    assert (event.step, event.account_id, event.assignee_id) == (Step.GIVEN, None, boris.id)


def test_the_least_loaded_gets_the_next(boris: Account, vera: Account) -> None:
    team("Все", boris, vera, is_default=True, assigning=Assigning.LEAST_LOADED)
    first, second = asked(0), asked(1)
    assert (first.assignee_id, second.assignee_id) == (boris.id, vera.id)
    desk.close(second.number, vera.id, version=second.version)
    assert asked(2).assignee_id == vera.id


def test_who_is_away_is_passed_over(boris: Account, vera: Account) -> None:
    team("Все", boris, vera, is_default=True, assigning=Assigning.ROUND_ROBIN)
    away = Profile("Борис", away_from=WORKING - timedelta(days=1), away_until=NIGHT)
    profile.save(boris.id, away)
    assert [asked(minute).assignee_id for minute in range(2)] == [vera.id, vera.id]


def test_outside_working_hours_nobody_is_given_anything(boris: Account, vera: Account) -> None:
    team("Все", boris, vera, is_default=True, assigning=Assigning.ROUND_ROBIN)
    assert asked(0, NIGHT).assignee_id is None
    night_shift = ("00:00-24:00",) * 7
    profile.save(vera.id, Profile("Вера", working_hours=night_shift))
    assert asked(1, NIGHT).assignee_id == vera.id


def test_who_left_is_given_nothing(boris: Account, vera: Account) -> None:
    team("Все", boris, vera, is_default=True, assigning=Assigning.ROUND_ROBIN)
    accounts.disable(boris.email)
    assert asked().assignee_id == vera.id


def test_another_team_chooses_anew(boris: Account, vera: Account) -> None:
    team("Все", boris, is_default=True, assigning=Assigning.ROUND_ROBIN)
    second = team("Вторые", vera, boris, assigning=Assigning.LEAST_LOADED)
    ticket = asked()
    with clock.frozen_at(WORKING):
        sorting.route(ticket.number, boris.id, second.id)
    assert (ticket.team_id, ticket.assignee_id) == (second.id, boris.id)
    steps = [event.step for event in conversation.events(ticket)][-2:]
    assert steps == [Step.ROUTED, Step.GIVEN]


def test_without_teams_everybody_sees_all(boris: Account, vera: Account) -> None:
    ticket = asked()
    assert numbers(boris) == numbers(vera) == {ticket.number}


def test_an_agent_sees_own_teams_tickets_and_those_of_no_team(
    boris: Account, vera: Account, admin: Account
) -> None:
    nobodys = asked(0)
    team("Борис", boris, is_default=True)
    ticket = asked(1)
    assert numbers(boris) == {nobodys.number, ticket.number} == numbers(admin)
    assert numbers(vera) == {nobodys.number}
    assert queue.counts(vera.id)[View.ALL] == 1
    assert len(queue.search("вопрос", vera.id).rows) == 1
    assert not queue.search(str(ticket.number), vera.id).rows


def test_a_ticket_outside_is_not_found_by_whatever_is_done(boris: Account, vera: Account) -> None:
    team("Борис", boris, is_default=True)
    ticket = asked()
    number, version = ticket.number, ticket.version
    refused = [
        lambda: desk.get(number, vera.id),
        lambda: rights.check(number, vera.id),
        lambda: desk.reply(number, vera.id, "Ответ", version=version, submission_key="a"),
        lambda: desk.note(number, vera.id, "Заметка", submission_key="a"),
        lambda: desk.assign(number, vera.id, vera.id, version=version),
        lambda: desk.close(number, vera.id, version=version),
        lambda: desk.hold(number, vera.id, version=version),
        lambda: sorting.prioritise(number, vera.id, "high"),
        lambda: sorting.route(number, vera.id, None),
        lambda: watching.watch(number, vera.id),
    ]
    for act in refused:
        with pytest.raises(NotFound):
            act()
    assert ticket.version == version


@pytest.mark.parametrize("how", ["assigned", "watching", "mentioned"])
def test_who_is_called_to_a_ticket_sees_it(boris: Account, vera: Account, how: str) -> None:
    team("Борис", boris, is_default=True)
    ticket = asked()
    if how == "assigned":
        desk.assign(ticket.number, boris.id, vera.id, version=ticket.version)
    elif how == "watching":
        watching.watch(ticket.number, boris.id, vera.id)
    else:
        desk.note(ticket.number, boris.id, "Что скажешь, @вера?", submission_key="n")
    assert desk.get(ticket.number, vera.id).number == ticket.number
    assert numbers(vera) == {ticket.number}


def test_a_removed_team_leaves_its_tickets_to_all(boris: Account, vera: Account) -> None:
    made = team("Борис", boris, is_default=True)
    ticket = asked()
    teams.remove(made.id)
    assert numbers(vera) == {ticket.number}
    with pytest.raises(NotFound):
        teams.get(made.id)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (TeamForm(""), "name"),
        (TeamForm("я" * 101), "name"),
        (TeamForm("Группа", kinds=("praise",)), "kinds"),
        (TeamForm("Группа", assigning="by_lot"), "assigning"),
        (TeamForm("Занятое имя"), "name"),
    ],
)
def test_a_wrong_team_is_refused(database: object, wrong: TeamForm, field: str) -> None:
    teams.add(TeamForm("Занятое имя"))
    with pytest.raises(InvalidInput) as refusal:
        teams.add(wrong)
    assert set(refusal.value.fields) == {field}


def test_a_team_is_changed_and_has_only_staff(boris: Account) -> None:
    made = team("Старое имя", boris)
    teams.change(made.id, TeamForm("Новое имя", categories=("oplata", "oplata")))
    assert teams.get_by_name(" новое имя ".strip().capitalize()).categories == ["oplata"]
    assert [one.id for one in teams.members(made.id)] == [boris.id]
    assert [one.name for one in teams.of(boris.id)] == ["Новое имя"]
    with pytest.raises(InvalidInput):
        teams.set_members(made.id, [424242])
