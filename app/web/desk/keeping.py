"""What an open ticket tells and asks while somebody writes: draft, presence, manners, news."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, request

from app.errors import InvalidInput
from app.tickets import desk, drafts, etiquette, presence
from app.web.desk import inserting
from app.web.desk.changes import version
from app.web.desk.door import blueprint, me
from app.web.desk.inserting import REPLY
from app.web.filters import sentence
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.tickets.models import Ticket


@blueprint.post("/tickets/<int(max=2147483647):number>/drafts")
@allow("answer")
def keep_draft(number: int) -> ResponseReturnValue:
    """Keep what is typed; answer with what the form has to say of it."""
    ticket = desk.get(number, me().id)
    form, body = request.form.get("form", ""), request.form.get("body", "")
    drafts.save(number, me().id, form, body, version=version())
    if form != REPLY:
        return jsonify(manners={}, warning="")
    manners = {c.manner: c.met for c in etiquette.check(body, ticket.author_name)}
    return jsonify(manners=manners, warning=_warning(ticket, body))


@blueprint.post("/tickets/<int(max=2147483647):number>/presence")
@allow("answer")
def be_present(number: int) -> ResponseReturnValue:
    """Note that this page is open; answer who else is there, and whether there is news."""
    ticket = desk.get(number, me().id)
    presence.note(number, me().id, typing="typing" in request.form)
    others = presence.others(number, me().id)
    return jsonify(
        typing=[someone.name for someone in others if someone.typing],
        looking=[someone.name for someone in others if not someone.typing],
        news=ticket.news_version > version(),
    )


@blueprint.post("/tickets/<int(max=2147483647):number>/presence/end")
@allow("answer")
def be_gone(number: int) -> ResponseReturnValue:
    desk.get(number, me().id)
    presence.leave(number, me().id)
    return "", 204


def _warning(ticket: Ticket, body: str) -> str:
    try:
        inserting.refuse_hidden(ticket, body)
    except InvalidInput as problem:
        return sentence(problem.fields["body"])
    return ""
