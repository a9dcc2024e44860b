"""Removing an article: what goes with it, the step itself, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext

from app.curation import removal
from app.current import services
from app.editing import removals
from app.errors import Conflict
from app.web.signing_in import allow
from app.web.studio import seen
from app.web.studio.door import blueprint, me
from app.web.studio.paging import Page

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article


@blueprint.app_template_global()
def may_remove(article: Article) -> bool:
    return removal.may_remove(me(), article)


@blueprint.get("/articles/<article_id>/removal")
@allow("write")
def article_removal(article_id: str) -> ResponseReturnValue:
    """Say what would be lost, and ask."""
    found = seen.get(article_id)
    loss = removal.loss(services().library.snapshot, article_id, me())
    return render_template("studio/removal.html", found=found, article=found.article, loss=loss)


@blueprint.post("/articles/<article_id>/removal")
@allow("write")
def remove_article(article_id: str) -> ResponseReturnValue:
    revision = request.form.get("revision", "")
    gone = removal.remove(services().editor, article_id, revision, me())
    _take_up()
    flash(gettext("Статья «%(title)s» удалена.", title=gone.title))
    return redirect(url_for("studio.removed_articles"), 303)


@blueprint.get("/removed")
@allow("write")
def removed_articles() -> ResponseReturnValue:
    """List what is gone, the latest first."""
    return _list()


@blueprint.post("/removed/<article_id>")
@allow("write")
def bring_article_back(article_id: str) -> ResponseReturnValue:
    try:
        saved = removal.bring_back(services().editor, article_id, me())
    except Conflict as problem:
        return _list(problem)
    _take_up()
    return redirect(url_for("studio.review", article_id=saved.article_id), 303)


def _list(problem: Conflict | None = None) -> Response:
    gone = removal.removed(services().library.snapshot, me())
    paged = Page.of(gone, request.args.get("page", 1, type=int))
    page = render_template(
        "studio/removed.html",
        rows=removals.told(paged.rows),
        count=len(gone),
        page=paged,
        problem=problem,
    )
    return make_response(page, problem.status if problem else 200)


def _take_up() -> None:
    services().refresh()
    services().refresh_curated()
