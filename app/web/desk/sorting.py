"""The side panel of a ticket: waiting, priority, level, team, tags, watchers, other tickets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.current import services
from app.errors import Conflict, InvalidInput, NotFound
from app.tickets import (
    conversation,
    desk,
    handing_over,
    merging,
    queue,
    renewing,
    sorting,
    tagging,
    ticket_links,
    watching,
)
from app.web.desk.changes import again, version
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask.typing import ResponseReturnValue

PANEL = "_panel"  # the anchor that a change of the panel comes back to
HIGHEST = 2**31 - 1
REFUSALS = (Conflict, InvalidInput, NotFound)  # NotFound: the other ticket, a team


@blueprint.post("/tickets/<int(max=2147483647):number>/waiting")
@allow("answer")
def waiting(number: int) -> ResponseReturnValue:
    step = desk.resume if request.form.get("wait") == "no" else desk.hold
    return _changed(number, lambda: step(number, me().id, version=version()))


@blueprint.post("/tickets/<int(max=2147483647):number>/priority")
@allow("answer")
def priority(number: int) -> ResponseReturnValue:
    wished = request.form.get("priority", "")
    return _changed(number, lambda: sorting.prioritise(number, me().id, wished))


@blueprint.post("/tickets/<int(max=2147483647):number>/level")
@allow("answer")
def level(number: int) -> ResponseReturnValue:
    """Hand the ticket a level of support up or down, with a reason."""
    move = sorting.step_down if request.form.get("direction") == "down" else sorting.escalate
    reason, note = request.form.get("reason", ""), request.form.get("note", "")
    return _changed(number, lambda: move(number, me().id, reason, note, version=version()))


@blueprint.post("/tickets/<int(max=2147483647):number>/team")
@allow("answer")
def team(number: int) -> ResponseReturnValue:
    """Route the ticket; whoever may not see it afterwards goes back to the queue."""
    team_id = _number("team") if request.form.get("team") else None
    changed = _changed(number, lambda: sorting.route(number, me().id, team_id))
    try:
        desk.get(number, me().id)
    except NotFound:
        return redirect(url_for("desk.queue"), 303)
    return changed


@blueprint.post("/tickets/<int(max=2147483647):number>/tags")
@allow("answer")
def tags(number: int) -> ResponseReturnValue:
    if "remove" in request.form:
        gone = request.form["remove"]
        return _changed(number, lambda: tagging.remove(number, me().id, gone))
    tag = request.form.get("tag", "")
    return _changed(number, lambda: tagging.add(number, me().id, tag))


@blueprint.post("/tickets/<int(max=2147483647):number>/watchers")
@allow("answer")
def watchers(number: int) -> ResponseReturnValue:
    if "leave" in request.form:
        return _changed(number, lambda: watching.unwatch(number, me().id))
    who = _number("watcher") if request.form.get("watcher") else None
    return _changed(number, lambda: watching.watch(number, me().id, who))


@blueprint.post("/tickets/<int(max=2147483647):number>/related")
@allow("answer")
def related(number: int) -> ResponseReturnValue:
    if "remove" in request.form:
        gone = _number("remove")
        return _changed(number, lambda: ticket_links.unlink(number, me().id, gone))
    return _changed(number, lambda: ticket_links.link(number, me().id, _number("other")))


@blueprint.post("/tickets/<int(max=2147483647):number>/link")
@allow("answer")
def renewal(number: int) -> ResponseReturnValue:
    """Send the customer another link; the old one opens nothing from now on."""
    return _changed(number, lambda: renewing.by_agent(number, me().id))


@blueprint.post("/tickets/<int(max=2147483647):number>/handover")
@allow("answer")
def handover(number: int) -> ResponseReturnValue:
    """Hand the ticket to the outside desk of the settings."""
    config = services().config
    return _changed(number, lambda: handing_over.ask(number, me().id, config, version=version()))


@blueprint.get("/tickets/<int(max=2147483647):number>/merging")
@allow("answer")
def merge_preview(number: int) -> ResponseReturnValue:
    """Show both tickets before one is closed as a duplicate of the other."""
    mine = desk.get(number, me().id)
    other_number = min(HIGHEST, request.args.get("other", 0, type=int))
    ticket_links.refuse_itself(number, other_number)
    other = desk.get(other_number, me().id)
    return render_template(
        "desk/merging.html",
        ticket=mine,
        other=other,
        messages={one.number: conversation.public(one) for one in (mine, other)},
        counts=queue.counts(me().id),
    )


@blueprint.post("/tickets/<int(max=2147483647):number>/merging")
@allow("answer")
def merge(number: int) -> ResponseReturnValue:
    try:
        other = merging.merge(number, me().id, _number("other"), version=version())
    except REFUSALS as problem:
        return again(number, "panel", problem)
    return redirect(url_for("desk.ticket", number=other.number), 303)


@blueprint.post("/tickets/<int(max=2147483647):number>/parts")
@allow("answer")
def parts(number: int) -> ResponseReturnValue:
    """Split a message off into a ticket of its own."""
    subject = request.form.get("subject", "")
    try:
        part = merging.split(number, me().id, _number("message"), subject)
    except InvalidInput as problem:
        return again(number, "panel", problem)
    return redirect(url_for("desk.ticket", number=part.number), 303)


def _changed(number: int, change: Callable[[], object]) -> ResponseReturnValue:
    """Make the change and show the panel again, or the page with what stands against it."""
    try:
        change()
    except REFUSALS as problem:
        return again(number, "panel", problem)
    return redirect(url_for("desk.ticket", number=number, _anchor=PANEL), 303)


def _number(field: str) -> int:
    return max(0, min(HIGHEST, request.form.get(field, 0, type=int)))
