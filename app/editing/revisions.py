"""Every version that an article's file has had: kept, listed, and found again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import aliased, undefer

from app import clock
from app.articles.reading import revision_of
from app.db import session
from app.editing.models import LONGEST_NOTE, Revision
from app.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.accounts.models import Account

LONGEST_NAME: Final = 100  # characters of an author's name


@dataclass(frozen=True)
class Author:
    """Who changes an article; the account is None for a command and for the file itself."""

    account_id: int | None
    name: str
    email: str = ""

    @classmethod
    def of(cls, account: Account) -> Author:
        return cls(account.id, account.name, account.email)


FILE: Final = Author(None, "file")


def record(article_id: str, path: str, content: bytes, by: Author, note: str = "") -> Revision:
    """Keep a version, within the caller's transaction."""
    made = Revision(
        article_id=article_id,
        revision=revision_of(content),
        path=path,
        content=content,
        created_at=clock.now(),
        account_id=by.account_id,
        author=by.name[:LONGEST_NAME],
        is_from_file=by is FILE,
        note=note[:LONGEST_NOTE],
    )
    session.add(made)
    return made


def latest(article_id: str) -> Revision | None:
    """Return the newest version that is kept, without its content."""
    chosen = select(Revision).where(Revision.article_id == article_id)
    return session.scalar(chosen.order_by(Revision.id.desc()).limit(1))


def latest_of_all() -> Mapping[str, str]:
    """Return the newest revision of every article, by id, in one query."""
    newest = select(func.max(Revision.id)).group_by(Revision.article_id)
    rows = session.execute(
        select(Revision.article_id, Revision.revision).where(Revision.id.in_(newest))
    )
    return {row.article_id: row.revision for row in rows}


def find_content(article_id: str, revision: str) -> bytes | None:
    """Return the bytes that an article had at a revision, if they are kept."""
    chosen = select(Revision.content).filter_by(article_id=article_id, revision=revision)
    return session.scalar(chosen.order_by(Revision.id.desc()).limit(1))


def contents(article_id: str, most: int) -> Iterator[tuple[str, bytes]]:
    """Yield path and bytes of an article's versions, the newest first, each read when it comes."""
    chosen = select(Revision.id).where(Revision.article_id == article_id)
    for number in session.scalars(chosen.order_by(Revision.id.desc()).limit(most)).all():
        version = get(article_id, number)
        yield version.path, version.content


def of_article(
    article_id: str, *, before: int | None = None, limit: int = 50
) -> Sequence[Revision]:
    """Return an article's versions without their content, the newest first."""
    chosen = select(Revision).where(Revision.article_id == article_id)
    if before is not None:
        chosen = chosen.where(Revision.id < before)
    return session.scalars(chosen.order_by(Revision.id.desc()).limit(limit)).all()


def get(article_id: str, number: int) -> Revision:
    """Return one version with its content; `number` is the row's id. Raises NotFound."""
    chosen = select(Revision).filter_by(article_id=article_id, id=number)
    found = session.scalar(chosen.options(undefer(Revision.content)))
    if found is None:
        raise NotFound("Такой редакции статьи нет.")
    return found


def first_author(article_id: str) -> int | None:
    """Return the account that made the article's first version."""
    chosen = select(Revision.account_id).where(Revision.article_id == article_id)
    return session.scalar(chosen.order_by(Revision.id).limit(1))


def begun_by(account_id: int) -> frozenset[str]:
    """Return the ids of the articles whose first version this account has made."""
    other = aliased(Revision)
    first = select(func.min(other.id)).where(other.article_id == Revision.article_id)
    chosen = select(Revision.article_id).where(
        Revision.account_id == account_id, Revision.id == first.scalar_subquery()
    )
    return frozenset(session.scalars(chosen))


def find(article_id: str, revision: str) -> Revision | None:
    """Return the newest version with this revision, without its content."""
    chosen = select(Revision).filter_by(article_id=article_id, revision=revision)
    return session.scalar(chosen.order_by(Revision.id.desc()).limit(1))


def number_before(version: Revision) -> int | None:
    """Return the number of the version before this one."""
    chosen = select(func.max(Revision.id)).where(Revision.article_id == version.article_id)
    return session.scalar(chosen.where(Revision.id < version.id))
