"""Tickets that hang together: related ones, duplicates, and parts that were split off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from app.db import add_if_new, session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.kinds import Relation
from app.tickets.link_models import TicketLink
from app.tickets.models import Ticket
from app.tickets.rights import locked_for, visible
from app.tickets.states import Step
from app.tickets.writing import agent, take_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Linked:
    """Another ticket, why it is linked, and whether the link points to it or from it."""

    ticket: Ticket
    relation: Relation
    points_to_it: bool


def of(number: int, account_id: int) -> Sequence[Linked]:
    """Return the tickets linked with this one, of those that the account may see, by number."""
    mine = or_(TicketLink.ticket_number == number, TicketLink.other_number == number)
    either = or_(
        Ticket.number == TicketLink.ticket_number, Ticket.number == TicketLink.other_number
    )
    rows = select(TicketLink, Ticket).join(Ticket, either)
    chosen = rows.where(mine, Ticket.number != number, visible(account_id))
    return [
        Linked(ticket, row.relation, row.other_number == ticket.number)
        for row, ticket in session.execute(chosen.order_by(Ticket.number))
    ]


def link(number: int, account_id: int, other_number: int) -> None:
    """Say that two tickets are related; raises NotFound, InvalidInput for `other`."""
    refuse_itself(number, other_number)
    with transaction():
        ticket = locked_for(account_id, number)
        locked_for(account_id, other_number)
        if _between(number, other_number) is None:
            add(number, other_number, Relation.RELATED)
            details = {"other": other_number}
            take_step(ticket, Step.TICKET_LINKED, agent(account_id), details=details)


def unlink(number: int, account_id: int, other_number: int) -> None:
    """Undo a relation, if there is one: duplicates and parts stay. Raises NotFound."""
    with transaction() as rows:
        ticket = locked_for(account_id, number)
        row = _between(number, other_number)
        if row and row.relation is Relation.RELATED:
            rows.delete(row)
            details = {"other": other_number}
            take_step(ticket, Step.TICKET_UNLINKED, agent(account_id), details=details)


def add(number: int, other_number: int, relation: Relation) -> None:
    """Keep a link from one to the other; a relation between the two gives way to it.

    Within a transaction.
    """
    if relation is not Relation.RELATED:
        related = TicketLink.relation == Relation.RELATED
        session.execute(delete(TicketLink).where(_of_both(number, other_number), related))
    add_if_new(TicketLink, ticket_number=number, other_number=other_number, relation=relation)


def find_surviving(number: int) -> int | None:
    """Return the number of the ticket that this one was closed as a duplicate of."""
    duplicate = TicketLink.relation == Relation.DUPLICATE
    chosen = select(TicketLink.other_number).where(TicketLink.ticket_number == number, duplicate)
    return session.scalar(chosen)


def refuse_itself(number: int, other_number: int) -> None:
    """Raise InvalidInput for `other` when both are one ticket."""
    if number == other_number:
        raise InvalidInput({"other": DomainError("Это та же самая заявка.")})


def _between(number: int, other_number: int) -> TicketLink | None:
    return session.scalar(select(TicketLink).where(_of_both(number, other_number)))


def _of_both(number: int, other_number: int) -> ColumnElement[bool]:
    return or_(
        (TicketLink.ticket_number == number) & (TicketLink.other_number == other_number),
        (TicketLink.ticket_number == other_number) & (TicketLink.other_number == number),
    )
