"""Gives a new ticket to its team, and by the team's rule to one of its members at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app import clock
from app.accounts import profile
from app.db import session, take_turns
from app.tickets import policy, teams
from app.tickets.kinds import Assigning
from app.tickets.models import Ticket
from app.tickets.states import ACTIVE, Step
from app.tickets.writing import SYSTEM, take_step

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.accounts.models import Account
    from app.tickets.team_models import Team


def give(ticket: Ticket) -> None:
    """Assign the ticket by its team's rule; where nobody is at work it stays without anybody.

    Within the transaction that has brought the ticket to its team.
    """
    team = teams.get(ticket.team_id) if ticket.team_id else None
    if team is None or team.assigning is Assigning.BY_HAND:
        return
    take_turns(f"team {team.id}")
    session.refresh(team, ["last_given_id"])
    chosen = _choose(team, at_work(team))
    if chosen:
        team.last_given_id = chosen.id
        ticket.assignee_id = chosen.id
        take_step(ticket, Step.GIVEN, SYSTEM, details={"rule": team.assigning})


def at_work(team: Team) -> list[Account]:
    """Return the team's members who are neither away nor outside their hours now, by id."""
    now, usual = clock.now(), policy.in_force().hours
    there = [a for a in teams.members(team.id) if profile.is_there(a, now, usual)]
    return sorted(there, key=lambda account: account.id)


def _choose(team: Team, there: Sequence[Account]) -> Account | None:
    if not there:
        return None
    if team.assigning is Assigning.LEAST_LOADED:
        loads = _loads([account.id for account in there])
        return min(there, key=lambda account: (loads.get(account.id, 0), account.id))
    last = team.last_given_id or 0
    return next((account for account in there if account.id > last), there[0])


def _loads(account_ids: Sequence[int]) -> Mapping[int, int]:
    """Return how many unfinished tickets each of these accounts has."""
    counted = (
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_(account_ids), Ticket.state.in_(ACTIVE))
        .group_by(Ticket.assignee_id)
    )
    return {account_id: count for account_id, count in session.execute(counted) if account_id}
