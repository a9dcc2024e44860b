"""Tables of what readers say and do: votes on articles, and how long articles were read."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import words
from app.db import Base


class Reason(StrEnum):
    """Why an article did not help."""

    UNCLEAR = "unclear"
    INCOMPLETE = "incomplete"
    OUTDATED = "outdated"
    DID_NOT_WORK = "did_not_work"
    OTHER = "other"


class Vote(Base):
    """One visitor's answer to «Помогло?» about one revision; `reason` only after a no."""

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
