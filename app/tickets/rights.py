"""Which tickets a person who works here may see: one condition for every list and look-up.

Whoever may oversee (see the table in accounts/roles.py) sees all. Others see the tickets of their
teams, those without a team, and those that they have or watch.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select, true

from app.accounts import accounts
from app.accounts.roles import may
from app.db import session
from app.errors import NotFound
from app.tickets.link_models import Watcher
from app.tickets.models import Ticket
from app.tickets.team_models import Member
from app.tickets.writing import locked

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement


def visible(account_id: int) -> ColumnElement[bool]:
    """Return the condition on tickets that this account may see."""
    account = accounts.find(account_id)
    if account and may(account.reader, "oversee"):
        return true()
    mine = select(Member.team_id).where(Member.account_id == account_id)
    watched = select(Watcher.ticket_number).where(Watcher.account_id == account_id)
    # Not "IS NULL": SQLite would join three indexes for this condition, and sort what it finds.
    without_team = func.coalesce(Ticket.team_id, 0) == 0
    return or_(
        without_team,
        Ticket.team_id.in_(mine),
        Ticket.assignee_id == account_id,
        Ticket.number.in_(watched),
    )


def check(number: int, account_id: int) -> None:
    """Raise NotFound when this account may not see the ticket, or there is none."""
    seen = select(Ticket.number).where(Ticket.number == number, visible(account_id))
    if session.scalar(seen) is None:
        raise NotFound("Заявки № %(number)s нет.", number=number)


def locked_for(account_id: int, number: int, version: int | None = None) -> Ticket:
    """Return the ticket for this account to change, locked until the transaction's end.

    Raises NotFound, and Outdated as writing.locked() does.
    """
    check(number, account_id)
    return locked(number, version)
