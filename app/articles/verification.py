"""When an article has to be checked again."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from app.articles.article import Article


def due_on(article: Article) -> date | None:
    """Return the last day on which the article counts as checked; None where nobody asked for it.

    One that has to be checked and never was counts from its last change.
    """
    since = article.verified or article.updated or article.created
    if since is None or article.verify_every_days is None:
        return None
    try:
        return since + timedelta(days=article.verify_every_days)
    except OverflowError:
        return None


def is_expired(article: Article, today: date) -> bool:
    """Tell whether the article was checked once, and that is too long ago."""
    due = due_on(article)
    return article.verified is not None and due is not None and today > due
