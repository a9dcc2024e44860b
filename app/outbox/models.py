"""Tables of the outbox: what is to be sent, who wants webhooks, which articles were announced."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Kind(StrEnum):
    """How something is sent."""

    MAIL = "mail"
    WEBHOOK = "webhook"
    HANDOVER = "handover"


class Endpoint(Base):
    """An address that wants to be told; `events` are names with single spaces between them."""

    __tablename__ = "webhook_endpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    secret: Mapped[str] = mapped_column(String(200))
    events: Mapped[str] = mapped_column(String(500))
    created_at: Mapped[datetime]


class Delivery(Base):
    """One thing to send once.

    `key` says what it is, so that it is queued once however often its cause is repeated. `next_at`
    is when it is tried next, None once it is over: `delivered_at` and `problem` say how it ended.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        Index("ix_deliveries_kind_next_at", "kind", "next_at", "id"),
        Index("ix_deliveries_kind_id", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(200), unique=True)
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    endpoint_id: Mapped[int | None] = mapped_column(
        ForeignKey("webhook_endpoints.id", ondelete="CASCADE"), index=True
    )
    attempts: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(index=True)
    next_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(500))


class PublishedArticle(Base):
    """An article whose publishing was noticed: it is announced once."""

    __tablename__ = "published_articles"

    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    noticed_at: Mapped[datetime]
