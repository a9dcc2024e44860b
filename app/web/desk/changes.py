"""The forms of a ticket's page: reply, note, assign, close with what it gave, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, request, url_for

from app.errors import Conflict, InvalidInput
from app.tickets import closing, desk, drafts
from app.tickets.kinds import Outcome
from app.tickets.writing import Outdated
from app.web.desk import inserting
from app.web.desk.door import blueprint, me
from app.web.desk.inserting import NOTE, REPLY
from app.web.desk.tickets import Draft, render_page
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.errors import DomainError

NO_VERSION = 0  # no ticket has it: a form without its version is always outdated


@blueprint.post("/tickets/<int(max=2147483647):number>/replies")
@allow("answer")
def replies(number: int) -> ResponseReturnValue:
    """Send the answer; one that leads to what the customer may not read is not sent."""
    try:
        inserting.refuse_hidden(desk.get(number, me().id), _body())
        desk.reply(
            number,
            me().id,
            _body(),
            version=version(),
            submission_key=_key(),
            solve="solve" in request.form,
        )
    except (Conflict, InvalidInput) as problem:
        return again(number, REPLY, problem)
    drafts.drop(number, me().id, REPLY)
    return back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/notes")
@allow("answer")
def notes(number: int) -> ResponseReturnValue:
    try:
        desk.note(number, me().id, _body(), submission_key=_key())
    except InvalidInput as problem:
        return again(number, NOTE, problem)
    drafts.drop(number, me().id, NOTE)
    return back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/assignment")
@allow("answer")
def assignment(number: int) -> ResponseReturnValue:
    wished = request.form.get("assignee", "")
    assignee_id = me().id if wished == "me" else request.form.get("assignee", -1, type=int)
    try:
        desk.assign(number, me().id, assignee_id if wished else None, version=version())
    except (Conflict, InvalidInput) as problem:
        return again(number, "assignment", problem)
    return back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/closure")
@allow("answer")
def closure(number: int) -> ResponseReturnValue:
    """Close the ticket; the button that was pressed says what it gave to the articles."""
    outcome, reason = request.form.get("outcome", Outcome.SKIPPED), request.form.get("reason", "")
    try:
        closing.close(number, me().id, version=version(), outcome=outcome, reason=reason)
    except (Conflict, InvalidInput) as problem:
        return again(number, "closure", problem)
    return back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/outcome")
@allow("answer")
def outcome(number: int) -> ResponseReturnValue:
    """Keep what a finished ticket gave to the articles."""
    said, reason = request.form.get("outcome", ""), request.form.get("reason", "")
    try:
        closing.conclude(number, me().id, said, reason)
    except InvalidInput as problem:
        return again(number, "outcome", problem)
    return back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/reopening")
@allow("answer")
def reopening(number: int) -> ResponseReturnValue:
    try:
        desk.reopen(number, me().id, version=version())
    except Conflict as problem:
        return again(number, "reopening", problem)
    return back(number)


def again(number: int, form: str, problem: DomainError) -> Response:
    """Show the ticket as it is now, with what was typed and what stands against it."""
    draft = Draft(
        form=form,
        body=_body(),
        submission_key=_key() or Draft().submission_key,
        problem=problem,
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
        seen=version() if isinstance(problem, Outdated) else None,
    )
    return make_response(render_page(desk.get(number, me().id), draft), problem.status)


def back(number: int) -> Response:
    return redirect(url_for("desk.ticket", number=number, _anchor="_last"), 303)


def _body() -> str:
    return request.form.get("body", "")


def _key() -> str:
    return request.form.get("submission_key", "")


def version() -> int:
    return request.form.get("version", NO_VERSION, type=int)
