"""A ticket's messages and its audit trail, each loaded in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.db import session
from app.tickets.models import Event, Message
from app.tickets.states import Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.models import Ticket

TOLD_BY_MESSAGES: Final = frozenset(
    {Step.ASKED, Step.CUSTOMER_REPLIED, Step.AGENT_REPLIED, Step.NOTED}
)


def public(ticket: Ticket) -> Sequence[Message]:
    """Return what the customer may read, oldest first; `account` is the agent who wrote."""
    chosen = select(Message).where(
        Message.ticket_number == ticket.number, Message.internal.is_(False)
    )
    return session.scalars(chosen.options(joinedload(Message.account)).order_by(Message.id)).all()


def whole(ticket: Ticket) -> Sequence[Message]:
    """Return all messages with the internal notes, oldest first: for staff only."""
    chosen = select(Message).where(Message.ticket_number == ticket.number)
    return session.scalars(chosen.options(joinedload(Message.account)).order_by(Message.id)).all()


def story(ticket: Ticket) -> list[Message | Event]:
    """Return messages, notes and the events that are no message, in time order: for staff only."""
    silent = [event for event in events(ticket) if event.step not in TOLD_BY_MESSAGES]
    return sorted([*whole(ticket), *silent], key=lambda part: (part.version, part.id))


def events(ticket: Ticket) -> Sequence[Event]:
    """Return the audit trail, oldest first."""
    chosen = select(Event).where(Event.ticket_number == ticket.number)
    with_people = chosen.options(joinedload(Event.account), joinedload(Event.assignee))
    return session.scalars(with_people.order_by(Event.version)).all()
