"""The files beside an article: listed, replaced by another picture, removed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.editing import beside, pictures
from app.editing.editor import Stale
from app.errors import Conflict, DomainError, InvalidInput
from app.web.signing_in import allow
from app.web.studio import seen
from app.web.studio.beside import SHOWN
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

FILES = "/articles/<article_id>/files"


@blueprint.get(FILES)
@allow("edit")
def article_files(article_id: str) -> ResponseReturnValue:
    return _page(article_id)


@blueprint.post(f"{FILES}/replacement")
@allow("edit")
def replace_file(article_id: str) -> ResponseReturnValue:
    """Show another picture where the article has shown this one."""
    seen.get(article_id)
    sent = request.files.get(pictures.FIELD)
    name, base = request.form.get("name", ""), request.form.get("base", "")
    try:
        picture = pictures.prepare(sent.read() if sent else b"")
        beside.replace(services().editor, article_id, name, picture, base, seen.author())
    except InvalidInput as problem:
        return _page(article_id, next(iter(problem.fields.values())), problem.status, name)
    except Stale:
        changed = Conflict("Пока вы смотрели, статью изменили. Выберите картинку ещё раз.")
        return _page(article_id, changed, changed.status, name)
    return redirect(url_for("studio.article_files", article_id=article_id, saved=1), 303)


@blueprint.post(f"{FILES}/removal")
@allow("edit")
def remove_file(article_id: str) -> ResponseReturnValue:
    """Delete a file that no article speaks of."""
    seen.get(article_id)
    name = request.form.get("name", "")
    try:
        beside.remove(services().editor, article_id, name, seen.author())
    except Conflict as problem:
        return _page(article_id, problem, problem.status, name)
    services().refresh()
    return redirect(url_for("studio.article_files", article_id=article_id, saved=1), 303)


def _page(
    article_id: str, problem: DomainError | None = None, status: int = 200, name: str = ""
) -> Response:
    found = seen.get(article_id)
    page = render_template(
        "studio/files.html",
        article=found.article,
        found=found,
        files=beside.files(services().library.snapshot, found.article),
        endings=tuple(SHOWN),
        problem=problem,
        name=name,
        saved="saved" in request.args,
    )
    return make_response(page, status)
