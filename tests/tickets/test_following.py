"""What the customer does through the link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.errors import Conflict, InvalidInput, NotFound
from app.tickets import asking, conversation, desk, following
from app.tickets.states import State, Step
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket


def test_the_link_leads_to_its_own_ticket(ticket: Ticket) -> None:
    other = asking.open_ticket(form())
    assert following.find_by_token(ticket.token) is ticket
    assert following.find_by_token(other.token) is other


@pytest.mark.parametrize(
    "forged", ["", "x", "я" * 32, "\ud800", "%", "\x00", "a" * 100_000], ids=range(7)
)
def test_any_other_link_leads_nowhere(ticket: Ticket, forged: str) -> None:
    assert following.find_by_token(forged) is None
    assert following.find_by_token(ticket.token_hash) is None
    assert following.find_by_token(ticket.token.swapcase()) is None
    with pytest.raises(NotFound):
        following.reply(forged, "Есть кто?", "key")


def test_a_reply_is_added_once_however_often_it_is_sent(ticket: Ticket) -> None:
    for _ in range(3):
        following.reply(ticket.token, "Номер заказа 1234-5678-9", "key-a")
    following.reply(ticket.token, "Номер заказа 1234-5678-9", "key-b")
    assert len(conversation.public(ticket)) == 3


@pytest.mark.parametrize("wrong", ["", " \r\n\x00 ", "я" * 10_001])
def test_an_empty_or_endless_reply_is_refused(ticket: Ticket, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        following.reply(ticket.token, wrong, "key")
    assert set(refusal.value.fields) == {"body"}
    assert len(conversation.public(ticket)) == 1


def test_closing_and_opening_again_is_written_down(ticket: Ticket) -> None:
    assert following.close(ticket.token).state is State.CLOSED
    assert ticket.finished_at is not None
    assert following.reopen(ticket.token).state is State.REOPENED
    assert ticket.finished_at is None
    assert [event.step for event in conversation.events(ticket)] == [
        Step.ASKED,
        Step.CUSTOMER_CLOSED,
        Step.CUSTOMER_REOPENED,
    ]


def test_what_has_happened_cannot_happen_again(ticket: Ticket) -> None:
    with pytest.raises(Conflict):
        following.reopen(ticket.token)
    following.close(ticket.token)
    with pytest.raises(Conflict):
        following.close(ticket.token)


def test_a_reply_to_a_closed_ticket_opens_it_again(ticket: Ticket) -> None:
    following.close(ticket.token)
    following.reply(ticket.token, "Деньги так и не пришли", "key")
    assert ticket.state is State.REOPENED
    assert ticket.waiting_since == ticket.updated_at


def test_the_customer_never_sees_a_note(ticket: Ticket, boris: Account) -> None:
    desk.note(ticket.number, boris.id, "Похоже на мошенника", submission_key="n")
    assert [message.body for message in conversation.public(ticket)] == [
        "Вернул куртку две недели назад, денег всё ещё нет."
    ]
    assert len(conversation.whole(ticket)) == 2
