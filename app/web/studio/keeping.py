"""While somebody writes: their draft is kept, and others see that they are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import jsonify, redirect, render_template, request, url_for

from app.current import services
from app.editing import drafts
from app.editing import presence as there
from app.web.signing_in import allow
from app.web.studio import seen, sheet
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/articles/<article_id>/draft")
@allow("write")
def keep_draft(article_id: str) -> ResponseReturnValue:
    """Keep what is typed, as it is, whether or not it could be saved."""
    seen.get_writable(article_id)
    typed = sheet.received(article_id)
    base = typed.begun.revision
    kept_at = drafts.save(article_id, me().id, base=base, content=sheet.as_draft(typed))
    return jsonify(saved_at=kept_at.isoformat())


@blueprint.post("/articles/<article_id>/draft/end")
@allow("write")
def discard_draft(article_id: str) -> ResponseReturnValue:
    """Forget what was typed, and show the article as it is."""
    seen.get_writable(article_id)
    drafts.discard(article_id, me().id)
    return redirect(url_for("studio.editor", article_id=article_id), 303)


@blueprint.post("/articles/<article_id>/presence")
@allow("write")
def presence(article_id: str) -> ResponseReturnValue:
    """Say that somebody is there, types or has left; answer with who else is, and the version."""
    article = seen.get_writable(article_id).article
    if "end" in request.form:
        there.leave(article_id, me().id)
        return "", 204
    there.note(article_id, me().id, typing=bool(request.form.get("typing")))
    others = there.others(article_id, me().id)
    html = render_template("studio/editor_others.html", others=others) if others else ""
    return jsonify(html=html, revision=services().editor.source(article.id).revision)
