"""Who is editing an article right now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock
from app.accounts.models import Account
from app.db import put, session, transaction
from app.editing.models import ArticlePresence

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

LASTS: Final = timedelta(seconds=60)  # after the browser's last word


@dataclass(frozen=True)
class Someone:
    """A person at an article, and when their browser was last heard of."""

    account_id: int
    name: str
    typing: bool
    seen_at: datetime


def note(article_id: str, account_id: int, *, typing: bool) -> None:
    """Remember that the account has the article open, or types there."""
    key = {"article_id": article_id, "account_id": account_id}
    with transaction(lasting=False):
        put(ArticlePresence, key, typing=typing, at=clock.now())


def leave(article_id: str, account_id: int) -> None:
    """Forget that the account is there: its page was closed."""
    chosen = delete(ArticlePresence).filter_by(article_id=article_id, account_id=account_id)
    with transaction(lasting=False) as rows:
        rows.execute(chosen)


def others(article_id: str, account_id: int) -> Sequence[Someone]:
    """Return who else is at the article, those who type first."""
    return others_of_each([article_id], account_id).get(article_id, ())


def others_of_each(article_ids: Iterable[str], account_id: int) -> Mapping[str, Sequence[Someone]]:
    """Return who else is at each of these articles by their ids, in one query."""
    chosen = (
        select(ArticlePresence, Account.name)
        .join(Account, Account.id == ArticlePresence.account_id)
        .where(ArticlePresence.article_id.in_(list(article_ids)))
        .where(ArticlePresence.account_id != account_id)
        .where(ArticlePresence.at > clock.now() - LASTS)
        .order_by(ArticlePresence.typing.desc(), Account.name)
    )
    there: dict[str, list[Someone]] = {}
    for row, name in session.execute(chosen):
        someone = Someone(row.account_id, name, row.typing, row.at)
        there.setdefault(row.article_id, []).append(someone)
    return there


def forget_old() -> None:
    """Sweep away who has left without a word."""
    with transaction() as rows:
        rows.execute(delete(ArticlePresence).where(ArticlePresence.at <= clock.now() - LASTS))
