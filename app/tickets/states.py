"""The life of a ticket as one table, and the function that reads it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from app.errors import Conflict


class State(StrEnum):
    """Where a ticket is in its life."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"
    SOLVED = "solved"
    CLOSED = "closed"
    REOPENED = "reopened"


class Step(StrEnum):
    """What happens to a ticket; the audit trail keeps these words."""

    ASKED = "asked"
    CUSTOMER_REPLIED = "customer_replied"
    AGENT_REPLIED = "agent_replied"
    NOTED = "noted"
    ASSIGNED = "assigned"
    RELEASED = "released"
    SOLVED = "solved"
    CUSTOMER_CLOSED = "customer_closed"
    AGENT_CLOSED = "agent_closed"
    CUSTOMER_REOPENED = "customer_reopened"
    AGENT_REOPENED = "agent_reopened"


ACTIVE: Final = (State.NEW, State.OPEN, State.WAITING, State.REOPENED)
FINISHED: Final = (State.SOLVED, State.CLOSED)

# (from, step) → to. A pair that is not here is refused.
STATES: Final[dict[tuple[State, Step], State]] = {
    (State.NEW, Step.CUSTOMER_REPLIED): State.NEW,
    (State.OPEN, Step.CUSTOMER_REPLIED): State.OPEN,
    (State.WAITING, Step.CUSTOMER_REPLIED): State.OPEN,
    (State.REOPENED, Step.CUSTOMER_REPLIED): State.REOPENED,
    # A reply that crosses the closing on its way is not lost.
    (State.SOLVED, Step.CUSTOMER_REPLIED): State.REOPENED,
    (State.CLOSED, Step.CUSTOMER_REPLIED): State.REOPENED,
    (State.NEW, Step.AGENT_REPLIED): State.WAITING,
    (State.OPEN, Step.AGENT_REPLIED): State.WAITING,
    (State.WAITING, Step.AGENT_REPLIED): State.WAITING,
    (State.REOPENED, Step.AGENT_REPLIED): State.WAITING,
    (State.SOLVED, Step.AGENT_REPLIED): State.SOLVED,
    (State.NEW, Step.SOLVED): State.SOLVED,
    (State.OPEN, Step.SOLVED): State.SOLVED,
    (State.WAITING, Step.SOLVED): State.SOLVED,
    (State.REOPENED, Step.SOLVED): State.SOLVED,
    (State.NEW, Step.ASSIGNED): State.OPEN,
    (State.OPEN, Step.ASSIGNED): State.OPEN,
    (State.WAITING, Step.ASSIGNED): State.WAITING,
    (State.REOPENED, Step.ASSIGNED): State.REOPENED,
    (State.SOLVED, Step.ASSIGNED): State.SOLVED,
    (State.NEW, Step.RELEASED): State.NEW,
    (State.OPEN, Step.RELEASED): State.OPEN,
    (State.WAITING, Step.RELEASED): State.WAITING,
    (State.REOPENED, Step.RELEASED): State.REOPENED,
    (State.SOLVED, Step.RELEASED): State.SOLVED,
    **{
        (state, step): State.CLOSED
        for state in (*ACTIVE, State.SOLVED)
        for step in (Step.CUSTOMER_CLOSED, Step.AGENT_CLOSED)
    },
    **{
        (state, step): State.REOPENED
        for state in FINISHED
        for step in (Step.CUSTOMER_REOPENED, Step.AGENT_REOPENED)
    },
    **{(state, Step.NOTED): state for state in State},
}

_NOT_NOW: Final = Conflict("Сейчас с заявкой этого сделать нельзя.")
_CLOSED_ALREADY: Final = Conflict("Заявка уже закрыта.")
_OPEN_ALREADY: Final = Conflict("Заявка и так открыта.")
_REFUSALS: Final = {
    Step.AGENT_REPLIED: Conflict("Заявка закрыта. Откройте её снова, чтобы ответить."),
    Step.SOLVED: Conflict("Заявка уже решена или закрыта."),
    Step.ASSIGNED: Conflict("Заявка закрыта. Откройте её снова, чтобы назначить."),
    Step.RELEASED: Conflict("Заявка закрыта. Откройте её снова, чтобы снять с сотрудника."),
    Step.CUSTOMER_CLOSED: _CLOSED_ALREADY,
    Step.AGENT_CLOSED: _CLOSED_ALREADY,
    Step.CUSTOMER_REOPENED: _OPEN_ALREADY,
    Step.AGENT_REOPENED: _OPEN_ALREADY,
}


def next_state(state: State, step: Step) -> State:
    """Return the state after `step`; raises Conflict where the table has no such pair."""
    following = STATES.get((state, step))
    if following is None:
        raise Conflict(_REFUSALS.get(step, _NOT_NOW).message)
    return following


def allows(state: State, step: Step) -> bool:
    """Tell whether `step` can happen in this state: pages offer only such steps."""
    return (state, step) in STATES
