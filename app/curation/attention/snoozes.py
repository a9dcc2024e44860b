"""Reasons that are put off for an article until a day; what comes up meanwhile shows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload

from app import clock
from app.curation.attention.models import Snooze
from app.db import put, session, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from app.curation.attention.reasons import Reason


def active(today: date) -> Mapping[tuple[str, str], Snooze]:
    """Return what is put off now, by article and reason, with who did it; one query."""
    chosen = select(Snooze).where(Snooze.until > today).options(joinedload(Snooze.account))
    return {(row.article_id, row.reason): row for row in session.scalars(chosen)}


def snooze(article_id: str, reasons: Iterable[Reason], until: date, account_id: int) -> None:
    """Put these reasons off for an article until a day, or until another day than before."""
    now = clock.now()
    with transaction():
        for reason in sorted(reasons):
            key = {"article_id": article_id, "reason": reason.value}
            put(Snooze, key, until=until, account_id=account_id, made_at=now)


def wake(article_id: str, reasons: Iterable[str]) -> None:
    """Put these reasons off no longer."""
    mine = (Snooze.article_id == article_id, Snooze.reason.in_(list(reasons)))
    with transaction() as rows:
        rows.execute(delete(Snooze).where(*mine))


def forget_over(today: date) -> None:
    """Delete what is put off no longer."""
    with transaction() as rows:
        rows.execute(delete(Snooze).where(Snooze.until <= today))
