"""An article's HTML for one shelf: its links lead only where the reader may go."""

from __future__ import annotations

import posixpath
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from flask import url_for

from app.articles import markdown
from app.articles.links import file_name

if TYPE_CHECKING:
    from app.articles.article import Article
    from app.articles.links import LinkTarget
    from app.articles.markdown import Rendered
    from app.web.site.shelf import Shelf

KEPT_PAGES = 512


def render(shelf: Shelf, article: Article) -> Rendered:
    """Return the article rendered for the readers of this shelf."""
    return _render(shelf, article.id)


def refers_to(shelf: Shelf, article: Article, name: str) -> bool:
    """Tell whether the article shows or links to this file: others beside it are not its own."""
    page = render(shelf, article)
    hrefs = {link.href for link in page.links} | {image.src for image in page.images}
    return posixpath.normpath(name) in {posixpath.normpath(file_name(href)) for href in hrefs}


@lru_cache(maxsize=KEPT_PAGES)
def _render(shelf: Shelf, article_id: str) -> Rendered:
    article = shelf.snapshot.get(article_id)
    return markdown.render(
        article.body,
        link=partial(_article_url, shelf, article),
        file_url=partial(_file_url, shelf, article),
        lang=article.lang,
    )


def _article_url(shelf: Shelf, article: Article, target: LinkTarget) -> str | None:
    resolved = shelf.snapshot.resolve(article, target)
    other = shelf.exact(resolved.article_id) if resolved else None
    return (
        url_for("site.article", slug=other.slug, _anchor=target.anchor or None) if other else None
    )


def _file_url(shelf: Shelf, article: Article, name: str) -> str | None:
    if shelf.snapshot.file_path(article, name) is None:
        return None
    return url_for("site.file", slug=article.slug, name=name)
