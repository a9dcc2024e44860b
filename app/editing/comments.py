"""What colleagues say of an article before it is published: on a line, or on the whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from app import clock, typed
from app.db import session, transaction
from app.editing import line_places
from app.editing.models import ArticleComment
from app.errors import Conflict, DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

LONGEST: Final = 2000  # characters
LONGEST_QUOTE: Final = 1000
HIGHEST_LINE: Final = 1_000_000


@dataclass(frozen=True)
class Word:
    """What somebody says of a version of an article; `line` counts from 1 in its body."""

    article_id: str
    revision: str
    body: str
    line: int | None = None
    quote: str = ""


@dataclass(frozen=True)
class Placed:
    """A comment, and the line of the newest text that it is about, None where it has none."""

    comment: ArticleComment
    line: int | None


def add(word: Word, account_id: int, *, asks_changes: bool = False) -> ArticleComment:
    """Keep a comment; the same one sent again is kept once. Raises InvalidInput for `comment`."""
    body = _checked(word.body)
    line = word.line if word.line and 0 < word.line <= HIGHEST_LINE else None
    quote = typed.line(word.quote)[:LONGEST_QUOTE] if line else ""
    with transaction() as rows:
        same = select(ArticleComment).filter_by(
            article_id=word.article_id, line=line, body=body, account_id=account_id
        )
        known = rows.scalar(same.where(ArticleComment.resolved_at.is_(None)).limit(1))
        if known:
            return known
        made = ArticleComment(
            article_id=word.article_id,
            revision=word.revision,
            line=line,
            quote=quote,
            body=body,
            asks_changes=asks_changes,
            account_id=account_id,
            created_at=clock.now(),
        )
        rows.add(made)
    return made


def get(comment_id: int) -> ArticleComment:
    """Return the comment. Raises NotFound."""
    found = session.get(ArticleComment, comment_id)
    if found is None:
        raise NotFound("Такого замечания нет.")
    return found


def resolve(comment_id: int, account_id: int) -> ArticleComment:
    """Mark the comment as heeded. Raises NotFound, Conflict when it is so already."""
    with transaction():
        found = session.get(ArticleComment, comment_id, with_for_update=True)
        if found is None:
            raise NotFound("Такого замечания нет.")
        if found.resolved_at:
            raise Conflict("Это замечание уже разобрано.")
        found.resolved_at, found.resolved_by_id = clock.now(), account_id
    return found


def reopen(comment_id: int) -> ArticleComment:
    """Take the comment up again. Raises NotFound."""
    with transaction():
        found = get(comment_id)
        found.resolved_at = found.resolved_by_id = None
    return found


def of_article(article_id: str, body: str) -> Sequence[Placed]:
    """Return the article's comments, open ones first, placed in the newest `body`."""
    chosen = select(ArticleComment).where(ArticleComment.article_id == article_id)
    chosen = chosen.options(
        joinedload(ArticleComment.account), joinedload(ArticleComment.resolved_by)
    )
    order = (ArticleComment.resolved_at.is_not(None), ArticleComment.id)
    lines = body.split("\n")
    found = session.scalars(chosen.order_by(*order)).all()
    return [Placed(comment, _line(comment, lines)) for comment in found]


def since(article_id: str, moment: datetime, *, besides: int) -> Sequence[ArticleComment]:
    """Return the open comments made from `moment` on by others than the account `besides`."""
    chosen = select(ArticleComment).where(
        ArticleComment.article_id == article_id,
        ArticleComment.created_at >= moment,
        ArticleComment.resolved_at.is_(None),
        ArticleComment.account_id != besides,
    )
    return session.scalars(
        chosen.options(joinedload(ArticleComment.account)).order_by(ArticleComment.id)
    ).all()


def count_open(article_ids: Iterable[str]) -> Mapping[str, int]:
    """Return how many comments wait at each of these articles, in one query."""
    chosen = (
        select(ArticleComment.article_id, func.count())
        .where(ArticleComment.article_id.in_(list(article_ids)))
        .where(ArticleComment.resolved_at.is_(None))
        .group_by(ArticleComment.article_id)
    )
    return {row[0]: row[1] for row in session.execute(chosen)}


def _line(comment: ArticleComment, lines: Sequence[str]) -> int | None:
    return line_places.place(comment.line, comment.quote, lines) if comment.line else None


def _checked(text: str) -> str:
    clean = typed.paragraphs(text)
    if not clean:
        raise InvalidInput({"comment": DomainError("Напишите хотя бы несколько слов.")})
    try:
        return typed.at_most(LONGEST, clean)
    except DomainError as problem:
        raise InvalidInput({"comment": problem}) from None
