"""Tables of «Требует внимания»: findings that a job worked out, links outside, what was put off."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.db import Base


class KeptFinding(Base):
    """A reason that a job found for an article; reasons.py says what the fields mean.

    `text_key` is of the text that it was found in; `found_at` is when it was found first,
    `checked_at` when last.
    """

    __tablename__ = "attention_findings"
    __table_args__ = (UniqueConstraint("reason", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(String(20))
    article_id: Mapped[str] = mapped_column(String(200))
    text_key: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime]
    severity: Mapped[float]
    numbers: Mapped[dict[str, float]] = mapped_column(JSON)
    things: Mapped[list[Any]] = mapped_column(JSON)
    found_at: Mapped[datetime]
    checked_at: Mapped[datetime]


class OutsideLink(Base):
    """An address outside that articles link to, and what came of knocking there last.

    `status` is HTTP's, None when nobody answered; `problem` says why it does not work, "" when it
    does. `failures` counts tries in a row that failed, the first of them at `failing_since`.
    """

    __tablename__ = "outside_links"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)  # SHA-256 of the address
    url: Mapped[str] = mapped_column(String(2000))
    status: Mapped[int | None]
    problem: Mapped[str] = mapped_column(String(200))
    failures: Mapped[int]
    failing_since: Mapped[datetime | None]
    checked_at: Mapped[datetime] = mapped_column(index=True)


class Check(Base):
    """A kind of check: when somebody asked for it, and when it ran last."""

    __tablename__ = "attention_checks"

    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    asked_at: Mapped[datetime | None]
    asked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Snooze(Base):
    """A reason that is put off for an article, until the end of the day before `until`."""

    __tablename__ = "attention_snoozes"

    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    reason: Mapped[str] = mapped_column(String(20), primary_key=True)
    until: Mapped[date] = mapped_column(Date)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    made_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(lazy="raise")


class Deed(Base):
    """Something done to some articles from the list, with what is needed to undo it.

    `changes` are lists of article, and what it had before and after (see deeds.py).
    """

    __tablename__ = "attention_deeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    changes: Mapped[list[Any]] = mapped_column(JSON)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    done_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
