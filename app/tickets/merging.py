"""Two tickets about one thing become one to answer; two things in one ticket become two.

Merged messages stay where they were written: a customer never reads what another one wrote.
"""

from __future__ import annotations

import secrets
from typing import Final

from sqlalchemy import select

from app import clock, typed
from app.db import session, transaction
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.tickets import ticket_links
from app.tickets.asking import SUBJECT, folded, token_hash
from app.tickets.beginning import begin
from app.tickets.kinds import Relation
from app.tickets.models import Author, Message, Ticket
from app.tickets.rights import locked_for
from app.tickets.states import State, Step
from app.tickets.writing import agent, fingerprint, take_step

TOKEN_BYTES: Final = 24  # 192 bits
_OF_THE_CUSTOMER: Final = (
    "author_name",
    "email",
    "visitor",
    "search_id",
    "query",
    "article_id",
    "lang",
    "kind",
    "category",
    "priority",
)


def merge(number: int, account_id: int, other_number: int, *, version: int) -> Ticket:
    """Close the ticket as a duplicate of another one, which is returned.

    Raises NotFound, Outdated, InvalidInput for `other`, Conflict when the other is a duplicate
    itself or this one is one already.
    """
    ticket_links.refuse_itself(number, other_number)
    with transaction():
        first, second = sorted((number, other_number))  # one order of locks for everybody
        locked_for(account_id, first)
        locked_for(account_id, second)
        ticket = locked_for(account_id, number, version)
        other = locked_for(account_id, other_number)
        _refuse_duplicates(number, other_number)
        ticket_links.add(number, other_number, Relation.DUPLICATE)
        actor = agent(account_id)
        take_step(ticket, Step.MERGED, actor, details={"other": other_number})
        take_step(other, Step.ABSORBED, actor, details={"other": number})
    return other


def split(number: int, account_id: int, message_id: int, subject: str) -> Ticket:
    """Begin a ticket of its own for the same customer with one of the customer's messages.

    The message stays where it is, too. The same message begins one ticket, however often it is
    split. Raises NotFound, InvalidInput for `subject` and `message`.
    """
    title = _checked_subject(subject)
    submission = fingerprint(number, "split", message_id)
    with transaction():
        ticket = locked_for(account_id, number)
        made = _made(submission)
        if made:
            return made
        message = _customers_message(number, message_id)
        part = _part(ticket, title, submission)
        begin(part, message.body)
        ticket_links.add(part.number, number, Relation.PART)
        take_step(ticket, Step.SPLIT, agent(account_id), details={"other": part.number})
    return part


def leads_to(ticket: Ticket) -> Ticket | None:
    """Return the ticket whose page the customer's link to a duplicate may open instead.

    Only where both were asked from one browser under one address: an address alone proves nothing,
    since anybody can type it. To others the duplicate's own page says that it is answered
    elsewhere.
    """
    other = surviving(ticket)
    if other is None or not ticket.visitor:
        return None
    same = (other.email, other.visitor) == (ticket.email, ticket.visitor)
    return other if same else None


def surviving(ticket: Ticket) -> Ticket | None:
    """Return the ticket that this one is a duplicate of, for staff and for letters."""
    if ticket.state is not State.CLOSED:
        return None
    number = ticket_links.find_surviving(ticket.number)
    return session.get(Ticket, number) if number else None


def _refuse_duplicates(number: int, other_number: int) -> None:
    if ticket_links.find_surviving(other_number):
        raise Conflict("Та заявка сама закрыта как повтор: выберите ту, в которой отвечают.")
    if ticket_links.find_surviving(number):
        raise Conflict("Заявка уже закрыта как повтор.")


def _made(submission: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.submission == submission))


def _customers_message(number: int, message_id: int) -> Message:
    message = session.get(Message, message_id)
    if message is None or message.ticket_number != number:
        raise NotFound("Такого сообщения в заявке нет.")
    if message.author is not Author.CUSTOMER:
        raise InvalidInput({"message": DomainError("Выделить можно только сообщение клиента.")})
    return message


def _part(ticket: Ticket, subject: str, submission: str) -> Ticket:
    now, token = clock.now(), secrets.token_urlsafe(TOKEN_BYTES)
    return Ticket(
        **{name: getattr(ticket, name) for name in _OF_THE_CUSTOMER},
        token=token,
        token_hash=token_hash(token),
        submission=submission,
        subject=subject,
        folded=folded(subject, ticket.author_name, ticket.email),
        state=State.NEW,
        version=1,
        created_at=now,
        updated_at=now,
        customer_wrote_at=now,
        waiting_since=now,
    )


def _checked_subject(typed_in: str) -> str:
    subject, (least, most) = typed.line(typed_in), SUBJECT
    if len(subject) < least:
        problem = DomainError("Напишите тему: хотя бы %(least)s знака.", least=least)
        raise InvalidInput({"subject": problem})
    try:
        return typed.at_most(most, subject)
    except DomainError as problem:
        raise InvalidInput({"subject": problem}) from None
