"""Old addresses: all in one list, with what stands in the way of the broken ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.current import services
from app.editing import redirects
from app.errors import InvalidInput
from app.web.signing_in import allow
from app.web.studio.choosing import get_article
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/redirects", endpoint="redirects")
@allow("edit")
def show_redirects() -> ResponseReturnValue:
    return _page("", request.args.get("article", ""))


@blueprint.post("/redirects")
@allow("edit")
def add_redirect() -> ResponseReturnValue:
    slug, article = request.form.get("slug", ""), request.form.get("article", "")
    try:
        redirects.add(services().editor, slug, get_article(article).id, author())
    except InvalidInput as problem:
        return _page(slug, article, problem)
    return _done()


@blueprint.post("/redirects/removal")
@allow("edit")
def remove_redirect() -> ResponseReturnValue:
    slug, article_id = request.form.get("slug", ""), request.form.get("article", "")
    redirects.remove(services().editor, slug, article_id, author())
    return _done()


def _done() -> ResponseReturnValue:
    services().refresh()
    return redirect(url_for("studio.redirects"), 303)


def _page(slug: str, article: str, problem: InvalidInput | None = None) -> Response:
    snapshot = services().library.snapshot
    page = render_template(
        "studio/redirects.html",
        redirects=redirects.everything(snapshot),
        categories=[item for item in snapshot.categories.values() if item.redirect_from],
        slug=slug,
        article=article,
        errors=problem.fields if problem else {},
    )
    return make_response(page, problem.status if problem else 200)
