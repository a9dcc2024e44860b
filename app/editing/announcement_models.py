"""The table of announcements and known problems."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import words
from app.db import Base

LONGEST_TEXT = 500  # characters


class Kind(StrEnum):
    """What an announcement says: that something happens, is broken, or is mended."""

    PROBLEM = "problem"
    ANNOUNCEMENT = "announcement"
    SOLVED = "solved"


class NoticeAudience(StrEnum):
    """Who is told."""

    PUBLIC = "public"
    STAFF = "staff"


class Announcement(Base):
    """A few sentences shown from `starts_at` until before `ends_at`, for ever without an end.

    Without a `category` the whole site shows it, else the pages of that category and those inside
    it. `version` grows with every change: who has dismissed the one before sees the new one.
    """

    __tablename__ = "announcements"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_start"),
        Index("ix_announcements_ends_at_starts_at", "ends_at", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[Kind] = mapped_column(words(Kind))
    text: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    text_en: Mapped[str] = mapped_column(String(LONGEST_TEXT))
    category: Mapped[str | None] = mapped_column(String(200))
    article_id: Mapped[str | None] = mapped_column(String(200), index=True)
    audience: Mapped[NoticeAudience] = mapped_column(words(NoticeAudience))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
