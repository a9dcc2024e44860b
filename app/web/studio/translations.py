"""Originals and translations side by side; a translation begun, or found to be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.current import services
from app.editing import translations
from app.web.signing_in import allow
from app.web.studio.door import blueprint
from app.web.studio.seen import author

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.articles.article import Article

STATES = ("outdated", "unknown", "missing", "fresh")
PER_PAGE = 100


@blueprint.get("/translations", endpoint="translations")
@allow("edit")
def show_translations() -> ResponseReturnValue:
    found = translations.pairs(services().library.snapshot)
    chosen = request.args.get("state", "")
    counts = {state: sum(pair.state == state for pair in found) for state in STATES}
    shown = chosen if chosen in STATES else next((s for s in STATES if counts[s]), STATES[0])
    page = min(max(request.args.get("page", 1, type=int), 1), -(-counts[shown] // PER_PAGE) or 1)
    chosen_ones = [pair for pair in found if pair.state == shown]
    return render_template(
        "studio/translations.html",
        pairs=chosen_ones[(page - 1) * PER_PAGE : page * PER_PAGE],
        page=page,
        pages=-(-counts[shown] // PER_PAGE),
        chosen=shown,
        counts=counts,
    )


@blueprint.app_template_global()
def is_outdated_translation(article: Article) -> bool:
    """Tell whether the article's original has changed since it was translated."""
    return translations.is_outdated(services().library.snapshot, article)


@blueprint.post("/translations")
@allow("edit")
def begin_translation() -> ResponseReturnValue:
    original, lang = request.form.get("original", ""), request.form.get("lang", "")
    saved = translations.begin(services().editor, original, lang, author())
    services().refresh()
    return redirect(url_for("studio.editor", article_id=saved.article_id), 303)


@blueprint.post("/translations/confirmation")
@allow("edit")
def confirm_translation() -> ResponseReturnValue:
    form = request.form
    translations.confirm(
        services().editor, form.get("translation", ""), form.get("seen", ""), author()
    )
    services().refresh()
    return redirect(url_for("studio.translations", state="outdated"), 303)
