"""Tests of queries in the studio: what must be found where, how it goes, what has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask import make_response, redirect, render_template, request, url_for

from app.curation import query_list, query_trend
from app.current import services
from app.errors import InvalidInput
from app.web.signing_in import allow
from app.web.studio.choosing import find_article
from app.web.studio.door import blueprint, me

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

AT_ONCE: Final = 50  # tests that are run whenever the page is opened; more are run by a button


@blueprint.get("/queries", endpoint="queries")
@allow("edit")
def show_queries() -> ResponseReturnValue:
    return _page()


@blueprint.post("/queries")
@allow("edit")
def add_query() -> ResponseReturnValue:
    form, snapshot = request.form, services().library.snapshot
    article = find_article(form.get("article", ""))
    try:
        query_list.add(
            snapshot,
            form.get("query", ""),
            article.id if article else "",
            form.get("lowest", type=int),
            note=form.get("note", ""),
            account_id=me().id,
        )
    except InvalidInput as problem:
        return _page(problem)
    return redirect(url_for("studio.queries"), 303)


@blueprint.post("/queries/<int(max=2147483647):number>/removal")
@allow("edit")
def remove_query(number: int) -> ResponseReturnValue:
    query_list.remove(number)
    return redirect(url_for("studio.queries"), 303)


@blueprint.get("/queries/changes", endpoint="query_changes")
@allow("edit")
def show_changes() -> ResponseReturnValue:
    """Show what stands first otherwise than an editor last accepted, and what was changed since."""
    found = services()
    snapshot = found.library.snapshot
    since = query_trend.kept_since()
    return render_template(
        "studio/query_changes.html",
        since=since,
        changed=query_trend.changes(found.searcher, snapshot),
        edits=query_trend.edits_since(since) if since else (),
        articles=snapshot.articles,
    )


@blueprint.post("/queries/changes")
@allow("edit")
def accept_changes() -> ResponseReturnValue:
    found = services()
    query_trend.accept_all(found.searcher, found.library.snapshot)
    return redirect(url_for("studio.query_changes"), 303)


def _page(problem: InvalidInput | None = None) -> Response:
    found, form = services(), request.form
    tests = query_list.everything()
    run = "run" in request.args or len(tests) <= AT_ONCE
    page = render_template(
        "studio/queries.html",
        tests=tests,
        report=query_list.report(found.searcher, found.library.snapshot) if run else None,
        days=query_trend.days(found.config.time_zone),
        articles=found.library.snapshot.articles,
        query=form.get("query", request.args.get("query", "")),
        article=form.get("article", request.args.get("article", "")),
        lowest=form.get("lowest", str(query_list.LOWEST)),
        note=form.get("note", ""),
        errors=problem.fields if problem else {},
    )
    return make_response(page, problem.status if problem else 200)
