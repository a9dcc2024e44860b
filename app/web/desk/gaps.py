"""What searches do not find, for editors: the list of gaps, one gap, and what is done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.current import services
from app.errors import Conflict, NotFound
from app.learning import gap_states, gaps, trails
from app.learning.gap_states import STEPS
from app.learning.models import State
from app.tickets import after_search, queue
from app.web.desk import shelf
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/gaps", endpoint="gaps")
@allow("edit")
def show_gaps() -> ResponseReturnValue:
    chosen = _state(request.args.get("state", "")) or State.OPEN
    before = request.args.get("before")
    return render_template(
        "desk/gaps.html",
        chosen=chosen,
        page=gaps.page(chosen, before=before),
        numbers=gaps.counts(),
        states=tuple(State),
        days=services().config.gap_days,
        least=services().config.gap_visitors,
        counts=queue.counts(me().id),
        first=before is None,
    )


@blueprint.get("/gaps/<int(max=2147483647):gap_id>")
@allow("edit")
def gap(gap_id: int) -> ResponseReturnValue:
    return _page(gap_id)


@blueprint.post("/gaps/<int(max=2147483647):gap_id>/state")
@allow("edit")
def gap_state(gap_id: int) -> ResponseReturnValue:
    to = _state(request.form.get("state", ""))
    if to is None:
        raise NotFound("Такого пробела нет.")
    try:
        gap_states.move(gap_id, to, me().id)
    except Conflict as problem:
        return _page(gap_id, problem), problem.status
    return redirect(url_for("desk.gap", gap_id=gap_id), 303)


def _page(gap_id: int, problem: Conflict | None = None) -> str:
    shown = gaps.get(gap_id)
    examples = trails.examples(gap_id)
    opened = {step.article_id for steps in examples for step in steps}
    return render_template(
        "desk/gap.html",
        gap=shown,
        wordings=gaps.wordings(gap_id),
        reasons=gaps.reasons(gap_id),
        examples=examples,
        tickets=after_search.visible_ones(gaps.tickets(gap_id), me().id),
        articles=shelf.readable({shown.article_id, *opened}),
        steps=[state for state in State if state in STEPS[shown.state]],
        days=services().config.gap_days,
        counts=queue.counts(me().id),
        problem=problem,
    )


def _state(name: str) -> State | None:
    return State(name) if name in set(State) else None
