"""Who gets a notice about a ticket: its team, whoever has it, those who watch it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.accounts import accounts
from app.db import session
from app.tickets.letters.muting import Topic, listening
from app.tickets.link_models import Watcher
from app.tickets.team_models import Member

if TYPE_CHECKING:
    from app.tickets.models import Ticket


def of(topic: Topic, ticket: Ticket, *, but: int | None) -> list[int]:
    """Return the accounts that a notice goes to, `but` the one whose doing it was."""
    wanted = _team(ticket) if topic is Topic.NEW_TICKET else _concerned(ticket)
    return listening(wanted - {but}, topic)


def _team(ticket: Ticket) -> set[int]:
    """The ticket's team; everybody who answers where it has none, or one without members."""
    mine = select(Member.account_id).where(Member.team_id == ticket.team_id)
    members = set(session.scalars(mine)) if ticket.team_id else set[int]()
    answering = {account.id for account in accounts.answering()}
    return (members & answering) or answering


def _concerned(ticket: Ticket) -> set[int]:
    watching = select(Watcher.account_id).where(Watcher.ticket_number == ticket.number)
    holder = {ticket.assignee_id} if ticket.assignee_id else _team(ticket)
    return set(session.scalars(watching)) | holder
