"""Articles whose verification is due. Numbers: `days` late, `every` how often, `never` 0 or 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.articles.verification import due_on
from app.curation.attention.reasons import Finding, Reason, midnight, severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from app.articles.article import Article


def overdue(articles: Iterable[Article], today: date) -> Iterator[Finding]:
    """Yield the articles that should have been checked before `today`."""
    for article in articles:
        due = due_on(article)
        if due and due < today:
            late = (today - due).days
            numbers = {
                "days": late,
                "every": article.verify_every_days or 0,
                "never": int(article.verified is None),
            }
            how_bad = severity(Reason.OVERDUE, late)
            yield Finding(Reason.OVERDUE, article.id, midnight(due), how_bad, numbers)
