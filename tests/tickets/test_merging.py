"""Tickets that become one, or two, or know of each other; no customer reads another's words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import Conflict, InvalidInput, NotFound
from app.tickets import asking, conversation, desk, following, merging, ticket_links
from app.tickets.kinds import Relation
from app.tickets.states import State, Step
from app.tickets.writing import Outdated
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket


@pytest.fixture
def other(database: object) -> Ticket:
    return asking.open_ticket(form(subject="Опять про возврат", body="Так где мои деньги-то?"))


def stranger() -> Ticket:
    return asking.open_ticket(form(subject="Мой возврат", email="other@example.com"))


def merged(ticket: Ticket, other: Ticket, account: Account) -> Ticket:
    return merging.merge(ticket.number, account.id, other.number, version=ticket.version)


def test_a_duplicate_is_closed_and_linked(ticket: Ticket, other: Ticket, boris: Account) -> None:
    assert merged(other, ticket, boris).number == ticket.number
    assert other.state is State.CLOSED
    assert ticket.state is State.NEW
    assert merging.surviving(other) is ticket
    (link,) = ticket_links.of(ticket.number, boris.id)
    assert (link.ticket.number, link.relation, link.points_to_it) == (
        other.number,
        Relation.DUPLICATE,
        False,
    )
    told = {t.number: conversation.events(t)[-1] for t in (ticket, other)}
    assert (told[other.number].step, told[ticket.number].step) == (Step.MERGED, Step.ABSORBED)
    assert told[other.number].details == {"other": ticket.number}


def test_messages_stay_where_they_are(ticket: Ticket, other: Ticket, boris: Account) -> None:
    merged(other, ticket, boris)
    assert [len(conversation.public(one)) for one in (ticket, other)] == [1, 1]


def test_the_same_customers_link_leads_to_the_surviving_ticket(
    ticket: Ticket, other: Ticket, boris: Account
) -> None:
    assert merging.leads_to(other) is None
    merged(other, ticket, boris)
    assert merging.leads_to(other) is ticket
    assert merging.leads_to(ticket) is None


@pytest.mark.parametrize("change", [{"email": "other@example.com"}, {"visitor": "somebody"}])
def test_nobody_else_is_led_to_it(ticket: Ticket, boris: Account, change: dict[str, str]) -> None:
    theirs = asking.open_ticket(form(subject="Похожий вопрос", **change))
    merged(theirs, ticket, boris)
    assert merging.leads_to(theirs) is None
    assert merging.surviving(theirs) is ticket


def test_a_duplicate_that_is_answered_to_lives_again(
    ticket: Ticket, other: Ticket, boris: Account
) -> None:
    merged(other, ticket, boris)
    following.reply(other.token, "Это про другое!", "key")
    assert other.state is State.REOPENED
    assert merging.surviving(other) is None
    assert ticket_links.of(ticket.number, boris.id) == []


def test_what_cannot_be_merged_is_refused(ticket: Ticket, other: Ticket, boris: Account) -> None:
    third = stranger()
    with pytest.raises(InvalidInput):
        merged(ticket, ticket, boris)
    with pytest.raises(NotFound):
        merging.merge(ticket.number, boris.id, 424242, version=ticket.version)
    with pytest.raises(Outdated):
        merging.merge(ticket.number, boris.id, other.number, version=0)
    merged(other, ticket, boris)
    with pytest.raises(Conflict):
        merged(third, other, boris)
    with pytest.raises(Conflict):
        merged(other, third, boris)


def test_a_message_begins_a_ticket_of_the_same_customer(ticket: Ticket, boris: Account) -> None:
    following.reply(ticket.token, "И ещё: как сменить почту?", "key")
    message = conversation.public(ticket)[-1]
    part = merging.split(ticket.number, boris.id, message.id, "Смена почты")
    again = merging.split(ticket.number, boris.id, message.id, "Смена почты ещё раз")
    assert again is part
    assert (part.subject, part.email, part.visitor) == ("Смена почты", ticket.email, ticket.visitor)
    assert part.token != ticket.token
    assert [m.body for m in conversation.public(part)] == ["И ещё: как сменить почту?"]
    assert len(conversation.public(ticket)) == 2
    (link,) = ticket_links.of(part.number, boris.id)
    assert (link.ticket.number, link.relation, link.points_to_it) == (
        ticket.number,
        Relation.PART,
        True,
    )


def test_only_a_customers_message_of_this_ticket_is_split(
    ticket: Ticket, other: Ticket, boris: Account
) -> None:
    note = desk.note(ticket.number, boris.id, "Заметка", submission_key="n")
    with pytest.raises(InvalidInput):
        merging.split(ticket.number, boris.id, note.id, "Тема заметки")
    foreign = conversation.public(other)[0]
    with pytest.raises(NotFound):
        merging.split(ticket.number, boris.id, foreign.id, "Чужая тема")
    with pytest.raises(InvalidInput):
        merging.split(ticket.number, boris.id, conversation.public(ticket)[0].id, " ")


def test_related_tickets_know_of_each_other(ticket: Ticket, other: Ticket, boris: Account) -> None:
    ticket_links.link(ticket.number, boris.id, other.number)
    ticket_links.link(other.number, boris.id, ticket.number)
    for one, another in ((ticket, other), (other, ticket)):
        (link,) = ticket_links.of(one.number, boris.id)
        assert (link.ticket.number, link.relation) == (another.number, Relation.RELATED)
    ticket_links.unlink(other.number, boris.id, ticket.number)
    assert ticket_links.of(ticket.number, boris.id) == []


def test_a_merge_takes_the_place_of_a_relation(
    ticket: Ticket, other: Ticket, boris: Account
) -> None:
    ticket_links.link(ticket.number, boris.id, other.number)
    merged(other, ticket, boris)
    assert [link.relation for link in ticket_links.of(ticket.number, boris.id)] == [
        Relation.DUPLICATE
    ]
    ticket_links.unlink(ticket.number, boris.id, other.number)
    assert merging.surviving(other) is ticket
