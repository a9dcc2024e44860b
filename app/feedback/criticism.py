"""What readers say is wrong with articles: the reasons and comments after a «Нет», for editors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.db import session
from app.feedback.models import Vote
from app.feedback.readings import HIGHEST_ID

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True)
class Page:
    """Some votes with a reason, and the cursor of the next page, None on the last one."""

    votes: Sequence[Vote]
    before: int | None


def latest(*, before: int | None = None, limit: int = 50) -> Page:
    """Return a page of the explained noes on every article, staff's too, the newest first.

    `before` is the cursor of the page before; one that makes no sense gives the first page.
    """
    explained = select(Vote).where(Vote.reason.is_not(None))
    if before is not None and 0 < before <= HIGHEST_ID:
        explained = explained.where(Vote.id < before)
    found = session.scalars(explained.order_by(Vote.id.desc()).limit(limit + 1)).all()
    shown = found[:limit]
    return Page(shown, shown[-1].id if len(found) > limit else None)
