"""What agents flag in articles: a quoted passage and what is wrong with it, until it is mended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload

from app import clock, typed
from app.db import session, transaction
from app.errors import Conflict, DomainError, InvalidInput, NotFound
from app.feedback.models import Flag
from app.feedback.readings import HIGHEST_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

LONGEST: Final = 1000  # characters of quote, comment and note, each


@dataclass(frozen=True)
class Wrong:
    """What is wrong: in which revision of which article, where, why, and at which ticket."""

    article_id: str
    revision: str
    quote: str
    comment: str
    ticket_number: int | None = None


@dataclass(frozen=True)
class Page:
    """Some flags, and the cursor of the next page, None on the last one."""

    flags: Sequence[Flag]
    before: int | None


def flag(account_id: int, wrong: Wrong) -> Flag:
    """Keep a flag; the same one sent again is kept once. Raises InvalidInput for `comment`."""
    quote, comment = typed.paragraphs(wrong.quote)[:LONGEST], _checked(wrong.comment, "comment")
    with transaction() as rows:
        same = select(Flag).filter_by(
            account_id=account_id,
            article_id=wrong.article_id,
            revision=wrong.revision,
            quote=quote,
            comment=comment,
        )
        known = rows.scalar(same.where(Flag.done_at.is_(None)).limit(1))
        if known:
            return known
        made = Flag(
            article_id=wrong.article_id,
            revision=wrong.revision,
            quote=quote,
            comment=comment,
            ticket_number=wrong.ticket_number,
            account_id=account_id,
            created_at=clock.now(),
            note="",
        )
        rows.add(made)
    return made


def finish(flag_id: int, account_id: int, note: str) -> Flag:
    """Mark a flag as done, with a word to who raised it.

    Raises NotFound, Conflict (done already), InvalidInput for `note`.
    """
    word = _checked(note, "note")
    with transaction():
        found = session.get(Flag, flag_id, with_for_update=True)
        if found is None:
            raise NotFound("Такого замечания нет.")
        if found.done_at:
            raise Conflict("Это замечание уже разобрано.")
        found.done_at, found.done_by_id, found.note = clock.now(), account_id, word
        if found.account_id == account_id:
            found.told_at = found.done_at
    return found


def of_article(article_id: str) -> Sequence[Flag]:
    """Return the article's open flags with who raised them, oldest first: for staff only."""
    chosen = select(Flag).where(Flag.article_id == article_id, Flag.done_at.is_(None))
    return session.scalars(chosen.options(joinedload(Flag.account)).order_by(Flag.id)).all()


def waiting(*, before: int | None = None, limit: int = 50) -> Page:
    """Return a page of the open flags on every article, the newest first."""
    chosen = select(Flag).where(Flag.done_at.is_(None)).options(joinedload(Flag.account))
    if before is not None and 0 < before <= HIGHEST_ID:
        chosen = chosen.where(Flag.id < before)
    found = session.scalars(chosen.order_by(Flag.id.desc()).limit(limit + 1)).all()
    shown = found[:limit]
    return Page(shown, shown[-1].id if len(found) > limit else None)


def open_ones() -> Sequence[Flag]:
    """Return every open flag, oldest first, in one query."""
    return session.scalars(select(Flag).where(Flag.done_at.is_(None)).order_by(Flag.id)).all()


def count_news(account_id: int) -> int:
    """Return how many flags of this account are done without its knowing."""
    return session.scalar(select(func.count(Flag.id)).where(*_news(account_id))) or 0


def news_for(account_id: int) -> Sequence[Flag]:
    """Return this account's flags that are done and that it has not been told of."""
    chosen = select(Flag).where(*_news(account_id)).options(joinedload(Flag.done_by))
    return session.scalars(chosen.order_by(Flag.id)).all()


def told(account_id: int) -> None:
    """Remember that the account knows of all its flags that are done."""
    now = clock.now()
    with transaction() as rows:
        rows.execute(update(Flag).where(*_news(account_id)).values(told_at=now))


def _news(account_id: int) -> tuple[ColumnElement[bool], ...]:
    return (Flag.account_id == account_id, Flag.done_at.is_not(None), Flag.told_at.is_(None))


def _checked(text: str, field: str) -> str:
    clean = typed.paragraphs(text)
    if not clean:
        raise InvalidInput({field: DomainError("Напишите хотя бы несколько слов.")})
    try:
        return typed.at_most(LONGEST, clean)
    except DomainError as problem:
        raise InvalidInput({field: problem}) from None
