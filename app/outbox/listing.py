"""What is waiting, sent and given up: for the command line and for those on call."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from sqlalchemy import and_, func, select

from app.db import session
from app.outbox.models import Delivery, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

PAGE: Final = 50  # rows


class Ending(StrEnum):
    """Where a delivery is."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


_CONDITIONS: Final[dict[Ending, ColumnElement[bool]]] = {
    Ending.WAITING: Delivery.next_at.is_not(None),
    Ending.SENT: Delivery.delivered_at.is_not(None),
    Ending.FAILED: and_(Delivery.next_at.is_(None), Delivery.delivered_at.is_(None)),
}


def ending(delivery: Delivery) -> Ending:
    """Return where this delivery is."""
    if delivery.delivered_at:
        return Ending.SENT
    return Ending.WAITING if delivery.next_at else Ending.FAILED


def latest(
    kind: Kind,
    which: Ending | None = None,
    *,
    endpoint_id: int | None = None,
    before: int | None = None,
    limit: int = PAGE,
) -> Sequence[Delivery]:
    """Return a page of deliveries, newest first, those with an id below `before`."""
    chosen = select(Delivery).where(Delivery.kind == kind.value)
    if which:
        chosen = chosen.where(_CONDITIONS[which])
    if endpoint_id is not None:
        chosen = chosen.where(Delivery.endpoint_id == endpoint_id)
    if before is not None:
        chosen = chosen.where(Delivery.id < before)
    return session.scalars(chosen.order_by(Delivery.id.desc()).limit(limit)).all()


def counts(kind: Kind) -> dict[Ending, int]:
    """Return how many deliveries of this kind are where."""
    numbers = (func.count().filter(condition) for condition in _CONDITIONS.values())
    row = session.execute(select(*numbers).where(Delivery.kind == kind.value)).one()
    return dict(zip(_CONDITIONS, row, strict=True))


def oldest_waiting(kind: Kind) -> datetime | None:
    """Return since when the oldest unsent delivery of this kind waits."""
    waiting = (Delivery.kind == kind.value, Delivery.next_at.is_not(None))
    return session.scalar(select(func.min(Delivery.created_at)).where(*waiting))
