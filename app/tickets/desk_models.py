"""Tables of the agents' desk: reply templates, drafts, who is at a ticket, saved filters."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class ReplyTemplate(Base):
    """A text to begin a reply with; shared by all where `owner_id` is None."""

    __tablename__ = "reply_templates"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    body: Mapped[str] = mapped_column(Text)
    owner_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class SavedDraft(Base):
    """What an agent has typed and not sent; `form` is reply or note, `version` the ticket's."""

    __tablename__ = "ticket_drafts"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    form: Mapped[str] = mapped_column(String(10), primary_key=True)
    body: Mapped[str] = mapped_column(Text)
    version: Mapped[int]
    saved_at: Mapped[datetime]


class Presence(Base):
    """When an account's browser last said that it shows a ticket, and whether it types there."""

    __tablename__ = "ticket_presence"
    __table_args__ = (Index("ix_ticket_presence_at", "at"),)

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    typing: Mapped[bool]
    at: Mapped[datetime]


class SavedFilter(Base):
    """A filter of the queue under a name; `query` is the filter's canonical dict."""

    __tablename__ = "saved_filters"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(100))
    query: Mapped[dict[str, Any]] = mapped_column(JSON)
    is_shared: Mapped[bool]
    created_at: Mapped[datetime]
