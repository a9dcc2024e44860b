"""Articles of these tests, made without files."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.articles.article import Article

TODAY = date(2026, 11, 28)


def article(article_id: str = "voz-01", **fields: Any) -> Article:
    """Make a published, public article."""
    known = {
        "slug": article_id,
        "category": "vozvrat",
        "title": f"Статья {article_id}",
        "audience": "public",
        "status": "published",
        "body": "Текст статьи.",
        "revision": "now",
    }
    return Article(id=article_id, **(known | fields))
