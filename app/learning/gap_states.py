"""What editors do about a gap: one table of states, and the function that reads it."""

from __future__ import annotations

from typing import Final

from app import clock
from app.db import session, transaction
from app.errors import Conflict, NotFound
from app.learning.models import Gap, State

STEPS: Final[dict[State, frozenset[State]]] = {
    State.OPEN: frozenset({State.IN_WORK, State.CLOSED, State.NOISE}),
    State.IN_WORK: frozenset({State.OPEN, State.CLOSED, State.NOISE}),
    State.CLOSED: frozenset({State.OPEN}),
    State.NOISE: frozenset({State.OPEN}),
}


def move(gap_id: int, to: State, account_id: int | None) -> Gap:
    """Bring the gap to another state; nothing happens where it is in that state already.

    Raises NotFound, Conflict where the table has no such step, and for CLOSED: closing is a use
    case of its own, which first looks whether the gap's queries find the answer.
    """
    if to is State.CLOSED:
        raise Conflict("Пробел закрывается проверкой его запросов.")
    return _move(gap_id, to, account_id)


def close(gap_id: int, account_id: int | None) -> Gap:
    """Close a gap whose queries were seen to find the answer; raises as `move` does."""
    return _move(gap_id, State.CLOSED, account_id)


def _move(gap_id: int, to: State, account_id: int | None) -> Gap:
    with transaction():
        gap = session.get(Gap, gap_id, with_for_update=True)
        if gap is None:
            raise NotFound("Такого пробела нет.")
        if gap.state is to:
            return gap
        if to not in STEPS[gap.state]:
            raise Conflict("Сначала откройте пробел снова.")
        gap.state, gap.changed_at, gap.changed_by_id = to, clock.now(), account_id
        gap.closed_at = gap.changed_at if to is State.CLOSED else gap.closed_at
    return gap
