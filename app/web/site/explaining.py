"""The glossary's page: what the words of the help centre mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import abort, render_template

from app.articles import glossary
from app.current import services
from app.web.site.door import blueprint
from app.web.site.shelf import open_shelf

if TYPE_CHECKING:
    from app.articles.glossary import Term


@blueprint.app_template_global()
def glossary_terms() -> tuple[Term, ...]:
    """Return all terms: the footer links to their page when there are any."""
    return glossary.read(services().config.articles_folder).terms


@blueprint.get("/glossary")
def glossary_page() -> str:
    terms = glossary_terms() or abort(404)
    shelf = open_shelf()
    ordered = sorted(terms, key=lambda term: term.term_in(shelf.lang).lower())
    articles = {term.article_id: shelf.get(term.article_id) for term in terms}
    return render_template("site/glossary.html", terms=ordered, articles=articles)
