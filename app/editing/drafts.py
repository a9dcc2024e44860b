"""What somebody has typed into an article and not saved yet, kept between visits."""

from __future__ import annotations

import re
from secrets import token_hex
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.orm import defer

from app import clock
from app.db import put, session, transaction
from app.editing.models import ArticleDraft
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NEW: Final = "new:"
LONGEST: Final = 2_000_000  # characters: more than a form may send, so that nothing is refused
_KEY = re.compile(r"[^\x00-\x1f]{1,200}")


def new_key() -> str:
    """Return a key for an article that has no file yet, for its page to send along."""
    return NEW + token_hex(8)


def save(key: str, account_id: int, *, base: str, content: str) -> datetime:
    """Keep what is typed, as the page sends it; return the moment, which the page shows.

    `key` is the article's id or a `new_key()`, `base` the revision that the typing began with.
    Raises InvalidInput for `key` and `content`.
    """
    if not _KEY.fullmatch(key) or len(base) > ArticleDraft.base.type.length:
        raise InvalidInput({"key": DomainError("Такого черновика нет.")})
    if len(content) > LONGEST:
        problem = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST, length=len(content)
        )
        raise InvalidInput({"content": problem})
    now, text = clock.now(), content.replace("\0", "")
    mine = {"key": key, "account_id": account_id}
    with transaction():
        put(ArticleDraft, mine, base=base, content=text, saved_at=now)
    return now


def find(key: str, account_id: int) -> ArticleDraft | None:
    """Return what this account has typed there and not saved."""
    return session.scalar(select(ArticleDraft).filter_by(key=key, account_id=account_id))


def of_account(account_id: int) -> Sequence[ArticleDraft]:
    """Return all drafts of the account without their content, the newest first."""
    chosen = select(ArticleDraft).filter_by(account_id=account_id)
    chosen = chosen.options(defer(ArticleDraft.content, raiseload=True))
    return session.scalars(chosen.order_by(ArticleDraft.saved_at.desc())).all()


def discard(key: str, account_id: int) -> None:
    """Forget the draft: it is saved in the article, or not wanted any more."""
    with transaction() as rows:
        rows.execute(delete(ArticleDraft).filter_by(key=key, account_id=account_id))


def forget_before(moment: datetime) -> None:
    """Delete drafts that nobody has touched since `moment`."""
    with transaction() as rows:
        rows.execute(delete(ArticleDraft).where(ArticleDraft.saved_at < moment))
