"""Tells people and programs of what happened to a ticket: one call in each change's transaction."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from app.db import session
from app.outbox import queue
from app.outbox.models import Kind
from app.tickets import webhooks
from app.tickets.letters.muting import Topic, listening
from app.tickets.states import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.tickets.models import Message, Ticket
    from app.tickets.writing import Actor

# How long an answer that solves a ticket can be made one that does not: its letter waits so long.
UNDO_FOR: Final = timedelta(seconds=10)
TO_CUSTOMERS: Final = {
    Step.ASKED: "confirmation",
    Step.AGENT_REPLIED: "reply",
    Step.SOLVED: "solved",
    Step.HANDED_OVER: "handed_over",
    Step.LINK_RENEWED: "link_renewed",
}
TO_STAFF: Final = {
    Step.ASKED: Topic.NEW_TICKET,
    Step.CUSTOMER_REPLIED: Topic.CUSTOMER_REPLIED,
    Step.CUSTOMER_REOPENED: Topic.CUSTOMER_REPLIED,
    Step.ASSIGNED: Topic.ASSIGNED,
    Step.GIVEN: Topic.ASSIGNED,
    Step.MENTIONED: Topic.MENTIONED,
    Step.GREW_LATE: Topic.LATE,
}


def after(
    ticket: Ticket,
    step: Step,
    actor: Actor,
    message: Message | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Queue what is to be sent once `step` is committed; sends nothing itself.

    `details` of MENTIONED name the accounts under "accounts".
    """
    if message:
        session.flush()  # gives it its id
    if step in TO_CUSTOMERS:
        _write_to_customer(ticket, TO_CUSTOMERS[step], message)
    if step is Step.AGENT_REOPENED:
        _answer_without_solving(ticket)
    if step in TO_STAFF:
        _tell_staff(ticket, TO_STAFF[step], actor, message, details or {})
    webhooks.tell(ticket, step, actor, message)


def _write_to_customer(ticket: Ticket, letter: str, message: Message | None) -> None:
    """Queue the letter; an answer that solves the ticket is one letter, not two."""
    payload = {"letter": letter, "ticket": ticket.number, "message": message and message.id}
    held_for = timedelta(0)
    if letter == "solved":
        unsent = queue.take_back(_key("reply", ticket, ticket.version - 1))
        held_for = UNDO_FOR
        if unsent:
            payload = {**unsent, "letter": "reply_solved"}
    queue.put(Kind.MAIL, _key(letter, ticket, ticket.version), payload, held_for=held_for)


def _answer_without_solving(ticket: Ticket) -> None:
    """Where the solving is undone before its letter has gone, let the answer alone go."""
    unsent = queue.take_back_any(f"solved {ticket.number} ")
    if unsent and unsent["letter"] == "reply_solved":
        payload = {**unsent, "letter": "reply"}
        queue.put(Kind.MAIL, _key("reply", ticket, ticket.version), payload)


def _tell_staff(
    ticket: Ticket,
    topic: Topic,
    actor: Actor,
    message: Message | None,
    details: Mapping[str, Any],
) -> None:
    payload = {
        "letter": topic.value,
        "ticket": ticket.number,
        "message": message and message.id,
        "by": actor.account_id,
    }
    name = _key(topic.value, ticket, ticket.version)
    if topic not in {Topic.ASSIGNED, Topic.MENTIONED}:
        queue.put(Kind.MAIL, name, payload)
        return
    named = [ticket.assignee_id] if topic is Topic.ASSIGNED else details.get("accounts", [])
    for account_id in listening({id_ for id_ in named if id_} - {actor.account_id}, topic):
        queue.put(Kind.MAIL, f"{name} {account_id}", {**payload, "account": account_id})


def _key(letter: str, ticket: Ticket, version: int) -> str:
    return f"{letter} {ticket.number} {version}"
