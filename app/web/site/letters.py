"""Where the links of letters lead: «Помогло / не помогло», and no more of them by mail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template

from app.curation import gap_letters
from app.current import services
from app.tickets import following
from app.tickets.letters import muting
from app.tickets.states import Step, allows
from app.web.security import csrf
from app.web.site.door import blueprint

if TYPE_CHECKING:
    from flask import Response


@blueprint.get("/tickets/<token>/verdict/<any('helped', 'not-helped'):verdict>")
def verdict(token: str, verdict: str) -> Response:
    """Change nothing: mail filters open every link. The page's button is the answer."""
    ticket = following.get_by_token(token)
    helped = verdict == "helped"
    step = Step.CUSTOMER_CLOSED if helped else Step.CUSTOMER_REOPENED
    return _private(
        render_template(
            "site/verdict.html", ticket=ticket, helped=helped, possible=allows(ticket.state, step)
        )
    )


@blueprint.get("/mail/unsubscribe/<key>")
def unsubscribe(key: str) -> Response:
    account, topic = muting.read_link_key(key, services().post.office.secret)
    done = topic in muting.muted(account.id)
    return _private(render_template("site/unsubscribe.html", key=key, topic=topic, done=done))


@blueprint.post("/mail/unsubscribe/<key>")
@csrf.exempt  # type: ignore[untyped-decorator]
def unsubscribed(key: str) -> Response:
    """A mail program posts here by itself (RFC 8058): the key alone is the right."""
    account, topic = muting.read_link_key(key, services().post.office.secret)
    muting.mute(account.id, topic)
    return _private(render_template("site/unsubscribe.html", key=key, topic=topic, done=True))


@blueprint.get("/mail/quiet/<key>")
def quiet(key: str) -> Response:
    """Ask before the letters that an answer has appeared end: mail filters open every link."""
    address_hash = gap_letters.read_link_key(key, services().post.office.secret)
    done = gap_letters.is_quiet(address_hash)
    return _private(render_template("site/quiet.html", key=key, done=done))


@blueprint.post("/mail/quiet/<key>")
@csrf.exempt  # type: ignore[untyped-decorator]
def hushed(key: str) -> Response:
    """Like `unsubscribed`, for people without an account."""
    gap_letters.hush(key, services().post.office.secret)
    return _private(render_template("site/quiet.html", key=key, done=True))


def _private(page: str) -> Response:
    response = make_response(page)
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
