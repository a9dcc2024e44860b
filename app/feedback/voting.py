"""«Помогло?»: one vote a visitor and revision, changeable, with a reason after a no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, typed
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.feedback.models import Reason, Vote
from app.search import history
from app.search.masking import mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.roles import Reader

LONGEST_COMMENT: Final = 1000  # characters
REASONS: Final = tuple(Reason)
LONGEST_ANCHOR: Final = 200  # characters
LONGEST_HEADING: Final = 300


@dataclass(frozen=True)
class Place:
    """The section of an article where it went wrong; both "" where none was named."""

    anchor: str = ""
    heading: str = ""


NOWHERE: Final = Place()


def vote(
    article_id: str,
    revision: str,
    visitor: str,
    *,
    helpful: bool,
    reader: Reader,
    search_id: int | None = None,
) -> Vote:
    """Cast or change the visitor's vote on this revision; a change forgets the reason."""
    with transaction():
        mine = find_vote(article_id, revision, visitor, lock=True) or _new_vote(
            article_id, revision, visitor, reader
        )
        if mine.helpful != helpful:
            _forget_reason(mine)
        mine.helpful, mine.is_staff, mine.cast_at = helpful, reader.is_staff, clock.now()
        mine.search_id = history.own(search_id, visitor) or mine.search_id
    return mine


def explain(
    article_id: str,
    revision: str,
    visitor: str,
    reason: str,
    comment: str = "",
    *,
    place: Place = NOWHERE,
    email: str = "",
) -> Vote:
    """Add the reason (a value of `Reason`) and a comment to the visitor's own «нет».

    `place` is where it went wrong, `email` an address for an answer. Personal data in the comment
    is masked. Raises InvalidInput for the fields `reason`, `comment` and `email`, NotFound when
    this visitor has not said no to this revision.
    """
    comment = typed.paragraphs(comment)
    chosen, address = _checked(reason, comment, typed.line(email))
    with transaction():
        mine = find_vote(article_id, revision, visitor, lock=True)
        if mine is None or mine.helpful:
            raise NotFound("Сначала ответьте «Нет» на вопрос «Помогло?».")
        mine.reason, mine.comment = chosen, mask(comment)[:LONGEST_COMMENT]
        mine.anchor, mine.heading = place.anchor[:LONGEST_ANCHOR], place.heading[:LONGEST_HEADING]
        mine.email = address
    return mine


def withdraw(article_id: str, revision: str, visitor: str) -> None:
    """Take the visitor's vote on this revision back; nothing happens where there is none."""
    with transaction() as rows:
        rows.execute(
            delete(Vote).where(
                Vote.article_id == article_id, Vote.revision == revision, Vote.visitor == visitor
            )
        )


def find_vote(article_id: str, revision: str, visitor: str, *, lock: bool = False) -> Vote | None:
    """Return the visitor's own vote on this revision."""
    mine = select(Vote).where(
        Vote.article_id == article_id, Vote.revision == revision, Vote.visitor == visitor
    )
    return session.scalar(mine.with_for_update() if lock else mine)


def recent(visitor: str, limit: int = 50) -> Sequence[Vote]:
    """Return the visitor's latest votes, newest first."""
    latest = select(Vote).where(Vote.visitor == visitor)
    return session.scalars(latest.order_by(Vote.cast_at.desc(), Vote.id.desc()).limit(limit)).all()


def _new_vote(article_id: str, revision: str, visitor: str, reader: Reader) -> Vote:
    fresh = Vote(
        article_id=article_id,
        revision=revision,
        visitor=visitor,
        helpful=True,
        comment="",
        anchor="",
        heading="",
        email="",
        is_staff=reader.is_staff,
        cast_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(fresh)
    except IntegrityError:  # the same visitor's parallel click was first
        return find_vote(article_id, revision, visitor, lock=True) or fresh
    return fresh


def _forget_reason(mine: Vote) -> None:
    mine.reason, mine.comment, mine.anchor, mine.heading, mine.email = None, "", "", "", ""


def _checked(reason: str, comment: str, email: str) -> tuple[Reason, str]:
    """Return the reason, and the address in one spelling or ""."""
    problems: dict[str, DomainError] = {}
    if reason not in REASONS:
        problems["reason"] = DomainError("Выберите, что было не так.")
    if reason == Reason.OTHER and not comment:
        problems["comment"] = DomainError("Напишите в двух словах, что было не так.")
    try:
        typed.at_most(LONGEST_COMMENT, comment)
    except DomainError as problem:
        problems["comment"] = problem
    try:
        email = typed.email(email) if email else ""
    except DomainError as problem:
        problems["email"] = problem
    if problems:
        raise InvalidInput(problems)
    return Reason(reason), email
