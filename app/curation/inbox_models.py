"""Tables of the feedback inbox: what editors do about a reader's words, and what they answered."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, words
from app.db import Base


class CaseState(StrEnum):
    """Where an explained «Нет» is."""

    NEW = "new"
    IN_WORK = "in_work"
    SOLVED = "solved"
    DISMISSED = "dismissed"


class Case(Base):
    """What was done about a vote; one without a row is new.

    `revision` is the article's revision in which it is solved, "" while it is not.
    """

    __tablename__ = "vote_cases"

    vote_id: Mapped[int] = mapped_column(
        ForeignKey("votes.id", ondelete="CASCADE"), primary_key=True
    )
    state: Mapped[CaseState] = mapped_column(words(CaseState))
    revision: Mapped[str] = mapped_column(String(64))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )

    changed_by: Mapped[Account | None] = relationship(lazy="raise")


class VoteReply(Base):
    """A letter to a reader who left an address; `submission` is the form that it came with."""

    __tablename__ = "vote_replies"
    __table_args__ = (UniqueConstraint("vote_id", "submission"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    vote_id: Mapped[int] = mapped_column(ForeignKey("votes.id", ondelete="CASCADE"))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    body: Mapped[str] = mapped_column(Text)
    lang: Mapped[str] = mapped_column(String(8))
    submission: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(lazy="raise")
