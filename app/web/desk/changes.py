"""The forms of a ticket's page: reply, note, assign, close, reopen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, request, url_for

from app.errors import Conflict, InvalidInput
from app.tickets import desk
from app.tickets.writing import Outdated
from app.web.desk.door import blueprint, me
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
    try:
        desk.reply(
            number,
            me().id,
            _body(),
            version=_version(),
            submission_key=_key(),
            solve="solve" in request.form,
        )
    except (Conflict, InvalidInput) as problem:
        return _again(number, "reply", problem)
    return _back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/notes")
@allow("answer")
def notes(number: int) -> ResponseReturnValue:
    try:
        desk.note(number, me().id, _body(), submission_key=_key())
    except InvalidInput as problem:
        return _again(number, "note", problem)
    return _back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/assignment")
@allow("answer")
def assignment(number: int) -> ResponseReturnValue:
    wished = request.form.get("assignee", "")
    assignee_id = me().id if wished == "me" else request.form.get("assignee", -1, type=int)
    try:
        desk.assign(number, me().id, assignee_id if wished else None, version=_version())
    except (Conflict, InvalidInput) as problem:
        return _again(number, "assignment", problem)
    return _back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/closure")
@allow("answer")
def closure(number: int) -> ResponseReturnValue:
    try:
        desk.close(number, me().id, version=_version())
    except Conflict as problem:
        return _again(number, "closure", problem)
    return _back(number)


@blueprint.post("/tickets/<int(max=2147483647):number>/reopening")
@allow("answer")
def reopening(number: int) -> ResponseReturnValue:
    try:
        desk.reopen(number, me().id, version=_version())
    except Conflict as problem:
        return _again(number, "reopening", problem)
    return _back(number)


def _again(number: int, form: str, problem: DomainError) -> Response:
    """Show the ticket as it is now, with what was typed and what stands against it."""
    draft = Draft(
        form=form,
        body=_body(),
        submission_key=_key() or Draft().submission_key,
        problem=problem,
        errors=problem.fields if isinstance(problem, InvalidInput) else {},
        seen=_version() if isinstance(problem, Outdated) else None,
    )
    return make_response(render_page(desk.get(number, me().id), draft), problem.status)


def _back(number: int) -> Response:
    return redirect(url_for("desk.ticket", number=number, _anchor="_last"), 303)


def _body() -> str:
    return request.form.get("body", "")


def _key() -> str:
    return request.form.get("submission_key", "")


def _version() -> int:
    return request.form.get("version", NO_VERSION, type=int)
