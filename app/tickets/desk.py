"""What an agent does with a ticket: reply, note, assign, hold, close, reopen.

`version` is the one that the agent's page showed; when the ticket has gone on since, Outdated is
raised and nothing is written, so that two agents never answer over each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from app.accounts import accounts
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.tickets import watching
from app.tickets.models import Seen, Ticket
from app.tickets.rights import locked_for, visible
from app.tickets.states import State, Step
from app.tickets.writing import (
    add_message,
    agent,
    checked_body,
    find_message,
    fingerprint,
    locked,
    take_step,
)

if TYPE_CHECKING:
    from app.tickets.models import Message


def get(number: int, account_id: int) -> Ticket:
    """Return the ticket with its assignee and team; NotFound where this account may not see it."""
    chosen = select(Ticket).where(Ticket.number == number, visible(account_id))
    chosen = chosen.options(joinedload(Ticket.assignee), joinedload(Ticket.team))
    ticket = session.scalar(chosen.execution_options(populate_existing=True))
    if ticket is None:
        raise NotFound("Заявки № %(number)s нет.", number=number)
    return ticket


def reply(
    number: int,
    account_id: int,
    body: str,
    *,
    version: int,
    submission_key: str,
    solve: bool = False,
) -> Ticket:
    """Answer the customer; a ticket that nobody has, or has any more, becomes the answerer's.

    Raises Outdated, Conflict (closed), NotFound, InvalidInput for the field `body`.
    """
    text, actor = checked_body(body), agent(account_id)
    submission = fingerprint(number, account_id, submission_key, text)
    with transaction():
        ticket = locked_for(account_id, number)
        if not find_message(submission):
            locked(number, version)
            _take_if_nobodys(ticket, account_id)
            message = add_message(ticket, actor, text, submission)
            take_step(ticket, Step.AGENT_REPLIED, actor, message)
            if solve and ticket.state is not State.SOLVED:
                take_step(ticket, Step.SOLVED, actor)
    return ticket


def note(number: int, account_id: int, body: str, *, submission_key: str) -> Message:
    """Add a note that only staff sees, and call whom it names (@name) to the ticket.

    Raises NotFound, InvalidInput for the field `body`.
    """
    text, actor = checked_body(body), agent(account_id)
    submission = fingerprint(number, account_id, "note", submission_key, text)
    with transaction():
        ticket = locked_for(account_id, number)
        made = find_message(submission)
        if made:
            return made
        message = add_message(ticket, actor, text, submission, internal=True)
        take_step(ticket, Step.NOTED, actor, message)
        watching.call(ticket, actor, message)
    return message


def assign(number: int, account_id: int, assignee_id: int | None, *, version: int) -> Ticket:
    """Give the ticket to `assignee_id`, or to nobody.

    Raises Outdated, Conflict (closed), NotFound, InvalidInput for the field `assignee`.
    """
    if assignee_id is not None and assignee_id not in {a.id for a in accounts.answering()}:
        raise InvalidInput({"assignee": DomainError("Выберите сотрудника из списка.")})
    with transaction():
        ticket = locked_for(account_id, number, version)
        if ticket.assignee_id != assignee_id:
            ticket.assignee_id = assignee_id
            step = Step.RELEASED if assignee_id is None else Step.ASSIGNED
            take_step(ticket, step, agent(account_id))
    return ticket


def close(number: int, account_id: int, *, version: int) -> Ticket:
    """Close without a reply; raises Outdated, Conflict (closed already), NotFound."""
    return _step(number, Step.AGENT_CLOSED, account_id, version)


def reopen(number: int, account_id: int, *, version: int) -> Ticket:
    """Open a finished ticket again; raises Outdated, Conflict (it is open), NotFound."""
    return _step(number, Step.AGENT_REOPENED, account_id, version)


def hold(number: int, account_id: int, *, version: int) -> Ticket:
    """Wait for others than the customer; raises Outdated, Conflict (finished), NotFound."""
    return _step(number, Step.HELD, account_id, version)


def resume(number: int, account_id: int, *, version: int) -> Ticket:
    """Wait no more; raises Outdated, Conflict (nobody is waited for), NotFound."""
    return _step(number, Step.RESUMED, account_id, version)


def mark_seen(ticket: Ticket, account_id: int) -> None:
    """Remember that this account has seen the ticket as it was loaded, not what came meanwhile."""
    mine = Seen(ticket_number=ticket.number, account_id=account_id, seen_at=ticket.updated_at)
    known = session.get(Seen, (ticket.number, account_id))
    if known and known.seen_at >= mine.seen_at:
        return
    try:
        with transaction() as rows:
            rows.merge(mine)
    except IntegrityError:
        pass  # the same agent's other tab was first


def _take_if_nobodys(ticket: Ticket, account_id: int) -> None:
    """Give the ticket to the account, unless somebody who still works here has it."""
    holder = accounts.find(ticket.assignee_id) if ticket.assignee_id else None
    if holder is None or not holder.is_active:
        ticket.assignee_id = account_id


def _step(number: int, step: Step, account_id: int, version: int) -> Ticket:
    with transaction():
        ticket = locked_for(account_id, number, version)
        take_step(ticket, step, agent(account_id))
    return ticket
