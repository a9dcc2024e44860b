"""Articles for letters and webhooks: those that fit a question, and how a public one is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app import clock
from app.accounts.roles import GUEST, PUBLIC
from app.tickets.letters.story import Suggested

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.articles.article import Article
    from app.articles.library import Library
    from app.articles.snapshot import Snapshot
    from app.config import Config
    from app.search.searcher import Searcher

MOST: Final = 3
LONGEST_QUERY: Final = 200  # characters; a long letter's beginning tells what it is about


def suggest(
    library: Library, searcher: Searcher, config: Config, text: str, lang: str
) -> Sequence[Suggested]:
    """Return up to 3 public articles that probably answer `text`, none where search is unsure."""
    found = searcher.find(text[:LONGEST_QUERY], GUEST, lang=lang, per_page=MOST)
    if found.unsure:
        return ()
    known = library.snapshot.articles
    articles = (known.get(result.article_id) for result in found.results)
    return [Suggested(a.title, f"{config.public_url()}{_path(a)}") for a in articles if a]


def public_articles(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    """Return what is told of each article that everybody may read by now, by id."""
    now = clock.now()
    return {
        article.id: _described(article)
        for article in snapshot.articles.values()
        if article.visibility(now) == PUBLIC
    }


def _described(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "summary": article.summary,
        "lang": article.lang,
        "category": article.category,
        "path": _path(article),
    }


def _path(article: Article) -> str:
    return f"/articles/{article.slug}"
