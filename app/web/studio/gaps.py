"""What searches do not find: the list of gaps, one gap, and its state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import get_flashed_messages, redirect, render_template, request, url_for

from app.curation import gap_answers, gap_letters, gap_ranks
from app.current import services
from app.errors import Conflict, NotFound
from app.learning import gap_states, gap_weeks, gaps, trails
from app.learning.gap_states import STEPS
from app.learning.models import State
from app.tickets import after_search
from app.web.signing_in import allow
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.errors import DomainError


@blueprint.get("/gaps", endpoint="gaps")
@allow("edit")
def show_gaps() -> ResponseReturnValue:
    chosen = _state(request.args.get("state", "")) or State.OPEN
    before = request.args.get("before")
    config = services().config
    return render_template(
        "studio/gaps.html",
        chosen=chosen,
        page=gaps.page(chosen, before=before),
        numbers=gaps.counts(),
        states=tuple(State),
        days=config.gap_days,
        least=config.gap_visitors,
        minutes=config.ticket_minutes,
        first=before is None,
    )


@blueprint.get("/gaps/<int(max=2147483647):gap_id>")
@allow("edit")
def gap(gap_id: int) -> ResponseReturnValue:
    return page(gap_id)


@blueprint.post("/gaps/<int(max=2147483647):gap_id>/state")
@allow("edit")
def gap_state(gap_id: int) -> ResponseReturnValue:
    to = _state(request.form.get("state", ""))
    if to is None:
        raise NotFound("Такого пробела нет.")
    try:
        gap_states.move(gap_id, to, me().id)
    except Conflict as problem:
        return page(gap_id, problem), problem.status
    return redirect(url_for("studio.gap", gap_id=gap_id), 303)


def page(gap_id: int, problem: DomainError | None = None) -> str:
    """Return the page of a gap, with what went wrong above it."""
    shown, snapshot = gaps.get(gap_id), services().library.snapshot
    answer = gap_answers.find(shown, snapshot)
    config = services().config
    return render_template(
        "studio/gap.html",
        gap=shown,
        answer=answer,
        places=gap_ranks.places(shown, answer.ids(snapshot) if answer else frozenset()),
        weeks=gap_weeks.weeks(gap_id),
        reasons=gaps.reasons(gap_id),
        examples=trails.examples(gap_id),
        tickets=after_search.visible_ones(gaps.tickets(gap_id), me().id),
        told=gap_letters.count(gap_id),
        articles=snapshot.articles,
        steps=[s for s in State if s in STEPS[shown.state] and s is not State.CLOSED],
        days=config.gap_days,
        minutes=config.ticket_minutes,
        problem=problem,
        said=get_flashed_messages(),
    )


def _state(name: str) -> State | None:
    return State(name) if name in set(State) else None
