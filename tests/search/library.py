"""Small libraries for tests: articles from a few words, in memory or in a folder."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.articles.article import Article
from app.articles.snapshot import Snapshot


def article(article_id: str, title: str, body: str = "", **facts: Any) -> Article:
    """Make a published public article; `facts` set anything else."""
    known: dict[str, Any] = {
        "slug": article_id,
        "category": "obshchee",
        "audience": "public",
        "status": "published",
        "revision": str(hash((title, body, tuple(sorted(map(str, facts.items())))))),
    }
    return Article(id=article_id, title=title, body=body, **(known | facts))


@dataclass
class Shelf:
    """A library whose content a test sets."""

    articles: tuple[Article, ...] = ()
    folder: Path = field(default=Path())
    looked_at: float = math.inf  # what a test sets is the newest there is

    @property
    def snapshot(self) -> Snapshot:
        return Snapshot(self.folder, articles={a.id: a for a in self.articles})

    def refresh(self) -> Snapshot:
        return self.snapshot
