"""The home page and the pages of categories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, redirect, render_template, url_for

from app.feedback import tallies
from app.web.site.door import blueprint
from app.web.site.noting import unless_down
from app.web.site.shelf import open_shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.wrappers import Response

    from app.articles.article import Article
    from app.web.site.shelf import Shelf

SHOWN = 6  # titles in a list of the home page
QUESTIONS = 3  # examples below the search box
LONGEST_QUESTION = 28  # characters, so that the examples fit into a line
TELLING = 3  # with fewer articles read nothing is popular


@blueprint.get("/")
def home() -> str:
    shelf = open_shelf()
    popular = popular_articles(shelf, SHOWN)
    return render_template(
        "site/home.html",
        shelves=shelf.top_categories,
        popular=popular or shelf.first_of_each[:SHOWN],
        popular_known=bool(popular),
        recent=shelf.spoken(shelf.recent)[:SHOWN],
        asked=_asked(shelf),
    )


@blueprint.get("/categories/<path:path>")
def category(path: str) -> str | Response:
    shelf = open_shelf()
    shelved = shelf.category(path)
    if shelved is None:
        moved = shelf.find_moved_category(path) or abort(404)
        return redirect(url_for("site.category", path=moved.category.path), 301)
    return render_template(
        "site/category.html",
        shelf=shelved,
        trail=shelf.trail(path)[:-1],
        inner=shelf.subcategories(path),
        articles=shelf.in_category(path),
        others=[other for other in shelf.top_categories if other.category.path != path],
    )


def popular_articles(shelf: Shelf, limit: int) -> tuple[Article, ...]:
    """Return what customers read most, or nothing where too little has been read to tell."""
    read = unless_down(lambda: tallies.popular(limit, among=shelf.ids)) or ()
    popular = shelf.those(read)
    return popular if len(popular) >= TELLING else ()


def _asked(shelf: Shelf) -> tuple[str, ...]:
    """Real questions of customers, one a category, in the page's language."""
    rows = (shelf.in_category(shelved.category.path) for shelved in shelf.top_categories)
    asked = (next(_short_questions(row, shelf.lang), None) for row in rows)
    return tuple(question for question in asked if question)[:QUESTIONS]


def _short_questions(articles: tuple[Article, ...], lang: str) -> Iterator[str]:
    questions = (q for article in articles if article.lang == lang for q in article.questions)
    return (question for question in questions if len(question) <= LONGEST_QUESTION)
