"""A ticket's page: the conversation, the customer's trail, and the forms of what may be done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import render_template

from app.accounts import accounts
from app.tickets import conversation, desk, queue
from app.tickets.models import Event
from app.tickets.states import Step, allows
from app.tickets.trail import trail
from app.web.desk import shelf
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from app.errors import DomainError
    from app.tickets.models import Ticket

STEPS = {
    "reply": Step.AGENT_REPLIED,
    "solve": Step.SOLVED,
    "assign": Step.ASSIGNED,
    "close": Step.AGENT_CLOSED,
    "reopen": Step.AGENT_REOPENED,
}


@dataclass(frozen=True)
class Draft:
    """What an agent typed into a form that was not accepted, and why.

    `problem` is a sentence over the form, `errors` those beside its fields; what happened after
    version `seen` is shown as new.
    """

    form: str = ""
    body: str = ""
    submission_key: str = field(default_factory=lambda: uuid.uuid4().hex)
    problem: DomainError | None = None
    errors: Mapping[str, DomainError] = field(default_factory=dict)
    seen: int | None = None


@blueprint.get("/tickets/<int(max=2147483647):number>")
@allow("answer")
def ticket(number: int) -> ResponseReturnValue:
    found = desk.get(number, me().id)
    page = render_page(found, Draft())
    desk.mark_seen(found, me().id)
    return page


def render_page(shown: Ticket, draft: Draft) -> str:
    """Return the ticket's page with a draft in the form where it was typed."""
    steps = trail(shown)
    ids = {shown.article_id, *(step.article_id for step in steps)}
    return render_template(
        "desk/ticket.html",
        ticket=shown,
        story=conversation.story(shown),
        is_event=lambda part: isinstance(part, Event),
        trail=steps,
        articles=shelf.readable(ids),
        people=accounts.answering(),
        me=me(),
        may={name: allows(shown.state, step) for name, step in STEPS.items()},
        counts=queue.counts(me().id),
        draft=draft,
        fresh_key=uuid.uuid4().hex,
    )
