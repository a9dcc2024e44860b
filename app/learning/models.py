"""Tables of the gaps in the content, and of the searches that show them."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, words
from app.db import Base
from app.search.models import MAX_QUERY

LONGEST_KEY = 600  # characters: the most words of the greatest length, with what joins them


class State(StrEnum):
    """What editors do about a gap."""

    OPEN = "open"
    IN_WORK = "in_work"
    CLOSED = "closed"
    NOISE = "noise"  # nothing that an article could answer; it never opens by itself


class Reason(StrEnum):
    """Why a search ended in nothing."""

    NOTHING_FOUND = "nothing_found"
    NO_CLICK = "no_click"
    DISSATISFIED = "dissatisfied"  # «Не помогло» on the list
    UNHELPFUL = "unhelpful"  # a no on the article that was read last
    ASKED = "asked"  # a ticket


class Trend(StrEnum):
    """How many visitors there are beside the period before."""

    NEW = "new"
    UP = "up"
    SAME = "same"
    DOWN = "down"


class Gap(Base):
    """A question that searches ask again and again and no article answers, as editors see it.

    `key` are its telling words; `title` the wording that most visitors used, `article_id` what they
    opened most. `visitors`, `searches` and `tickets` are of the latest period of GAP_DAYS,
    `visitors_before` of the one before. `reopened_at` is when it came back after `closed_at`.
    """

    __tablename__ = "gaps"
    __table_args__ = (
        Index("ix_gaps_state_visitors_id", "state", "visitors", "id"),
        Index("ix_gaps_visitors_id", "visitors", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(LONGEST_KEY), unique=True)
    title: Mapped[str] = mapped_column(String(MAX_QUERY))
    state: Mapped[State] = mapped_column(words(State), default=State.OPEN)
    article_id: Mapped[str | None] = mapped_column(String(200))
    visitors: Mapped[int]
    visitors_before: Mapped[int]
    searches: Mapped[int]
    tickets: Mapped[int]
    found_at: Mapped[datetime]
    last_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]

    changed_by: Mapped[Account | None] = relationship(lazy="raise")

    @property
    def trend(self) -> Trend:
        if not self.visitors_before and self.visitors:
            return Trend.NEW
        if self.visitors == self.visitors_before:
            return Trend.SAME
        return Trend.UP if self.visitors > self.visitors_before else Trend.DOWN


class GapSearch(Base):
    """A search that shows a gap, and why; `ticket_number` is the ticket that it ended in."""

    __tablename__ = "gap_searches"

    search_id: Mapped[int] = mapped_column(
        ForeignKey("searches.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id", ondelete="CASCADE"), index=True)
    reason: Mapped[Reason] = mapped_column(words(Reason))
    ticket_number: Mapped[int | None]
