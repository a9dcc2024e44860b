"""A reviewer's approval of an article that waits for review: given, and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from app.curation import reviews
from app.current import services
from app.editing import approvals, readings
from app.errors import Conflict
from app.web.signing_in import allow
from app.web.studio import reviewing, seen
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/articles/<article_id>/approvals")
@allow("review")
def approve(article_id: str) -> ResponseReturnValue:
    """Keep that the article may go to its readers as the reviewer saw it."""
    found, base = seen.get_own(article_id), request.form.get("base", "")
    try:
        reviews.approve(services().editor, article_id, me(), base)
    except Conflict as problem:
        return reviewing.page(found, problem)
    readings.mark(me().id, article_id, base)
    return redirect(url_for("studio.review", article_id=article_id), 303)


@blueprint.post("/articles/<article_id>/approvals/end")
@allow("review")
def take_approval_back(article_id: str) -> ResponseReturnValue:
    seen.get_own(article_id)
    approvals.take_back(article_id, me())
    return redirect(url_for("studio.review", article_id=article_id), 303)
