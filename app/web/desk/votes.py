"""What readers said after a «Нет», for editors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request

from app.feedback import criticism
from app.tickets import queue
from app.web.desk import shelf
from app.web.desk.door import blueprint, me
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/votes")
@allow("edit")
def votes() -> ResponseReturnValue:
    before = request.args.get("before", type=int)
    page = criticism.latest(before=before)
    return render_template(
        "desk/votes.html",
        page=page,
        articles=shelf.readable({vote.article_id for vote in page.votes}),
        counts=queue.counts(me().id),
        first=before is None,
    )
