"""What every change of a ticket shares: the lock, the version guard, the step, the message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import delete, select

from app import clock, typed
from app.db import session
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.tickets import notices, policy, sla, terms
from app.tickets.kinds import Relation
from app.tickets.link_models import TicketLink
from app.tickets.models import Author, Event, Message, Ticket
from app.tickets.states import FINISHED, NO_NEWS, QUIET, State, Step, next_state

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_REPLY: Final = 10_000  # characters

_CUSTOMERS_TURN: Final = frozenset(
    {Step.AGENT_REPLIED, Step.SOLVED, Step.AGENT_CLOSED, Step.CUSTOMER_CLOSED, Step.MERGED}
)
_OUR_TURN: Final = frozenset(
    {
        Step.ASKED,
        Step.CUSTOMER_REPLIED,
        Step.CUSTOMER_REOPENED,
        Step.AGENT_REOPENED,
        Step.RESUMED,
    }
)
# A ticket's own time goes on although the clock was set back: else news would pass for seen.
_TICK: Final = timedelta(microseconds=1)


class Outdated(Conflict):
    """The ticket went on since the writer's page was loaded; nothing was written."""


@dataclass(frozen=True)
class Actor:
    """Who does something to a ticket."""

    author: Author
    account_id: int | None = None


CUSTOMER: Final = Actor(Author.CUSTOMER)
SYSTEM: Final = Actor(Author.SYSTEM)


def agent(account_id: int) -> Actor:
    """Return the agent of this account as an actor."""
    return Actor(Author.AGENT, account_id)


def locked(number: int, version: int | None = None) -> Ticket:
    """Return the ticket, locked until the transaction's end.

    Raises NotFound, and Outdated when `version` is given and there has been news since.
    """
    ticket = session.get(Ticket, number, with_for_update=True)
    if ticket is None:
        raise NotFound("Заявки № %(number)s нет.", number=number)
    if version is not None and not ticket.news_version <= version <= ticket.version:
        raise Outdated("Тем временем в заявке появилось новое.")
    return ticket


def fingerprint(*parts: object) -> str:
    """Return 64 hex digits that are the same for the same form sent again."""
    return sha256("\0".join(str(part) for part in parts).encode("utf-8", "replace")).hexdigest()


def checked_body(body: str, longest: int = LONGEST_REPLY) -> str:
    """Return the message cleaned; raises InvalidInput for the field `body`."""
    text = typed.paragraphs(body)
    if not text:
        raise InvalidInput({"body": DomainError("Напишите сообщение.")})
    try:
        return typed.at_most(longest, text)
    except DomainError as problem:
        raise InvalidInput({"body": problem}) from None


def find_message(submission: str) -> Message | None:
    """Return the message that this form has made already."""
    return session.scalar(select(Message).where(Message.submission == submission))


def add_message(
    ticket: Ticket, actor: Actor, body: str, submission: str, *, internal: bool = False
) -> Message:
    """Add a message under the version that the next step will give the ticket."""
    message = Message(
        ticket_number=ticket.number,
        author=actor.author,
        account_id=actor.account_id,
        body=body,
        internal=internal,
        submission=submission,
        version=ticket.version + 1,
        created_at=clock.now(),
    )
    session.add(message)
    session.flush()
    terms.remember(ticket, body)
    return message


def take_step(
    ticket: Ticket,
    step: Step,
    actor: Actor,
    message: Message | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Move the ticket on by the table of states, write the event, tell of it; raises Conflict.

    `details` are what the audit trail keeps beyond the step: plain words and numbers.
    """
    before = ticket.state
    ticket.state = next_state(before, step)
    ticket.version += 1
    if step not in QUIET:
        if step not in NO_NEWS:
            ticket.news_version = ticket.version
        now = clock.now()
        ticket.updated_at = now if now >= ticket.updated_at else ticket.updated_at + _TICK
        _keep_times(ticket, step, now)
    if ticket.state is State.REOPENED and before is State.CLOSED:
        _forget_duplicate(ticket)
    record(ticket, step, actor, before=before, details=details)
    notices.after(ticket, step, actor, message, details)


def record(
    ticket: Ticket,
    step: Step,
    actor: Actor,
    *,
    before: State | None,
    details: dict[str, Any] | None = None,
) -> None:
    """Add a line to the audit trail under the version that the ticket has now."""
    session.add(
        Event(
            ticket_number=ticket.number,
            step=step,
            author=actor.author,
            account_id=actor.account_id,
            assignee_id=ticket.assignee_id,
            from_state=before,
            to_state=ticket.state,
            version=ticket.version,
            happened_at=clock.now(),
            details=details,
        )
    )


def _forget_duplicate(ticket: Ticket) -> None:
    """Make the ticket a duplicate no more: it is answered in its own place again."""
    session.execute(
        delete(TicketLink).where(
            TicketLink.ticket_number == ticket.number, TicketLink.relation == Relation.DUPLICATE
        )
    )


def _keep_times(ticket: Ticket, step: Step, now: datetime) -> None:
    if step in _OUR_TURN:
        ticket.waiting_since = ticket.waiting_since or now
    if step in _CUSTOMERS_TURN:
        ticket.waiting_since = None
    if step in {Step.CUSTOMER_REPLIED, Step.CUSTOMER_REOPENED}:
        ticket.customer_wrote_at = ticket.updated_at
    if step is Step.AGENT_REPLIED:
        ticket.first_answered_at = ticket.first_answered_at or now
    ticket.finished_at = (ticket.finished_at or now) if ticket.state in FINISHED else None
    sla.keep_clock(ticket, policy.in_force(), now)
