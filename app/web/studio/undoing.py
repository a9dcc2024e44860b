"""Undoing a save, right after it: the file as it was before comes back as a new version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, request, url_for

from app.current import services
from app.editing import drafts, readings, restoring
from app.errors import Conflict, InvalidInput
from app.web.signing_in import allow
from app.web.studio import editor, seen, sheet
from app.web.studio.door import blueprint, me
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.post("/articles/<article_id>/undoing")
@allow("write")
def undo_save(article_id: str) -> ResponseReturnValue:
    """Undo the save of the version that the pressed button names; what was typed since is kept."""
    seen.get_writable(article_id)
    typed, undone = sheet.received(article_id), request.form.get("undone", "")
    try:
        saved = restoring.undo(services().editor, article_id, undone, author())
    except (Conflict, InvalidInput) as problem:
        fields = problem.fields.values() if isinstance(problem, InvalidInput) else [problem]
        return editor.page(typed, status=problem.status, refusal=next(iter(fields)))
    if typed.says_something:
        draft = sheet.as_draft(typed)
        drafts.save(article_id, me().id, base=typed.begun.revision, content=draft)
    readings.mark(me().id, article_id, saved.revision)
    return redirect(url_for("studio.editor", article_id=article_id, saved="undone"), 303)
