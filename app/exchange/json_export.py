"""The articles as one JSON document; docs/export-json.md says what it holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from app.exchange.documents import digest
from app.exchange.public_copies import body

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.articles.article import Article, Category
    from app.articles.links import LinkTarget
    from app.exchange.shown import Shown

FORMAT: Final = "podskazhi-json"
VERSION: Final = 1
_STAFF_KEYS: Final = ("owner", "verified", "verify_every_days", "publish_at")


def pieces(shown: Shown, site_name: str) -> Iterator[bytes]:
    """The document in UTF-8, article by article: the same bytes for the same content."""
    said = {
        "format": FORMAT,
        "version": VERSION,
        "site": site_name,
        "audience": "all" if shown.everything else "public",
        "categories": [_category(item) for item in shown.categories.values()],
        "articles": [],
    }
    yield _dumped(said).removesuffix("]\n}").encode()
    before = "\n"
    for item in shown.articles.values():
        lines = _dumped(_article(shown, item)).replace("\n", "\n  ")
        yield f"{before}  {lines}".encode()
        before = ",\n"
    yield b"\n ]\n}\n" if shown.articles else b"]\n}\n"


def _dumped(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, indent=1, default=str)


def _category(category: Category) -> dict[str, object]:
    keys = ("path", "title", "title_en", "summary", "summary_en", "icon", "audience", "order")
    return {key: getattr(category, key) for key in keys}


def _article(shown: Shown, article: Article) -> dict[str, object]:
    page = shown.render(
        article, link=lambda link: _link(shown, article, link), file_url=lambda name: name
    )
    translation = article.translation_of
    said: dict[str, object] = {
        "id": article.id,
        "slug": article.slug,
        "category": article.category,
        "title": article.title,
        "summary": article.summary,
        "questions": list(article.questions),
        "tags": list(article.tags),
        "audience": article.open_to,
        "status": article.status,
        "lang": article.lang,
        "translation_of": translation if translation in shown.articles else None,
        "created": article.created,
        "updated": article.updated,
        "related": [other for other in article.related if other in shown.articles],
        "redirect_from": list(article.redirect_from),
        "markdown": article.body if shown.everything else body(shown, article),
        "html": page.html,
        "sections": [
            {"anchor": part.anchor, "heading": part.heading, "text": part.text}
            for part in page.sections
        ],
        "files": [
            {"path": path, "bytes": file.stat().st_size, "digest": digest(file.read_bytes())}
            for path, file in shown.files(article).items()
        ],
    }
    if shown.everything:
        said |= {key: getattr(article, key) for key in _STAFF_KEYS}
        said |= {"revision": article.revision, "extra": dict(article.extra)}
    return said


def _link(shown: Shown, article: Article, link: LinkTarget) -> str | None:
    other = shown.target(article, link)
    anchor = f"#{link.anchor}" if link.anchor else ""
    return f"/articles/{other.slug}{anchor}" if other else None
