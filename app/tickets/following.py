"""What a customer does with a ticket through its link: read, reply, close, reopen."""

from __future__ import annotations

import secrets

from sqlalchemy import select

from app.db import session, transaction
from app.errors import NotFound
from app.tickets import attachments
from app.tickets.asking import token_hash
from app.tickets.models import Ticket
from app.tickets.states import Step
from app.tickets.writing import (
    CUSTOMER,
    add_message,
    checked_body,
    find_message,
    fingerprint,
    locked,
    take_step,
)


def find_by_token(token: str) -> Ticket | None:
    """Return the ticket of this link: found by its hash, then compared in constant time."""
    ticket = session.scalar(select(Ticket).where(Ticket.token_hash == token_hash(token)))
    if ticket and secrets.compare_digest(ticket.token.encode(), token.encode("utf-8", "replace")):
        return ticket
    return None


def get_by_token(token: str) -> Ticket:
    """Return the ticket of this link; NotFound if there is none."""
    ticket = find_by_token(token)
    if ticket is None:
        raise NotFound("Такой заявки нет. Проверьте, что ссылка на неё скопирована целиком.")
    return ticket


def reply(token: str, body: str, submission_key: str) -> Ticket:
    """Add the customer's message; a finished ticket opens again.

    The same words under the same `submission_key` (random, from the form) are added once. The
    files that wait for the form come along.
    Raises NotFound, and InvalidInput for the field `body`.
    """
    text = checked_body(body)
    with transaction():
        ticket = locked(get_by_token(token).number)
        submission = fingerprint(ticket.number, "customer", submission_key, text)
        if not find_message(submission):
            message = add_message(ticket, CUSTOMER, text, submission)
            attachments.attach(files_form(ticket, submission_key), message)
            take_step(ticket, Step.CUSTOMER_REPLIED, CUSTOMER, message)
    return ticket


def files_form(ticket: Ticket, submission_key: str) -> str:
    """Return the name under which the files of this reply wait."""
    return attachments.form_of(f"ticket {ticket.number}", submission_key)


def close(token: str) -> Ticket:
    """The customer's question is answered; raises NotFound, Conflict if it is closed already."""
    return _step(token, Step.CUSTOMER_CLOSED)


def reopen(token: str) -> Ticket:
    """The question is not answered after all; raises NotFound, Conflict if the ticket is open."""
    return _step(token, Step.CUSTOMER_REOPENED)


def _step(token: str, step: Step) -> Ticket:
    with transaction():
        ticket = locked(get_by_token(token).number)
        take_step(ticket, step, CUSTOMER)
    return ticket
