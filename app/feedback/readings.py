"""Openings of articles and how long they were read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock
from app.db import session, transaction
from app.feedback.models import Reading
from app.search import history

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.accounts.roles import Reader

LONGEST_SECONDS: Final = 3600  # a page left open overnight was not read all night
HIGHEST_ID: Final = 2**31 - 1  # of an integer column in PostgreSQL
_SLACK: Final = timedelta(seconds=5)  # the page's clock starts before the row is written


def opened(
    article_id: str,
    revision: str,
    visitor: str,
    *,
    reader: Reader,
    bot: bool = False,
    search_id: int | None = None,
) -> int:
    """Note that the visitor opened this revision; return the reading's id, for `lasted`."""
    reading = Reading(
        article_id=article_id,
        revision=revision,
        visitor=visitor,
        search_id=history.own(search_id, visitor),
        is_staff=reader.is_staff,
        is_bot=bot,
        opened_at=clock.now(),
        seconds=0,
    )
    with transaction() as rows:
        rows.add(reading)
    return reading.id


def lasted(reading_id: int, visitor: str, seconds: float) -> None:
    """Set how long the page has been in front of the reader since it was opened.

    Counted only for the visitor's own reading, never down, never above the time that has passed.
    """
    if not 0 < reading_id <= HIGHEST_ID:
        return
    with transaction():
        reading = session.get(Reading, reading_id, with_for_update=True)
        if reading and reading.visitor == visitor:
            reading.seconds = max(reading.seconds, _believable(reading, seconds))


def recent(visitor: str, limit: int = 50) -> Sequence[Reading]:
    """Return the visitor's latest readings, newest first."""
    latest = select(Reading).where(Reading.visitor == visitor)
    ordered = latest.order_by(Reading.opened_at.desc(), Reading.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def has_opened(article_id: str, revision: str, visitor: str) -> bool:
    """Tell whether the visitor has opened this revision of the article."""
    opening = select(Reading.id).where(
        Reading.visitor == visitor,
        Reading.article_id == article_id,
        Reading.revision == revision,
    )
    return session.scalar(opening.limit(1)) is not None


def forget_before(moment: datetime) -> None:
    """Delete the readings that were opened before `moment`."""
    with transaction() as rows:
        rows.execute(delete(Reading).where(Reading.opened_at < moment))


def _believable(reading: Reading, seconds: float) -> int:
    passed = (clock.now() - reading.opened_at + _SLACK).total_seconds()
    return int(max(0.0, min(seconds, passed, LONGEST_SECONDS)))
