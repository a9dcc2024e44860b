"""Articles that nobody has opened for long. Numbers: `days` since then; `never` 0 or 1."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import case, func, select

from app.curation.attention.reasons import Finding, Reason, midnight, severity
from app.db import session
from app.feedback.models import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.articles.article import Article

LONG: Final = timedelta(days=180)


class Opened(NamedTuple):
    """When an article was opened last: by a customer (None: never), and by anybody at all."""

    by_customer: datetime | None
    by_anybody: datetime


def opened() -> Mapping[str, Opened]:
    """Return when each article was opened last, robots apart, in one query."""
    kind = Reading.opened_at.type
    customers = case((Reading.is_staff.is_(False), Reading.opened_at))
    latest = (
        select(
            Reading.article_id,
            func.max(customers, type_=kind),
            func.max(Reading.opened_at, type_=kind),
        )
        .where(Reading.is_bot.is_(False))
        .group_by(Reading.article_id)
    )
    return {row[0]: Opened(row[1], row[2]) for row in session.execute(latest)}


def kept_since() -> datetime | None:
    """Return since when openings are kept: before that nobody knows."""
    return session.scalar(select(func.min(Reading.opened_at, type_=Reading.opened_at.type)))


def unread(
    articles: Iterable[Article],
    last: Mapping[str, Opened],
    since: datetime | None,
    now: datetime,
) -> Iterator[Finding]:
    """Yield the articles that were not opened for half a year, as far as openings are kept.

    Of a public article customers' openings count, of a staff one everybody's.
    """
    if since is None or now - since < LONG:
        return
    for article in articles:
        seen = last.get(article.id)
        at = seen.by_customer if seen and article.open_to == "public" else None
        at = seen.by_anybody if seen and article.open_to == "staff" else at
        born = article.created or article.updated
        begun = at or max(since, midnight(born) if born else since)
        if now - begun >= LONG:
            days = (now - begun).days
            how_bad = severity(Reason.UNREAD, days)
            numbers = {"days": days, "never": int(at is None)}
            yield Finding(Reason.UNREAD, article.id, begun, how_bad, numbers)
