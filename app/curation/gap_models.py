"""Tables of closing gaps: the answer, what its queries found and find, and who was told."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLAlchemy reads the annotations
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, words
from app.db import Base
from app.search.models import MAX_QUERY


class How(StrEnum):
    """How an article became the answer of a gap."""

    WRITTEN = "written"
    QUESTION = "question"  # a question was added to it
    LINKED = "linked"


class GapAnswer(Base):
    """The article that answers a gap, as an editor said; without a row it is the most opened."""

    __tablename__ = "gap_answers"

    gap_id: Mapped[int] = mapped_column(
        ForeignKey("gaps.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    how: Mapped[How] = mapped_column(words(How))
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    linked_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(lazy="raise")


class GapRank(Base):
    """What a query of a gap found when it was first looked at, and at the last two reruns.

    The lists are ids of articles, the first place first: so the rank of whatever article turns out
    to be the answer is known for each of these moments.
    """

    __tablename__ = "gap_ranks"
    __table_args__ = (UniqueConstraint("gap_id", "normalised"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id", ondelete="CASCADE"))
    normalised: Mapped[str] = mapped_column(String(MAX_QUERY))
    first: Mapped[list[str]] = mapped_column(JSON)
    first_at: Mapped[datetime]
    previous: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    latest: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    latest_at: Mapped[datetime | None]


class GapLetter(Base):
    """One person who is told that a gap is closed, once and never again.

    `address_hash` is the SHA-256 of the address, which itself stays with the ticket or the vote
    that it was left with. `lang` is the language of the ticket.
    """

    __tablename__ = "gap_letters"
    __table_args__ = (UniqueConstraint("gap_id", "address_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gap_id: Mapped[int] = mapped_column(ForeignKey("gaps.id", ondelete="CASCADE"))
    address_hash: Mapped[str] = mapped_column(String(64))
    article_id: Mapped[str] = mapped_column(String(200))
    ticket_number: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.number", ondelete="SET NULL"), index=True
    )
    vote_id: Mapped[int | None] = mapped_column(
        ForeignKey("votes.id", ondelete="SET NULL"), index=True
    )
    lang: Mapped[str] = mapped_column(String(8))
    queued_at: Mapped[datetime]


class QuietAddress(Base):
    """An address that wants no more of these letters, by its SHA-256."""

    __tablename__ = "quiet_addresses"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    since: Mapped[datetime]
