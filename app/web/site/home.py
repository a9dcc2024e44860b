"""The home page and the pages of categories."""

from __future__ import annotations

from flask import abort, render_template

from app.feedback import tallies
from app.web.site.door import blueprint
from app.web.site.shelf import Shelf, open_shelf

SHOWN = 6  # titles in a list of the home page
QUESTIONS = 4  # examples below the search box


@blueprint.get("/")
def home() -> str:
    shelf = open_shelf()
    popular = shelf.those(tallies.popular(SHOWN, among=shelf.ids))
    return render_template(
        "site/home.html",
        shelves=shelf.top_categories,
        popular=popular,
        recent=shelf.recent[:SHOWN],
        asked=_asked(shelf),
    )


@blueprint.get("/categories/<path:path>")
def category(path: str) -> str:
    shelf = open_shelf()
    shelved = shelf.category(path)
    if shelved is None:
        abort(404)
    return render_template(
        "site/category.html",
        shelf=shelved,
        trail=shelf.trail(path)[:-1],
        inner=shelf.subcategories(path),
        articles=shelf.in_category(path),
    )


def _asked(shelf: Shelf) -> tuple[str, ...]:
    """Real questions of customers, one a category, from the articles that name them."""
    per_category = (shelf.in_category(shelved.category.path) for shelved in shelf.top_categories)
    asked = (next((a.questions[0] for a in row if a.questions), None) for row in per_category)
    return tuple(question for question in asked if question)[:QUESTIONS]
