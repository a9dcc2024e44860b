"""Tables of what people say of articles: votes, readings, and the flags of agents."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, words
from app.db import Base


class Reason(StrEnum):
    """Why an article did not help."""

    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    DID_NOT_WORK = "did_not_work"
    OTHER = "other"


class Vote(Base):
    """One visitor's answer to «Помогло?» about one revision; `reason` only after a no.

    `anchor` and `heading` are the section where it went wrong, "" where none was named; `email` is
    left by who wants an answer, and forgotten some time after it.
    """

    __tablename__ = "votes"
    __table_args__ = (
        UniqueConstraint("visitor", "article_id", "revision"),
        CheckConstraint("reason IS NULL OR NOT helpful", name="reason_after_no"),
        Index("ix_votes_visitor_cast_at", "visitor", "cast_at"),
        Index("ix_votes_article_id_revision", "article_id", "revision"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    visitor: Mapped[str] = mapped_column(String(64))
    helpful: Mapped[bool]
    reason: Mapped[Reason | None] = mapped_column(words(Reason))
    comment: Mapped[str] = mapped_column(String(1000), default="")
    anchor: Mapped[str] = mapped_column(String(200), default="")
    heading: Mapped[str] = mapped_column(String(300), default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    search_id: Mapped[int | None] = mapped_column(
        ForeignKey("searches.id", ondelete="SET NULL"), index=True
    )
    is_staff: Mapped[bool]
    cast_at: Mapped[datetime]


class Reading(Base):
    """One opening of an article; `seconds` is how long the page was in front of the reader."""

    __tablename__ = "readings"
    __table_args__ = (
        Index("ix_readings_visitor_opened_at", "visitor", "opened_at"),
        Index("ix_readings_opened_at_article_id", "opened_at", "article_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    visitor: Mapped[str] = mapped_column(String(64))
    search_id: Mapped[int | None] = mapped_column(
        ForeignKey("searches.id", ondelete="SET NULL"), index=True
    )
    is_staff: Mapped[bool]
    is_bot: Mapped[bool]
    opened_at: Mapped[datetime]
    seconds: Mapped[int] = mapped_column(default=0)


class Flag(Base):
    """A passage of an article's revision that somebody who works here finds wrong.

    `ticket_number` is where it was noticed; tickets are above this room, hence no foreign key.
    `told_at` is when who raised it saw that it is done.
    """

    __tablename__ = "article_flags"
    __table_args__ = (
        Index("ix_article_flags_article_id_done_at", "article_id", "done_at"),
        Index("ix_article_flags_done_at_id", "done_at", "id"),
        Index("ix_article_flags_account_id_told_at", "account_id", "told_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    quote: Mapped[str] = mapped_column(String(1000))
    comment: Mapped[str] = mapped_column(String(1000))
    ticket_number: Mapped[int | None]
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    created_at: Mapped[datetime]
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    note: Mapped[str] = mapped_column(String(1000))
    told_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(foreign_keys=[account_id], lazy="raise")
    done_by: Mapped[Account | None] = relationship(foreign_keys=[done_by_id], lazy="raise")
