"""For machines that follow the content: Atom feed and sitemap, of public articles only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from flask import make_response, render_template

from app.accounts.roles import GUEST, readable
from app.web.languages import language
from app.web.site.door import blueprint
from app.web.site.shelf import shelf_for

if TYPE_CHECKING:
    from flask import Response

    from app.articles.article import Article
    from app.web.site.shelf import Shelf

ENTRIES = 30


@blueprint.get("/feed.atom")
def feed() -> Response:
    articles = _public_shelf().recent[:ENTRIES]
    updated = max((rfc3339(article.updated) for article in articles), default=rfc3339(None))
    return _xml(
        "site/feed.xml", "application/atom+xml", articles=articles, updated=updated, rfc3339=rfc3339
    )


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    shelf = _public_shelf()
    articles = [shelf.snapshot.get(article_id) for article_id in sorted(shelf.ids)]
    paths = sorted({"/".join(a.category.split("/")[:d]) for a in articles for d in _depths(a)})
    return _xml("site/sitemap.xml", "application/xml", articles=articles, paths=paths, shelf=shelf)


def rfc3339(value: date | None) -> str:
    """Return a date as the moment at its beginning in UTC, which feeds ask for."""
    return datetime.combine(value or date(1970, 1, 1), time(), UTC).isoformat()


def _depths(article: Article) -> range:
    return range(1, article.category.count("/") + 2)


def _public_shelf() -> Shelf:
    return shelf_for(readable(GUEST), language())


def _xml(template: str, mimetype: str, **values: object) -> Response:
    response = make_response(render_template(template, **values))
    response.mimetype = mimetype
    return response
