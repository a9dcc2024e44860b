"""The table of states."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import Conflict
from app.tickets.states import ACTIVE, FINISHED, QUIET, STATES, State, Step, allows, next_state

N, P, W, S, C, R = State.NEW, State.OPEN, State.WAITING, State.SOLVED, State.CLOSED, State.REOPENED
H = State.WAITING_OTHERS
STAYS_ACTIVE = {N: N, P: P, W: W, H: H, R: R}


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.CUSTOMER_REPLIED, {N: N, P: P, W: P, H: P, S: R, C: R, R: R}),
        (Step.AGENT_REPLIED, {N: W, P: W, W: W, H: W, S: S, R: W}),
        (Step.NOTED, {**STAYS_ACTIVE, S: S, C: C}),
        (Step.ASSIGNED, {N: P, P: P, W: W, H: H, S: S, R: R}),
        (Step.RELEASED, {**STAYS_ACTIVE, S: S}),
        (Step.GIVEN, STAYS_ACTIVE),
        (Step.PRIORITISED, {**STAYS_ACTIVE, S: S}),
        (Step.ROUTED, {**STAYS_ACTIVE, S: S}),
        (Step.ESCALATED, STAYS_ACTIVE),
        (Step.STEPPED_DOWN, STAYS_ACTIVE),
        (Step.GREW_LATE, STAYS_ACTIVE),
        (Step.HELD, {N: H, P: H, W: H, H: H, R: H}),
        (Step.RESUMED, {W: P, H: P}),
        (Step.SOLVED, {N: S, P: S, W: S, H: S, R: S}),
        (Step.MERGED, {N: C, P: C, W: C, H: C, S: C, C: C, R: C}),
        (Step.AGENT_CLOSED, {N: C, P: C, W: C, H: C, S: C, R: C}),
        (Step.CUSTOMER_CLOSED, {N: C, P: C, W: C, H: C, S: C, R: C}),
        (Step.AGENT_REOPENED, {S: R, C: R}),
        (Step.CUSTOMER_REOPENED, {S: R, C: R}),
        (Step.ASKED, {}),
    ],
)
def test_each_step_leads_where_the_table_says(step: Step, expected: dict[State, State]) -> None:
    assert {state: STATES[state, step] for state in State if allows(state, step)} == expected


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_a_step_is_taken_or_refused_with_a_sentence(state: State, step: Step) -> None:
    if allows(state, step):
        assert next_state(state, step) in State
        return
    with pytest.raises(Conflict) as refusal:
        next_state(state, step)
    assert str(refusal.value).endswith(".")


@given(st.lists(st.sampled_from(list(Step)), max_size=30))
def test_whatever_happens_a_customer_can_always_be_heard(steps: list[Step]) -> None:
    state = State.NEW
    for step in steps:
        if allows(state, step):
            state = next_state(state, step)
    assert next_state(state, Step.CUSTOMER_REPLIED) in ACTIVE


def test_every_state_is_either_active_or_finished() -> None:
    assert sorted((*ACTIVE, *FINISHED)) == sorted(State)


@pytest.mark.parametrize("step", sorted(QUIET))
def test_a_quiet_step_changes_no_state_and_fits_any(step: Step) -> None:
    assert {state: STATES[state, step] for state in State} == {state: state for state in State}
