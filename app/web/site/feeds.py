"""For machines that follow the content: Atom feed and sitemap, of public articles only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING
from uuid import NAMESPACE_OID, uuid5

from flask import make_response, render_template, request

from app.accounts.roles import GUEST, readable
from app.current import services
from app.web.addresses import public_url
from app.web.languages import LANGUAGES
from app.web.site.door import blueprint
from app.web.site.shelf import shelf_for

if TYPE_CHECKING:
    from flask import Response

    from app.articles.article import Article
    from app.web.site.shelf import Shelf

ENTRIES = 30


@blueprint.get("/feed.atom")
def feed() -> Response:
    asked = request.args.get("lang")
    lang = asked if asked in LANGUAGES else LANGUAGES[0]
    articles = _public_shelf(lang).recent[:ENTRIES]
    updated = max((rfc3339(article.updated) for article in articles), default=rfc3339(None))
    return _xml(
        "site/feed.xml",
        "application/atom+xml",
        articles=articles,
        updated=updated,
        rfc3339=rfc3339,
        feed_lang=lang,
        itself=public_url("site.feed", lang=asked if asked in LANGUAGES else None),
        urn=urn,
    )


@blueprint.get("/sitemap.xml")
def sitemap() -> Response:
    shelf = _public_shelf(LANGUAGES[0])
    articles = [shelf.snapshot.get(article_id) for article_id in sorted(shelf.ids)]
    paths = sorted({"/".join(a.category.split("/")[:d]) for a in articles for d in _depths(a)})
    return _xml("site/sitemap.xml", "application/xml", articles=articles, paths=paths, shelf=shelf)


def rfc3339(value: date | None) -> str:
    """Return a date as the moment at its beginning in UTC, which feeds ask for."""
    return datetime.combine(value or date(1970, 1, 1), time(), UTC).isoformat()


def _depths(article: Article) -> range:
    return range(1, article.category.count("/") + 2)


def urn(name: str) -> str:
    """Return a name that stays the same when the site moves to another address (RFC 4287, id)."""
    return uuid5(uuid5(NAMESPACE_OID, services().config.site_name), name).urn


def _public_shelf(lang: str) -> Shelf:
    return shelf_for(readable(GUEST), lang)


def _xml(template: str, mimetype: str, **values: object) -> Response:
    response = make_response(render_template(template, **values))
    response.mimetype = mimetype
    return response
