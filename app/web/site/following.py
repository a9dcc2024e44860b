"""The customer's page of a ticket, opened by its link: read, reply, close, reopen."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.errors import Conflict, InvalidInput, NotFound
from app.tickets import (
    attachments,
    consent,
    conversation,
    fields,
    following,
    handing_over,
    merging,
    renewing,
)
from app.tickets.states import ACTIVE, State, Step, allows
from app.web.errors import later, too_often_sentence
from app.web.filters import sentence
from app.web.security import accepted, ask_limit, limiter
from app.web.site.door import blueprint
from app.web.uploads import chosen_ids, received, upload_limit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask import Response
    from flask_limiter import RequestLimit
    from werkzeug.wrappers import Response as Redirect

    from app.errors import DomainError
    from app.tickets.models import Ticket


def _over_the_limit(reached: RequestLimit) -> Response:
    shown = following.get_by_token((request.view_args or {})["token"])
    page = _page(shown, request.form.get("body", ""), refusal=too_often_sentence(reached))
    return later(page, reached)


limit = limiter.shared_limit(
    ask_limit, scope="replies", deduct_when=accepted, on_breach=_over_the_limit
)


@blueprint.get("/tickets/<token>")
def ticket(token: str) -> Response | Redirect:
    shown = following.get_by_token(token)
    other = merging.leads_to(shown)
    return _back(other.token) if other else _page(shown)


@blueprint.post("/tickets/<token>/replies")
@limit
@upload_limit
def replies(token: str) -> Redirect:
    body = request.form.get("body", "")
    try:
        _receive(following.get_by_token(token))
        following.reply(token, body, _key())
    except InvalidInput as error:
        page = _page(following.get_by_token(token), body, error.fields)
        page.status_code = error.status
        return page
    return _back(token, "_last")


@blueprint.post("/tickets/<token>/closure")
@limit
def closure(token: str) -> Redirect:
    return _step(token, following.close, State.CLOSED)


@blueprint.post("/tickets/<token>/reopening")
@limit
def reopening(token: str) -> Redirect:
    return _step(token, following.reopen, *ACTIVE)


@blueprint.post("/tickets/<token>/link")
@limit
def renewal(token: str) -> Redirect:
    """Send the customer another link by mail: whoever saw this one gets no further."""
    if not services().config.smtp_host:
        raise NotFound("Новую ссылку прислать некуда: почта ещё не настроена.")
    renewing.by_customer(token)
    return redirect(url_for("site.renewed"), 303)


@blueprint.get("/ask/new-link")
def renewed() -> str:
    return render_template("site/renewed.html")


def _receive(shown: Ticket) -> None:
    """Take in the reply's files: they wait until its words are accepted too."""
    dropped = chosen_ids("listed") - chosen_ids("kept")
    attachments.receive(following.files_form(shown, _key()), received(), dropped)


def _key() -> str:
    return request.form.get("submission_key", "")


def _step(token: str, step: Callable[[str], Ticket], *done: State) -> Redirect:
    """Take the step; a button pressed twice finds it taken, in one of the states `done`."""
    try:
        step(token)
    except Conflict as error:
        shown = following.get_by_token(token)
        if shown.state not in done:
            page = _page(shown, refusal=sentence(error))
            page.status_code = error.status
            return page
    return _back(token)


def _page(
    shown: Ticket,
    body: str = "",
    errors: Mapping[str, DomainError] | None = None,
    refusal: str = "",
) -> Response:
    """The address is the key to the conversation: nobody may keep or list the page."""
    key = _key() or uuid.uuid4().hex
    page = render_template(
        "site/ticket.html",
        ticket=shown,
        answers=fields.of(shown),
        files=attachments.of_ticket(shown),
        waiting=attachments.pending(following.files_form(shown, key)),
        consents=consent.of(shown.number),
        repeated="repeated" in request.args,
        handover=handing_over.find(shown.number),
        answered_elsewhere=merging.surviving(shown) is not None,
        messages=conversation.public(shown),
        may_renew=bool(services().config.smtp_host),
        may_close=allows(shown.state, Step.CUSTOMER_CLOSED),
        may_reopen=allows(shown.state, Step.CUSTOMER_REOPENED),
        typed={"body": body, "submission_key": key},
        errors=errors or {},
        refusal=refusal,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _back(token: str, anchor: str | None = None) -> Redirect:
    return redirect(url_for("site.ticket", token=token, _anchor=anchor), 303)
