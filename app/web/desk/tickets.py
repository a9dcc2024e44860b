"""A ticket's page: the conversation, the customer's trail, and the forms of what may be done."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flask import render_template, url_for

from app.accounts import accounts
from app.tickets import (
    article_links,
    attachments,
    closing,
    conversation,
    desk,
    drafts,
    etiquette,
    queue,
    reply_templates,
)
from app.tickets.models import Event, Message
from app.tickets.states import Step, allows
from app.tickets.trail import already_read, trail
from app.web.desk import beside, shelf
from app.web.desk.door import blueprint, me
from app.web.desk.inserting import NOTE, REPLY, Shape
from app.web.signing_in import allow

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from app.errors import DomainError
    from app.tickets.models import Ticket
    from app.web.desk.inserting import Insertable

STEPS = {
    "reply": Step.AGENT_REPLIED,
    "solve": Step.SOLVED,
    "assign": Step.ASSIGNED,
    "close": Step.AGENT_CLOSED,
    "reopen": Step.AGENT_REOPENED,
    "hold": Step.HELD,
    "resume": Step.RESUMED,
    "sort": Step.PRIORITISED,
    "escalate": Step.ESCALATED,
    "hand_over": Step.HANDED_OVER,
}


@dataclass(frozen=True)
class Draft:
    """What an agent typed into a form that is not accepted yet, and why.

    `problem` is a sentence over the form, `errors` those beside its fields; what happened after
    version `seen` is shown as new. `found` are the articles for `query`, to be put in as `shape`.
    """

    form: str = ""
    body: str = ""
    submission_key: str = field(default_factory=lambda: uuid.uuid4().hex)
    problem: DomainError | None = None
    errors: Mapping[str, DomainError] = field(default_factory=dict)
    seen: int | None = None
    query: str = ""
    shape: str = Shape.LINK
    found: tuple[Insertable, ...] | None = None


@blueprint.get("/tickets/<int(max=2147483647):number>")
@allow("answer")
def ticket(number: int) -> ResponseReturnValue:
    found = desk.get(number, me().id)
    page = render_page(found, Draft())
    desk.mark_seen(found, me().id)
    return page


def render_page(shown: Ticket, draft: Draft) -> str:
    """Return the ticket's page with a draft in the form where it was typed."""
    steps, links = trail(shown), article_links.of(shown.number)
    story = conversation.story(shown)
    read = already_read(steps)
    ids = {shown.article_id, *(i for step in steps for i in step.article_ids)}
    texts = _texts(shown, draft)
    return render_template(
        "desk/ticket.html",
        ticket=shown,
        story=story,
        is_event=lambda part: isinstance(part, Event),
        files=attachments.of_ticket(shown, internal=True),
        file_url=lambda file_id: _file_url(shown, file_id),
        trail=steps,
        read=read,
        suggested=beside.suggested(shown, _messages(story), read),
        articles=shelf.readable(ids | {link.article_id for link in links}),
        links=links,
        panel=beside.panel(shown, me().id),
        people=accounts.answering(),
        me=me(),
        may={name: allows(shown.state, step) for name, step in STEPS.items()},
        undo=closing.may_undo(shown, _events(story), me().id),
        fitting=closing.fitting(links),
        link_rate=beside.link_rate(),
        templates=beside.templates(shown, links, reply_templates.of(me().id)),
        counts=queue.counts(me().id),
        draft=draft,
        texts=texts,
        manners=etiquette.check(texts[REPLY], shown.author_name),
        fresh_key=uuid.uuid4().hex,
    )


def _texts(shown: Ticket, draft: Draft) -> Mapping[str, str]:
    """Return what stands in each form: what was just typed, else what was kept of it."""
    kept = {form: saved.body for form, saved in drafts.of(shown.number, me().id).items()}
    just_now = {draft.form: draft.body} if draft.form in drafts.FORMS else {}
    return {REPLY: "", NOTE: ""} | kept | just_now


def _messages(story: list[Message | Event]) -> list[Message]:
    return [part for part in story if isinstance(part, Message)]


def _events(story: list[Message | Event]) -> list[Event]:
    return [part for part in story if isinstance(part, Event)]


def _file_url(shown: Ticket, file_id: int) -> str:
    return url_for("desk.ticket_file", number=shown.number, attachment_id=file_id)
