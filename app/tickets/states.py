"""The life of a ticket as one table, and the function that reads it."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from app.errors import Conflict


class State(StrEnum):
    """Where a ticket is in its life."""

    NEW = "new"
    OPEN = "open"
    WAITING = "waiting"  # for the customer
    WAITING_OTHERS = "waiting_others"
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
    AUTO_ANSWERED = "auto_answered"  # the system sent fitting articles
    HELD = "held"  # waits for somebody who is not the customer
    RESUMED = "resumed"
    GIVEN = "given"  # to an agent, by the team's rule
    ESCALATED = "escalated"  # a level of support up
    STEPPED_DOWN = "stepped_down"
    GREW_LATE = "grew_late"
    HANDED_OVER = "handed_over"  # to an outside help desk
    MERGED = "merged"  # closed as a duplicate
    ABSORBED = "absorbed"  # got a duplicate
    SPLIT = "split"  # a message began a ticket of its own
    PRIORITISED = "prioritised"
    SORTED = "sorted"  # got another kind or category
    ROUTED = "routed"  # got another team
    TAGGED = "tagged"
    UNTAGGED = "untagged"
    WATCHED = "watched"
    UNWATCHED = "unwatched"
    MENTIONED = "mentioned"
    ARTICLE_LINKED = "article_linked"
    ARTICLE_UNLINKED = "article_unlinked"
    TICKET_LINKED = "ticket_linked"
    TICKET_UNLINKED = "ticket_unlinked"
    LINK_RENEWED = "link_renewed"  # the customer's, the old one opens nothing
    CONCLUDED = "concluded"  # what the ticket gave to the articles


ACTIVE: Final = (State.NEW, State.OPEN, State.WAITING, State.WAITING_OTHERS, State.REOPENED)
FINISHED: Final = (State.SOLVED, State.CLOSED)

# They change no state, can happen in any, and nobody who writes meanwhile has to know of them.
QUIET: Final = frozenset(
    {
        Step.TAGGED,
        Step.UNTAGGED,
        Step.WATCHED,
        Step.UNWATCHED,
        Step.MENTIONED,
        Step.ARTICLE_LINKED,
        Step.ARTICLE_UNLINKED,
        Step.TICKET_LINKED,
        Step.TICKET_UNLINKED,
        Step.LINK_RENEWED,
        Step.CONCLUDED,
    }
)
# Nor has who writes meanwhile to know of these.
NO_NEWS: Final = frozenset(
    {Step.PRIORITISED, Step.SORTED, Step.ROUTED, Step.GIVEN, Step.GREW_LATE, Step.ABSORBED}
)
# They change no state, and end with the ticket's closing.
_SORTING: Final = (Step.PRIORITISED, Step.SORTED, Step.ROUTED, Step.RELEASED, Step.HANDED_OVER)
# They change no state, and are for tickets that somebody still works on.
_WORKING: Final = (
    Step.AUTO_ANSWERED,
    Step.GIVEN,
    Step.ESCALATED,
    Step.STEPPED_DOWN,
    Step.GREW_LATE,
)

# (from, step) → to. A pair that is not here is refused.
STATES: Final[dict[tuple[State, Step], State]] = {
    (State.NEW, Step.CUSTOMER_REPLIED): State.NEW,
    (State.OPEN, Step.CUSTOMER_REPLIED): State.OPEN,
    (State.WAITING, Step.CUSTOMER_REPLIED): State.OPEN,
    (State.WAITING_OTHERS, Step.CUSTOMER_REPLIED): State.OPEN,
    (State.REOPENED, Step.CUSTOMER_REPLIED): State.REOPENED,
    # A reply that crosses the closing on its way is not lost.
    (State.SOLVED, Step.CUSTOMER_REPLIED): State.REOPENED,
    (State.CLOSED, Step.CUSTOMER_REPLIED): State.REOPENED,
    (State.NEW, Step.AGENT_REPLIED): State.WAITING,
    (State.OPEN, Step.AGENT_REPLIED): State.WAITING,
    (State.WAITING, Step.AGENT_REPLIED): State.WAITING,
    (State.WAITING_OTHERS, Step.AGENT_REPLIED): State.WAITING,
    (State.REOPENED, Step.AGENT_REPLIED): State.WAITING,
    (State.SOLVED, Step.AGENT_REPLIED): State.SOLVED,
    **{(state, Step.SOLVED): State.SOLVED for state in ACTIVE},
    **{(state, Step.ASSIGNED): state for state in (*ACTIVE, State.SOLVED)},
    (State.NEW, Step.ASSIGNED): State.OPEN,
    **{(state, Step.HELD): State.WAITING_OTHERS for state in ACTIVE},
    (State.WAITING, Step.RESUMED): State.OPEN,
    (State.WAITING_OTHERS, Step.RESUMED): State.OPEN,
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
    **{(state, step): state for state in (*ACTIVE, State.SOLVED) for step in _SORTING},
    **{(state, step): state for state in ACTIVE for step in _WORKING},
    **{(state, Step.MERGED): State.CLOSED for state in State},
    **{
        (state, step): state
        for state in State
        for step in (Step.NOTED, Step.ABSORBED, Step.SPLIT, *QUIET)
    },
}

_NOT_NOW: Final = Conflict("Сейчас с заявкой этого сделать нельзя.")
_CLOSED_ALREADY: Final = Conflict("Заявка уже закрыта.")
_OPEN_ALREADY: Final = Conflict("Заявка и так открыта.")
_REFUSALS: Final = {
    Step.AGENT_REPLIED: Conflict("Заявка закрыта. Откройте её снова, чтобы ответить."),
    Step.SOLVED: Conflict("Заявка уже решена или закрыта."),
    Step.ASSIGNED: Conflict("Заявка закрыта. Откройте её снова, чтобы назначить."),
    Step.RELEASED: Conflict("Заявка закрыта. Откройте её снова, чтобы снять с сотрудника."),
    Step.HELD: Conflict("Заявка решена или закрыта: ждать больше нечего."),
    Step.RESUMED: Conflict("Заявка никого не ждёт."),
    Step.PRIORITISED: Conflict("Заявка закрыта. Откройте её снова, чтобы сменить срочность."),
    Step.ROUTED: Conflict("Заявка закрыта. Откройте её снова, чтобы передать другой группе."),
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
