"""When an article's file went, and by whom: what the versions alone do not tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select
from sqlalchemy.orm import undefer

from app import clock, db
from app.articles import front_matter
from app.db import session
from app.editing import revisions
from app.editing.models import RemovedArticle, Revision
from app.editing.revisions import LONGEST_NAME, Author

if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable, Sequence
    from datetime import datetime


@dataclass(frozen=True)
class Gone:
    """An article that is no more: the number of its last version, and when it went.

    A file deleted past the studio went when that was noticed; until then, and for what went before
    this was kept, `at` is the moment of its last version.
    """

    article_id: str
    version_id: int
    at: datetime


@dataclass(frozen=True)
class Told:
    """What a list says of one; `title` is "" where the file cannot be read."""

    version: Revision
    removed: RemovedArticle | None
    title: str


def record(article_id: str, by: Author) -> None:
    """Keep that the article was removed now, within the caller's transaction."""
    values = {"account_id": by.account_id, "author": by.name[:LONGEST_NAME]}
    values["is_from_file"] = by is revisions.FILE
    db.put(RemovedArticle, {"article_id": article_id}, removed_at=clock.now(), **values)


def forget(article_ids: Iterable[str]) -> None:
    """Keep no more that these were removed, within the caller's transaction."""
    chosen = RemovedArticle.article_id.in_(list(article_ids))
    session.execute(delete(RemovedArticle).where(chosen))


def unnoticed(known: Collection[str], present: Container[str]) -> tuple[list[str], list[str]]:
    """Return which `known` articles are gone and not noted, and which noted ones are back."""
    noted = set(session.scalars(select(RemovedArticle.article_id)))
    gone = [one for one in known if one not in present and one not in noted]
    return gone, [one for one in noted if one in present]


def follow(known: Collection[str], present: Container[str]) -> None:
    """Note what is gone past the studio, forget what is back, within the caller's transaction."""
    gone, back = unnoticed(known, present)
    forget(back)
    for article_id in gone:
        record(article_id, revisions.FILE)


def everything(present: Container[str], by: int | None = None) -> list[Gone]:
    """Return all that had versions and is not `present`, the latest gone first.

    With `by` only those that this account has both begun and removed.
    """
    newest = select(func.max(Revision.id)).group_by(Revision.article_id)
    at = func.coalesce(RemovedArticle.removed_at, Revision.created_at)
    chosen = (
        select(Revision.article_id, Revision.id, at)
        .outerjoin(RemovedArticle, RemovedArticle.article_id == Revision.article_id)
        .where(Revision.id.in_(newest))
        .order_by(at.desc(), Revision.id.desc())
    )
    if by is not None:
        own = revisions.begun_by(by)
        chosen = chosen.where(RemovedArticle.account_id == by, Revision.article_id.in_(own))
    return [Gone(*row) for row in session.execute(chosen) if row.article_id not in present]


def told(page: Sequence[Gone]) -> list[Told]:
    """Return what a list says of these, in one query."""
    chosen = (
        select(Revision, RemovedArticle)
        .outerjoin(RemovedArticle, RemovedArticle.article_id == Revision.article_id)
        .where(Revision.id.in_([one.version_id for one in page]))
        .options(undefer(Revision.content))
    )
    found = {version.id: (version, removed) for version, removed in session.execute(chosen)}
    rows = (found[one.version_id] for one in page)
    return [Told(version, removed, _title(version.content)) for version, removed in rows]


def _title(content: bytes) -> str:
    try:
        title = front_matter.read(content)[0].get("title")
    except front_matter.FrontMatterError:
        return ""
    return title if isinstance(title, str) else ""
