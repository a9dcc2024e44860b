"""Pinned results: which article stands first for which query."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, redirect, render_template, request, url_for

from app.curation import previews
from app.current import services
from app.errors import InvalidInput
from app.search import pins
from app.web.signing_in import allow
from app.web.studio.choosing import get_article
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue


@blueprint.get("/pins", endpoint="pins")
@allow("edit")
def show_pins() -> ResponseReturnValue:
    return _page(request.args.get("query", ""), request.args.get("article", ""))


@blueprint.get("/pins/trial", endpoint="pin_trial")
@allow("edit")
def try_pin() -> ResponseReturnValue:
    """Show what the pin would change, before anything is."""
    query, article = request.args.get("query", ""), request.args.get("article", "")
    found = services()
    snapshot = found.library.snapshot
    try:
        pinned = get_article(article)
        told = previews.pinning(found.searcher, snapshot, query, pinned.id)
    except InvalidInput as problem:
        return _page(query, article, problem)
    return render_template(
        "studio/pin_trial.html",
        query=query,
        article=pinned,
        preview=told,
        articles=snapshot.articles,
    )


@blueprint.post("/pins")
@allow("edit")
def add_pin() -> ResponseReturnValue:
    query, article = request.form.get("query", ""), request.form.get("article", "")
    try:
        pins.add(query, get_article(article).id, me().id)
    except InvalidInput as problem:
        return _page(query, article, problem)
    services().refresh_pins()
    return redirect(url_for("studio.pins"), 303)


@blueprint.get("/pins/<int(max=2147483647):pin_id>/removal", endpoint="pin_removal")
@allow("edit")
def try_removal(pin_id: int) -> ResponseReturnValue:
    """Show what the pin's removal would change, before anything is."""
    found = services()
    snapshot = found.library.snapshot
    return render_template(
        "studio/pin_removal.html",
        pin=pins.get(pin_id),
        preview=previews.unpinning(found.searcher, snapshot, pin_id),
        articles=snapshot.articles,
    )


@blueprint.post("/pins/<int(max=2147483647):pin_id>/removal")
@allow("edit")
def remove_pin(pin_id: int) -> ResponseReturnValue:
    pins.remove(pin_id)
    services().refresh_pins()
    return redirect(url_for("studio.pins"), 303)


def _page(query: str, article: str, problem: InvalidInput | None = None) -> Response:
    page = render_template(
        "studio/pins.html",
        pins=pins.everything(),
        articles=services().library.snapshot.articles,
        query=query,
        article=article,
        errors=problem.fields if problem else {},
    )
    return make_response(page, problem.status if problem else 200)
