"""The page that proves what guests cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import Flask, current_app, render_template, request

from app import clock
from app.curation import leaks
from app.current import services
from app.errors import InvalidInput
from app.web.signing_in import allow
from app.web.studio import visibility_check
from app.web.studio.choosing import get_article
from app.web.studio.door import blueprint

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article


@blueprint.get("/visibility", endpoint="visibility")
@allow("edit")
def show_visibility() -> ResponseReturnValue:
    return _page(request.args.get("article", ""))


@blueprint.post("/visibility")
@allow("edit")
def check_visibility() -> ResponseReturnValue:
    """Run the check and show what it found: nothing is changed, so there is nothing to go to."""
    named, first = request.form.get("article", ""), request.form.get("from", 0, type=int)
    try:
        wanted = [_hidden_one(named)] if named.strip() else _hidden()[max(first, 0) :]
    except InvalidInput as problem:
        return _page(named, errors=problem), problem.status
    app = cast("Flask", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001  Flask's own way
    report = visibility_check.run(app, wanted)
    return _page(named, report=report, begun=max(first, 0))


def _page(
    named: str,
    *,
    report: visibility_check.Report | None = None,
    begun: int = 0,
    errors: InvalidInput | None = None,
) -> str:
    return render_template(
        "studio/visibility.html",
        article=named,
        hidden=_hidden(),
        report=report,
        next_one=begun + len(report.looked_for) if report and report.left else None,
        errors=errors.fields if errors else {},
    )


def _hidden() -> list[Article]:
    return leaks.hidden_from_guests(services().library.snapshot, clock.now())


def _hidden_one(named: str) -> Article:
    article_id = get_article(named).id
    return leaks.get_hidden(services().library.snapshot, article_id, clock.now())
