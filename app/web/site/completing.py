"""Completion while typing: what goes on as was typed, and what the reader chose of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, request, url_for
from flask_babel import gettext, ngettext

from app.current import services
from app.search.results import Results
from app.search.suggestions import LONGEST
from app.web.languages import language
from app.web.signing_in import reader
from app.web.site.door import blueprint
from app.web.site.noting import noted, remember
from app.web.site.shelf import open_shelf
from app.web.site.wish import readable

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from app.search.results import Suggestion
    from app.web.site.shelf import Shelf

COMPLETIONS = 5


@blueprint.get("/search/suggestions")
def suggestions() -> tuple[dict[str, object], dict[str, str]]:
    text = request.args.get("q", "")
    shelf = open_shelf()
    found = services().searcher.complete(text, reader(), lang=language(), limit=COMPLETIONS)
    typed = readable(text)
    numbered = (_suggest(one, rank, typed, shelf) for rank, one in enumerate(found, 1))
    shown = [suggestion for suggestion in numbered if suggestion]
    count = ngettext("%(num)s подсказка", "%(num)s подсказки", len(shown))
    answer: dict[str, object] = {
        "query": text,
        "suggestions": shown,
        "status": count if shown else gettext("Подсказок нет"),
    }
    return answer, {"Cache-Control": "private, no-store"}


@blueprint.get("/search/suggestions/<slug>")
def choice(slug: str) -> Response:
    """Lead to an article that was chosen while typing, and note this as a search with a click."""
    article = open_shelf().find(slug)
    typed = readable(request.args.get("q", ""))[:LONGEST]
    if article is None or not typed:
        abort(404)
    rank = min(max(request.args.get("rank", 1, type=int), 1), COMPLETIONS)
    search_id = noted(lambda: remember(Results(typed, typed, total=1), "completion"))
    led = f"{search_id}.{rank}" if search_id else None
    anchor = request.args.get("part") or None
    address = url_for("site.article", slug=article.slug, search=led, _anchor=anchor)
    return redirect(address, 303)


def _suggest(
    suggestion: Suggestion, rank: int, typed: str, shelf: Shelf
) -> dict[str, object] | None:
    article = shelf.exact(suggestion.article_id)
    if article is None:
        return None
    return {
        "title": [{"text": f.text, "matched": f.matched} for f in suggestion.title_fragments],
        "url": url_for(
            "site.choice", slug=article.slug, q=typed, rank=rank, part=suggestion.anchor or None
        ),
        "icon": "circle-question-mark" if suggestion.kind == "question" else "file-text",
    }
