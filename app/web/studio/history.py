"""What an article was: its versions, what changed between two of them, and back to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.editing import diffs, readings, restoring, revisions, wording
from app.editing.editor import Stale
from app.errors import Forbidden, InvalidInput
from app.web.signing_in import allow
from app.web.studio import seen
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue
    from werkzeug.wrappers import Response

    from app.editing.diffs import Diff
    from app.editing.models import Revision
    from app.errors import DomainError
    from app.web.studio.seen import Seen

PER_PAGE: Final = 50
HIGHEST: Final = 2**31 - 1  # of a version's number
VERSIONS: Final = "/articles/<article_id>/revisions"
VERSION: Final = f"{VERSIONS}/<int(max={HIGHEST}):number>"


@dataclass(frozen=True)
class Comparison:
    """Two versions side by side; `before` is None for the first one."""

    before: Revision | None
    after: Revision
    text: Diff
    source: Diff


@blueprint.get(VERSIONS, endpoint="revisions")
@allow("write")
def show_revisions(article_id: str) -> ResponseReturnValue:
    """List the versions; the page compares two of them where it is asked to."""
    found = seen.get_own(article_id)
    before = request.args.get("before", type=int)
    rows = revisions.of_article(article_id, before=before, limit=PER_PAGE + 1)
    read = readings.last(me().id, article_id)
    return render_template(
        "studio/revisions.html",
        article=found.article,
        found=found,
        rows=rows[:PER_PAGE],
        before=rows[PER_PAGE - 1].id if len(rows) > PER_PAGE else None,
        read=read if read and read != found.article.revision else None,
    )


@blueprint.get(VERSION, endpoint="revision")
@allow("write")
def show_revision(article_id: str, number: int) -> ResponseReturnValue:
    """Show what a version changed, against the one before or the one that is asked for."""
    return _page(seen.get_own(article_id), number)


@blueprint.get("/articles/<article_id>/news", endpoint="news")
@allow("write")
def show_news(article_id: str) -> ResponseReturnValue:
    """Show what changed since the reader saw the article last, and remember that they have."""
    found = seen.get_own(article_id)
    services().editor.source(article_id)  # so that what lies on disk has a version
    newest = revisions.latest(article_id)
    read = readings.last(me().id, article_id)
    old = revisions.find(article_id, read) if read else None
    if newest is None or old is None or old.revision == newest.revision:
        return redirect(url_for("studio.revisions", article_id=article_id), 303)
    response = _page(found, newest.id, against=old.id)
    readings.mark(me().id, article_id, newest.revision)
    return response


@blueprint.post(f"{VERSION}/restoration")
@allow("write")
def restore_revision(article_id: str, number: int) -> ResponseReturnValue:
    """Give the article the text of this version."""
    found = seen.get_own(article_id)
    if not found.may_write:
        raise Forbidden("Эту статью правят редакторы.")
    base = request.form.get("base", "")
    try:
        saved = restoring.restore(services().editor, article_id, number, base, seen.author())
    except (InvalidInput, Stale) as problem:
        return _page(found, number, problem=problem)
    readings.mark(me().id, article_id, saved.revision)
    return redirect(url_for("studio.revisions", article_id=article_id), 303)


def _page(
    found: Seen, number: int, *, against: int | None = None, problem: DomainError | None = None
) -> Response:
    compared = _compared(found.article.id, number, against or request.args.get("against", type=int))
    said = next(iter(problem.fields.values())) if isinstance(problem, InvalidInput) else problem
    page = render_template(
        "studio/revision.html",
        article=found.article,
        found=found,
        compared=compared,
        choices=revisions.of_article(found.article.id, limit=PER_PAGE),
        is_source=request.args.get("view") == "source",
        problem=said,
    )
    return make_response(page, problem.status if problem else 200)


def _compared(article_id: str, number: int, against: int | None) -> Comparison:
    after = revisions.get(article_id, number)
    other = against if against and against <= HIGHEST else revisions.number_before(after)
    before = revisions.get(article_id, other) if other else None
    if before is not None and before.id > after.id:
        before, after = after, before
    old, new = (before.content if before else b""), after.content
    return Comparison(
        before,
        after,
        diffs.compare(
            wording.of_content(before.path, old) if before else "",
            wording.of_content(after.path, new),
        ),
        diffs.compare(_text(old), _text(new)),
    )


def _text(content: bytes) -> str:
    return content.decode("utf-8", "replace").replace("\r\n", "\n")
