"""A ticket begins: its row, the first message and the first line of its trail, in one go."""

from __future__ import annotations

from app.db import session
from app.tickets import assignment, notices, policy, sla, teams, terms
from app.tickets.models import Message, Ticket
from app.tickets.states import Step
from app.tickets.writing import CUSTOMER, Actor, record


def begin(ticket: Ticket, body: str, actor: Actor = CUSTOMER) -> Message:
    """Add a new `ticket` with its first message; return that message, both with their numbers.

    The ticket gets its team, its due times, and by the team's rule somebody to answer it. Within
    a transaction. Whoever makes a ticket (a form, a mail, a split) calls this.
    """
    session.add(ticket)
    session.flush()
    team = teams.choose(ticket.kind, ticket.category)
    ticket.team_id = team.id if team else None
    ticket.news_version = ticket.version
    sla.keep_clock(ticket, policy.in_force(), ticket.created_at)
    message = _first_message(ticket, body, actor)
    session.add(message)
    session.flush()
    terms.remember(ticket, terms.of_ticket(ticket), body)
    record(ticket, Step.ASKED, actor, before=None)
    notices.after(ticket, Step.ASKED, actor, message)
    assignment.give(ticket)
    return message


def _first_message(ticket: Ticket, body: str, actor: Actor) -> Message:
    return Message(
        ticket_number=ticket.number,
        author=actor.author,
        account_id=actor.account_id,
        body=body,
        internal=False,
        submission=ticket.submission,
        version=ticket.version,
        created_at=ticket.created_at,
    )
