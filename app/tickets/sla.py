"""Service levels, pure: the targets of a ticket, when they are due, and whether they are late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from app.tickets.states import FINISHED, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.accounts.working_time import WorkingTime
    from app.tickets.kinds import Kind, Priority
    from app.tickets.models import Ticket


class Standing(StrEnum):
    """How a ticket stands against its next target."""

    IN_TIME = "in_time"
    SOON = "soon"
    LATE = "late"
    PAUSED = "paused"  # we wait for the customer, or are done


@dataclass(frozen=True)
class Target:
    """How much working time the first answer and the solution may take."""

    first_response: timedelta
    resolution: timedelta


@dataclass(frozen=True)
class Policy:
    """The operator's promises: targets by kind and priority, counted in `hours`.

    A kind without a target of its own has that of None. `soon` is the working time left from which
    on a ticket should be hurried.
    """

    hours: WorkingTime
    targets: Mapping[tuple[Kind | None, Priority], Target]
    soon: timedelta

    def target(self, kind: Kind, priority: Priority) -> Target:
        return self.targets.get((kind, priority)) or self.targets[None, priority]


def stops_the_clock(state: State) -> bool:
    """Tell whether time does not count in this state: it is the customer's turn."""
    return state is State.WAITING or state in FINISHED


def set_dues(ticket: Ticket, policy: Policy) -> None:
    """Set the ticket's due times by its kind, priority and the time it has stood still."""
    target = policy.target(ticket.kind, ticket.priority)
    stood = timedelta(seconds=ticket.paused_seconds)
    if ticket.first_answered_at is None:
        ticket.first_response_due = policy.hours.due(
            ticket.created_at, target.first_response + stood
        )
    ticket.resolution_due = policy.hours.due(ticket.created_at, target.resolution + stood)
    ticket.due_at = next_due(ticket)


def next_due(ticket: Ticket) -> datetime | None:
    """Return the moment of the next target, None while the clock stands."""
    if stops_the_clock(ticket.state):
        return None
    if ticket.first_answered_at is None:
        return ticket.first_response_due
    return ticket.resolution_due


def keep_clock(ticket: Ticket, policy: Policy, now: datetime) -> None:
    """Stop the clock or let it run on, as the ticket's state says, and set the due times anew."""
    if stops_the_clock(ticket.state):
        ticket.paused_at = ticket.paused_at or now
        ticket.due_at = None
        return
    if ticket.paused_at:
        stood = policy.hours.elapsed(ticket.paused_at, now)
        ticket.paused_seconds += round(stood.total_seconds())
        ticket.paused_at = None
    set_dues(ticket, policy)


def standing(ticket: Ticket, policy: Policy, now: datetime) -> Standing:
    """Tell how the ticket stands: late from the due moment on, soon when little time is left."""
    if ticket.due_at is None:
        return Standing.PAUSED
    if ticket.due_at <= now:
        return Standing.LATE
    return Standing.SOON if ticket.due_at <= soon_until(policy, now) else Standing.IN_TIME


def soon_until(policy: Policy, now: datetime) -> datetime:
    """Return until when a due moment is soon."""
    return policy.hours.due(now, policy.soon)
