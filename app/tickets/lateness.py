"""Tickets that missed a target go a level of support up, once for each target."""

from __future__ import annotations

from typing import Final

from sqlalchemy import or_, select

from app import clock
from app.db import session, transaction
from app.tickets import policy, sla
from app.tickets.kinds import LEVELS
from app.tickets.models import Ticket
from app.tickets.states import ACTIVE, Step
from app.tickets.writing import SYSTEM, locked, take_step

AT_ONCE: Final = 500  # tickets of one run


def escalate_late() -> int:
    """Escalate what is late and has not been for this target; return how many. Safe to repeat.

    Tickets from before there were targets get their due times first.
    """
    _start_clocks()
    untold = or_(Ticket.late_for.is_(None), Ticket.late_for != Ticket.due_at)
    late = select(Ticket.number).where(Ticket.due_at <= clock.now(), untold)
    numbers = session.scalars(late.order_by(Ticket.due_at).limit(AT_ONCE)).all()
    return sum(_escalate(number) for number in numbers)


def _start_clocks() -> None:
    """Set the due times of tickets that have none yet; time before counts as working time."""
    without = select(Ticket.number).where(
        Ticket.state.in_(ACTIVE), Ticket.due_at.is_(None), Ticket.resolution_due.is_(None)
    )
    for number in session.scalars(without.order_by(Ticket.number).limit(AT_ONCE)).all():
        with transaction():
            ticket = locked(number)
            sla.set_dues(ticket, policy.in_force())
            sla.keep_clock(ticket, policy.in_force(), ticket.updated_at)


def _escalate(number: int) -> bool:
    with transaction():
        ticket = locked(number)
        due = ticket.due_at
        if due is None or due > clock.now() or ticket.late_for == due:
            return False
        missed = "resolution" if ticket.first_answered_at else "first_response"
        before, ticket.level = ticket.level, min(ticket.level + 1, LEVELS[-1])
        ticket.late_for = due
        details = {"target": missed, "due": due.isoformat(), "from": before, "to": ticket.level}
        take_step(ticket, Step.GREW_LATE, SYSTEM, details=details)
    return True
