"""Articles after whose reading people still wrote to support.

Numbers: `tickets` of the last 30 days whose customer had opened the article at most half an hour
before, `tickets_before` of the 30 days before, `readers` of the last 30 days.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import distinct, func, select

from app.curation.attention.reasons import Finding, Reason, severity
from app.db import session
from app.feedback.models import Reading
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PERIOD: Final = timedelta(days=30)
SOON: Final = timedelta(minutes=30)  # from opening the article to asking
LEAST_TICKETS: Final = 2  # one may have asked about something else


class Asked(NamedTuple):
    """A ticket, and the opening of an article by the same visitor before it."""

    article_id: str
    opened_at: datetime
    number: int
    asked_at: datetime


def asked(now: datetime) -> Iterable[Asked]:
    """Read the tickets of two periods with what their visitors had opened, in one query."""
    joined = (
        select(Reading.article_id, Reading.opened_at, Ticket.number, Ticket.created_at)
        .join(Ticket, Ticket.visitor == Reading.visitor)
        .where(
            Ticket.created_at >= now - 2 * PERIOD,
            Reading.opened_at >= now - 2 * PERIOD - SOON,
            Reading.opened_at <= Ticket.created_at,
            Reading.is_staff.is_(False),
        )
    )
    return [Asked(*row) for row in session.execute(joined)]


def readers(now: datetime) -> Mapping[str, int]:
    """Return how many customers opened each article in the last period."""
    counted = (
        select(Reading.article_id, func.count(distinct(Reading.visitor)))
        .where(
            Reading.opened_at >= now - PERIOD,
            Reading.is_staff.is_(False),
            Reading.is_bot.is_(False),
        )
        .group_by(Reading.article_id)
    )
    return {row[0]: row[1] for row in session.execute(counted)}


def asked_after(
    pairs: Iterable[Asked], read: Mapping[str, int], now: datetime
) -> Iterator[Finding]:
    """Yield the articles that were opened within half an hour before at least one new ticket.

    The list shows those with LEAST_TICKETS; one ticket counts for the order of the others.
    """
    tickets: dict[str, dict[int, datetime]] = defaultdict(dict)
    for pair in pairs:
        if pair.asked_at - pair.opened_at <= SOON:
            tickets[pair.article_id][pair.number] = pair.asked_at
    for article_id, asked_at in tickets.items():
        new = [at for at in asked_at.values() if at >= now - PERIOD]
        if new:
            numbers = {
                "tickets": len(new),
                "tickets_before": len(asked_at) - len(new),
                "readers": read.get(article_id, 0),
            }
            how_bad = severity(Reason.TICKETS, len(new))
            yield Finding(Reason.TICKETS, article_id, max(new), how_bad, numbers)
