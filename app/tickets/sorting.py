"""How a ticket is sorted: priority, kind and category, team, level of support.

None of it needs the version of the page: whoever writes to the customer meanwhile is not disturbed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app import typed
from app.db import transaction
from app.errors import DomainError, InvalidInput
from app.tickets import assignment, teams
from app.tickets.kinds import LEVELS, EscalationReason, Kind, Priority
from app.tickets.rights import locked_for
from app.tickets.states import Step
from app.tickets.writing import agent, take_step

if TYPE_CHECKING:
    from app.tickets.models import Ticket

LONGEST_NOTE: Final = 500  # characters


def prioritise(number: int, account_id: int, priority: str) -> Ticket:
    """Give the ticket a priority, and by it other due times.

    Raises NotFound, Conflict (closed), InvalidInput for `priority`.
    """
    if priority not in set(Priority):
        raise InvalidInput({"priority": DomainError("Такой срочности нет.")})
    with transaction():
        ticket = locked_for(account_id, number)
        before, ticket.priority = ticket.priority, Priority(priority)
        if before != ticket.priority:
            details = {"from": before, "to": ticket.priority}
            take_step(ticket, Step.PRIORITISED, agent(account_id), details=details)
    return ticket


def sort(number: int, account_id: int, kind: str, category: str | None) -> Ticket:
    """Give the ticket a kind and a category (its name), and the due times of that kind.

    The team stays: route() changes it. Raises NotFound, Conflict (closed), InvalidInput for `kind`.
    """
    if kind not in set(Kind):
        raise InvalidInput({"kind": DomainError("Такого вида заявок нет.")})
    with transaction():
        ticket = locked_for(account_id, number)
        before = (ticket.kind, ticket.category)
        ticket.kind, ticket.category = Kind(kind), category or None
        if before != (ticket.kind, ticket.category):
            details = {"from": list(before), "to": [ticket.kind, ticket.category]}
            take_step(ticket, Step.SORTED, agent(account_id), details=details)
    return ticket


def route(number: int, account_id: int, team_id: int | None) -> Ticket:
    """Give the ticket to another team, whose rule chooses who has it, or to none.

    Raises NotFound (ticket or team), Conflict (closed).
    """
    with transaction():
        ticket = locked_for(account_id, number)
        team = teams.get(team_id) if team_id is not None else None
        if ticket.team_id != team_id:
            details = {"from": ticket.team_id, "to": team_id, "name": team.name if team else ""}
            ticket.team_id, ticket.assignee_id = team_id, None
            take_step(ticket, Step.ROUTED, agent(account_id), details=details)
            assignment.give(ticket)
    return ticket


def escalate(number: int, account_id: int, reason: str, note: str, *, version: int) -> Ticket:
    """Hand the ticket a level of support up, to whoever works there: nobody has it then.

    Raises NotFound, Outdated, Conflict (finished), InvalidInput for `reason`, `note` and `level`.
    """
    return _move(number, account_id, Step.ESCALATED, reason, note, version)


def step_down(number: int, account_id: int, reason: str, note: str, *, version: int) -> Ticket:
    """Hand the ticket a level of support down; raises as escalate() does."""
    return _move(number, account_id, Step.STEPPED_DOWN, reason, note, version)


def _move(number: int, account_id: int, step: Step, reason: str, note: str, version: int) -> Ticket:
    details = _checked(reason, note)
    with transaction():
        ticket = locked_for(account_id, number, version)
        level = ticket.level + (1 if step is Step.ESCALATED else -1)
        if level not in LEVELS:
            raise InvalidInput({"level": DomainError("Дальше уровня поддержки нет.")})
        details |= {"from": str(ticket.level), "to": str(level)}
        ticket.level, ticket.assignee_id = level, None
        take_step(ticket, step, agent(account_id), details=dict(details))
    return ticket


def _checked(reason: str, note: str) -> dict[str, str]:
    problems: dict[str, DomainError] = {}
    text = typed.line(note)
    if reason not in set(EscalationReason):
        problems["reason"] = DomainError("Выберите причину из списка.")
    if len(text) > LONGEST_NOTE:
        problems["note"] = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST_NOTE, length=len(text)
        )
    if reason == EscalationReason.OTHER and not text:
        problems["note"] = DomainError("Напишите, почему.")
    if problems:
        raise InvalidInput(problems)
    return {"reason": reason, "note": text}
