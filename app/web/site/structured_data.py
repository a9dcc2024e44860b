"""What an article truly says of itself to search engines: schema.org Article, BreadcrumbList."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext

from app.current import services
from app.web.addresses import public_url

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.web.site.shelf import Shelf


def describe(shelf: Shelf, article: Article) -> dict[str, Any]:
    """Return the JSON-LD graph of the article's page (schema.org/Article, /BreadcrumbList)."""
    return {
        "@context": "https://schema.org",
        "@graph": [_article(article), _breadcrumbs(shelf, article)],
    }


def _article(article: Article) -> dict[str, Any]:
    published = article.publish_at or article.created
    described = {
        "@type": "Article",
        "headline": article.title,
        "description": article.summary,
        "inLanguage": article.lang,
        "url": public_url("site.article", slug=article.slug),
        "datePublished": published.isoformat() if published else None,
        "dateModified": article.updated.isoformat() if article.updated else None,
        "publisher": {"@type": "Organization", "name": services().config.site_name},
    }
    return {name: value for name, value in described.items() if value}


def _breadcrumbs(shelf: Shelf, article: Article) -> dict[str, Any]:
    steps = [(gettext("Главная"), public_url("site.home"))]
    steps += [
        (c.title_in(shelf.lang), public_url("site.category", path=c.path))
        for c in shelf.trail(article.category)
    ]
    steps.append((article.title, public_url("site.article", slug=article.slug)))
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": url}
            for position, (name, url) in enumerate(steps, 1)
        ],
    }
