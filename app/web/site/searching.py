"""Search: the page of results, completion while typing, and «Не помогло» about a whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext

from app.current import services
from app.search import history
from app.tickets.asking import LONGEST_QUERY
from app.web.languages import language
from app.web.signing_in import oneself, reader
from app.web.site import results
from app.web.site.door import blueprint
from app.web.site.home import popular_articles
from app.web.site.noting import noted
from app.web.site.shelf import open_shelf
from app.web.visitors import known_visitor, visitor

if TYPE_CHECKING:
    from werkzeug.wrappers import Response

    from app.search.results import Results, Suggestion
    from app.web.site.shelf import Shelf

POPULAR_SHOWN = 6
COMPLETIONS = 5


@blueprint.get("/search")
def search() -> str | Response:
    shelf = open_shelf()
    wish = results.Wish.from_request(shelf)
    found = _find(wish)
    if found.pages and wish.page > found.pages:
        return redirect(wish.url(page=found.pages))
    search_id = (noted(lambda: _remember(found)) if found.query else None) or 0
    known = popular_articles(shelf, POPULAR_SHOWN) if not found.total else ()
    return render_template(
        "site/search.html",
        found=results.show(found, wish, search_id, shelf),
        ask_url=_ask_url(found, search_id),
        shelves=shelf.top_categories,
        popular=known or shelf.first_of_each[:POPULAR_SHOWN],
        popular_known=bool(known),
    )


@blueprint.get("/search/suggestions")
def suggestions() -> tuple[dict[str, object], dict[str, str]]:
    text = request.args.get("q", "")
    shelf = open_shelf()
    found = services().searcher.complete(text, reader(), lang=language(), limit=COMPLETIONS)
    shown = [suggestion for suggestion in (_suggest(s, shelf) for s in found) if suggestion]
    count = ngettext("%(num)s подсказка", "%(num)s подсказки", len(shown))
    answer: dict[str, object] = {
        "query": text,
        "suggestions": shown,
        "everything": gettext("Искать «%(query)s»", query=text.strip()[:80]),
        "status": count if shown else gettext("Подсказок нет"),
    }
    return answer, {"Cache-Control": "private, no-store"}


@blueprint.post("/searches/<int(max=2147483647):search_id>/dissatisfaction")
def dissatisfaction(search_id: int) -> Response:
    known = known_visitor()
    if known is None:
        abort(404)
    history.dissatisfied(search_id, known)
    query = results.readable(request.form.get("q", ""))
    return redirect(url_for("site.ask", q=query[:LONGEST_QUERY], search=search_id), 303)


def _find(wish: results.Wish) -> Results:
    return services().searcher.find(
        wish.query,
        reader(),
        lang=language(),
        category=wish.category,
        page=wish.page,
        literal=wish.literal,
        explained=True,
    )


def _remember(found: Results) -> int:
    return history.remember(
        found,
        visitor=visitor(),
        reader=oneself(),
        user_agent=request.user_agent.string,
        channel="site",
        lang=language(),
    )


def _ask_url(found: Results, search_id: int) -> str:
    if not found.query:
        return url_for("site.ask")
    return url_for("site.ask", q=found.query[:LONGEST_QUERY], search=search_id)


def _suggest(suggestion: Suggestion, shelf: Shelf) -> dict[str, object] | None:
    article = shelf.exact(suggestion.article_id)
    if article is None:
        return None
    return {
        "title": [{"text": f.text, "matched": f.matched} for f in suggestion.title_fragments],
        "url": url_for("site.article", slug=article.slug, _anchor=suggestion.anchor or None),
        "icon": "circle-question-mark" if suggestion.kind == "question" else "file-text",
    }
