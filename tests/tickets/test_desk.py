"""What an agent does with a ticket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.accounts import accounts
from app.errors import Conflict, InvalidInput, NotFound
from app.tickets import asking, conversation, desk, following
from app.tickets.models import Author
from app.tickets.states import State, Step
from app.tickets.writing import Outdated
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def answer(ticket: Ticket, account: Account, body: str = "Проверяю.", **how: object) -> Ticket:
    given = {"version": ticket.version, "submission_key": body, **how}
    return desk.reply(ticket.number, account.id, body, **given)  # type: ignore[arg-type]


def test_the_first_answer_takes_the_ticket(ticket: Ticket, boris: Account, vera: Account) -> None:
    answer(ticket, boris)
    assert (ticket.state, ticket.assignee_id) == (State.WAITING, boris.id)
    answer(ticket, vera, "И я добавлю.")
    assert ticket.assignee_id == boris.id
    said = [(message.author, message.account_id) for message in conversation.public(ticket)]
    assert said == [
        (Author.CUSTOMER, None),
        (Author.AGENT, boris.id),
        (Author.AGENT, vera.id),
    ]


def test_an_answer_takes_over_what_somebody_who_left_had(
    ticket: Ticket, boris: Account, vera: Account
) -> None:
    answer(ticket, boris)
    accounts.disable(boris.email)
    answer(ticket, vera, "Теперь с вами я.")
    assert ticket.assignee_id == vera.id
    assert conversation.events(ticket)[-1].assignee_id == vera.id


def test_two_agents_cannot_answer_over_each_other(
    ticket: Ticket, boris: Account, vera: Account
) -> None:
    seen = ticket.version
    answer(ticket, boris, version=seen)
    with pytest.raises(Outdated):
        answer(ticket, vera, "Деньги ушли вчера.", version=seen)
    assert len(conversation.public(ticket)) == 2


@pytest.mark.parametrize("meanwhile", ["customer", "note"])
def test_news_since_the_page_was_loaded_stops_an_answer(
    ticket: Ticket, boris: Account, vera: Account, meanwhile: str
) -> None:
    seen = ticket.version
    if meanwhile == "customer":
        following.reply(ticket.token, "Уже не надо.", "key")
    else:
        desk.note(ticket.number, vera.id, "Не отвечайте, это дубль.", submission_key="n")
    with pytest.raises(Outdated):
        answer(ticket, boris, version=seen)
    with pytest.raises(Outdated):
        desk.close(ticket.number, boris.id, version=seen)
    with pytest.raises(Outdated):
        desk.assign(ticket.number, boris.id, boris.id, version=seen)


def test_an_answer_sent_twice_is_one_answer(ticket: Ticket, boris: Account) -> None:
    seen = ticket.version
    answer(ticket, boris, version=seen)
    answer(ticket, boris, version=seen)
    assert len(conversation.public(ticket)) == 2


def test_of_parallel_answers_exactly_one_is_written(
    ticket: Ticket, boris: Account, vera: Account
) -> None:
    seen, people = ticket.version, (boris, vera)
    number, ids = ticket.number, [person.id for person in people]

    def send(turn: int) -> str:
        try:
            desk.reply(
                number, ids[turn % 2], f"Ответ {turn}", version=seen, submission_key=str(turn)
            )
        except Outdated:
            return "refused"
        finally:
            db.session.remove()
        return "written"

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(send, range(10)))
    assert outcomes.count("written") == 1
    assert len(conversation.public(desk.get(number, boris.id))) == 2


def test_answer_and_solve_in_one_go(ticket: Ticket, boris: Account) -> None:
    answer(ticket, boris, "Деньги отправлены.", solve=True)
    assert ticket.state is State.SOLVED
    assert ticket.finished_at is not None
    answer(ticket, boris, "Забыл сказать: спасибо за терпение.", solve=True)
    assert ticket.state is State.SOLVED
    assert [event.step for event in conversation.events(ticket)] == [
        Step.ASKED,
        Step.AGENT_REPLIED,
        Step.SOLVED,
        Step.AGENT_REPLIED,
    ]


def test_a_closed_ticket_is_not_answered_before_it_is_opened(
    ticket: Ticket, boris: Account
) -> None:
    desk.close(ticket.number, boris.id, version=ticket.version)
    with pytest.raises(Conflict, match="закрыта"):
        answer(ticket, boris)
    desk.reopen(ticket.number, boris.id, version=ticket.version)
    assert answer(ticket, boris).state is State.WAITING


def test_a_note_changes_no_state_and_is_written_once(ticket: Ticket, boris: Account) -> None:
    for _ in range(2):
        desk.note(ticket.number, boris.id, "Звонил, не отвечает", submission_key="n")
    assert ticket.state is State.NEW
    notes = [message for message in conversation.whole(ticket) if message.internal]
    assert [note.body for note in notes] == ["Звонил, не отвечает"]


def test_assigning_is_written_down_and_the_same_again_is_not(
    ticket: Ticket, boris: Account, vera: Account
) -> None:
    desk.assign(ticket.number, boris.id, vera.id, version=ticket.version)
    assert (ticket.state, ticket.assignee_id) == (State.OPEN, vera.id)
    desk.assign(ticket.number, boris.id, vera.id, version=ticket.version)
    desk.assign(ticket.number, boris.id, None, version=ticket.version)
    history = [(e.step, e.account_id, e.assignee_id) for e in conversation.events(ticket)]
    assert history == [
        (Step.ASKED, None, None),
        (Step.ASSIGNED, boris.id, vera.id),
        (Step.RELEASED, boris.id, None),
    ]


def test_only_who_may_answer_can_be_assigned(ticket: Ticket, boris: Account, vera: Account) -> None:
    accounts.disable(vera.email)
    for stranger in (vera.id, 424242):
        with pytest.raises(InvalidInput):
            desk.assign(ticket.number, boris.id, stranger, version=ticket.version)


def test_an_unknown_number_is_not_found(boris: Account) -> None:
    with pytest.raises(NotFound):
        desk.get(424242, boris.id)
    with pytest.raises(NotFound):
        desk.note(424242, boris.id, "Куда?", submission_key="n")


def test_waiting_is_counted_from_the_first_unanswered_message(
    database: object, boris: Account
) -> None:
    hour = timedelta(hours=1)
    with clock.frozen_at(MOMENT):
        ticket = asking.open_ticket(form())
    with clock.frozen_at(MOMENT + hour):
        following.reply(ticket.token, "Ау?", "k1")
    assert ticket.waiting_since == MOMENT
    with clock.frozen_at(MOMENT + 2 * hour):
        answer(ticket, boris)
    assert (ticket.waiting_since, ticket.first_answered_at) == (None, MOMENT + 2 * hour)
    with clock.frozen_at(MOMENT + 3 * hour):
        following.reply(ticket.token, "Спасибо, но нет.", "k2")
    assert ticket.waiting_since == ticket.customer_wrote_at == MOMENT + 3 * hour


def test_every_event_has_a_version_of_its_own(ticket: Ticket, boris: Account) -> None:
    answer(ticket, boris, solve=True)
    following.reply(ticket.token, "Не помогло", "k")
    desk.close(ticket.number, boris.id, version=ticket.version)
    versions = [event.version for event in conversation.events(ticket)]
    assert versions == list(range(1, ticket.version + 1))
