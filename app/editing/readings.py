"""Which revision of an article a person has last seen in the studio."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from app import clock
from app.db import put, session, transaction
from app.editing.models import ReadRevision

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def mark(account_id: int, article_id: str, revision: str) -> None:
    """Remember that the account has seen this revision."""
    key = {"account_id": account_id, "article_id": article_id}
    with transaction(lasting=False):
        put(ReadRevision, key, revision=revision, read_at=clock.now())


def follow(account_id: int, article_id: str, before: str, after: str) -> None:
    """Let who has last seen the revision `before` have seen the one that they made of it."""
    seen = update(ReadRevision).filter_by(
        account_id=account_id, article_id=article_id, revision=before
    )
    with transaction() as rows:
        rows.execute(seen.values(revision=after, read_at=clock.now()))


def last(account_id: int, article_id: str) -> str | None:
    """Return the revision that the account has last seen, if any."""
    return last_of_each(account_id, [article_id]).get(article_id)


def last_of_each(account_id: int, article_ids: Iterable[str]) -> Mapping[str, str]:
    """Return the revision last seen of each of these articles, in one query."""
    chosen = select(ReadRevision.article_id, ReadRevision.revision).where(
        ReadRevision.account_id == account_id, ReadRevision.article_id.in_(list(article_ids))
    )
    return {row.article_id: row.revision for row in session.execute(chosen)}
