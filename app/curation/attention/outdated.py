"""Translations whose originals say something else by now.

Numbers: `days` since the original was changed last, 1 at least; things: the original.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.curation.attention.reasons import Finding, Reason, Thing, midnight, severity
from app.editing import translations

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from app.articles.article import Article


def outdated(articles: Mapping[str, Article], now: datetime) -> Iterator[Finding]:
    """Yield the translations that have fallen behind an original among the articles (by id)."""
    for article in articles.values():
        original = articles.get(article.translation_of or "")
        if original is None or translations.state_of(original, article) != "outdated":
            continue
        at = midnight(original.updated) if original.updated else now
        days = max(1, (now - at).days)
        things = (Thing(original.title, original.id),)
        how_bad = severity(Reason.TRANSLATION, days)
        yield Finding(Reason.TRANSLATION, article.id, at, how_bad, {"days": days}, things)
