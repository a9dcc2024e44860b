"""From a filled form to a ticket."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock, db
from app.errors import InvalidInput
from app.tickets import asking, conversation
from app.tickets.kinds import Kind
from app.tickets.models import Author, Ticket
from app.tickets.states import State, Step
from tests.tickets.forms import form

pytestmark = pytest.mark.usefixtures("database")


def how_many() -> int:
    return db.session.scalars(select(func.count()).select_from(Ticket)).one()


def test_a_ticket_keeps_what_was_typed_and_begins_its_trail() -> None:
    ticket = asking.open_ticket(
        form(
            query="деньги за возврат",
            article_id="voz-02",
            kind=Kind.COMPLAINT,
            category="vozvrat",
        )
    )
    assert (ticket.kind, ticket.category) == (Kind.COMPLAINT, "vozvrat")
    assert (ticket.subject, ticket.author_name, ticket.email) == (
        "Не приходят деньги за возврат",
        "Глеб",
        "gleb@example.com",
    )
    assert (ticket.query, ticket.article_id, ticket.state) == (
        "деньги за возврат",
        "voz-02",
        State.NEW,
    )
    (message,) = conversation.public(ticket)
    assert (message.author, message.internal) == (Author.CUSTOMER, False)
    assert message.body == "Вернул куртку две недели назад, денег всё ещё нет."
    (event,) = conversation.events(ticket)
    assert (event.step, event.from_state, event.to_state) == (Step.ASKED, None, State.NEW)


def test_the_link_cannot_be_guessed() -> None:
    tokens = {asking.open_ticket(form()).token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) == 32 for token in tokens)  # 24 bytes, 192 bits, in base64


def test_numbers_go_up_one_by_one() -> None:
    first = asking.open_ticket(form()).number
    assert [asking.open_ticket(form()).number for _ in range(2)] == [first + 1, first + 2]


def test_a_form_sent_again_gives_the_same_ticket() -> None:
    same = form()
    assert asking.open_ticket(same).number == asking.open_ticket(same).number
    assert how_many() == 1


def test_other_words_under_the_same_key_are_not_lost() -> None:
    first = form()
    asking.open_ticket(first)
    asking.open_ticket(form(submission_key=first.submission_key, body="Совсем другой вопрос."))
    assert how_many() == 2


def test_the_same_words_from_a_new_form_within_minutes_are_one_question(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "SAME_WORDS", timedelta(minutes=10))
    first, again = form(), form()
    ticket = asking.open_ticket(first)
    assert asking.open_ticket(again).number == ticket.number
    assert (asking.is_repeat(ticket, again), asking.is_repeat(ticket, first)) == (True, False)
    for other in ({"body": "Совсем другой вопрос."}, {"email": "vera@example.com"}):
        assert asking.open_ticket(form(**other)).number != ticket.number
    with clock.frozen_at(clock.now() + timedelta(minutes=11)):
        assert asking.open_ticket(form()).number != ticket.number


def test_parallel_forms_with_the_same_words_make_one_ticket(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(asking, "SAME_WORDS", timedelta(minutes=10))

    def send(filled: asking.Request) -> int:
        try:
            return asking.open_ticket(filled).number
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(send, [form() for _ in range(16)]))
    assert len(numbers) == how_many() == 1


def test_another_visitor_cannot_reach_a_ticket_by_its_key() -> None:
    first = form()
    mine = asking.open_ticket(first)
    theirs = asking.open_ticket(form(submission_key=first.submission_key, visitor="another"))
    assert theirs.token != mine.token


def test_parallel_copies_of_a_form_make_one_ticket() -> None:
    same = form()

    def send(_try: int) -> int:
        try:
            return asking.open_ticket(same).number
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(send, range(16)))
    assert len(numbers) == how_many() == 1


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("subject", "  я "),
        ("subject", "я" * 201),
        ("body", "коротко"),
        ("body", "\x00 \n" * 30),
        ("body", "я" * 10_001),
        ("name", "я" * 101),
        ("email", ""),
        ("email", "gleb"),
        ("email", "g" * 250 + "@example.com"),
    ],
)
def test_a_field_over_its_limits_is_named_and_nothing_is_made(field: str, wrong: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        asking.open_ticket(form(**{field: wrong}))
    assert set(refusal.value.fields) == {field}
    assert how_many() == 0


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        asking.open_ticket(form(subject="", body="", email="нет"))
    assert set(refusal.value.fields) == {"subject", "body", "email"}


@pytest.mark.parametrize(
    ("field", "edge"),
    [("subject", "СБП"), ("subject", "я" * 200), ("body", "я" * 10_000), ("name", "")],
)
def test_the_limits_themselves_are_allowed(field: str, edge: str) -> None:
    assert asking.open_ticket(form(**{field: edge})).number


def test_odd_text_is_stored_as_one_clean_line() -> None:
    ticket = asking.open_ticket(
        form(subject="Деньги\r\nBcc: all@example.com\x00\u202egpj.exe", query="я" * 5000)
    )
    assert ticket.subject == "Деньги Bcc: all@example.comgpj.exe"
    assert len(ticket.query) == asking.LONGEST_QUERY


def test_personal_data_of_the_query_is_masked() -> None:
    ticket = asking.open_ticket(form(query="карта 4276 3800 1234 5678, звоните 89991234567"))
    assert ticket.query == "карта [карта], звоните [телефон]"


def test_a_forged_search_is_not_believed() -> None:
    assert asking.open_ticket(form(search_id=424242)).search_id is None
