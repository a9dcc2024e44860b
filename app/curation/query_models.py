"""Tables of the tests of queries: what must be found where, how it went, what stood first."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLAlchemy reads the annotations

from sqlalchemy import JSON, Float, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account  # noqa: TC001
from app.db import Base
from app.search.models import MAX_QUERY


class QueryTest(Base):
    """An editor's word that a query must find an article at place `lowest` or higher.

    `normalised` is the key of equal queries; `account` is who said so, None where they are gone.
    """

    __tablename__ = "query_tests"
    __table_args__ = (UniqueConstraint("normalised", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(MAX_QUERY))
    normalised: Mapped[str] = mapped_column(String(MAX_QUERY))
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    lowest: Mapped[int]
    note: Mapped[str] = mapped_column(String(500), default="")
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    added_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(lazy="raise")


class QueryRun(Base):
    """How all tests went at a moment: how many, how many failed, mean reciprocal rank."""

    __tablename__ = "query_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(index=True)
    tests: Mapped[int]
    failures: Mapped[int]
    mrr: Mapped[float] = mapped_column(Float)


class KeptTop(Base):
    """What stood first for a query when an editor last said that it is right (ids, best first)."""

    __tablename__ = "query_tops"

    normalised: Mapped[str] = mapped_column(String(MAX_QUERY), primary_key=True)
    staff: Mapped[bool] = mapped_column(primary_key=True)
    article_ids: Mapped[list[str]] = mapped_column(JSON)
    kept_at: Mapped[datetime]
