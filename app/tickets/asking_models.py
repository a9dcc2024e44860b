"""Tables around asking: fields of a category, files, consents, and the deflection ledger."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class TicketField(Base):
    """What the customer answered to a field of the category; `label` as they read it then."""

    __tablename__ = "ticket_fields"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    place: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    value: Mapped[str] = mapped_column(String(500))


class Attachment(Base):
    """A file of a message, or of a form that is not accepted yet: then `pending` names the form.

    `storage_key` is the random name of the file on disk; `kind` is what its content is.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("(pending IS NULL) <> (message_id IS NULL)", name="pending_or_kept"),
        Index("ix_attachments_created_at", "created_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    storage_key: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(150))
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    pending: Mapped[str | None] = mapped_column(String(64), index=True)
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]


class ConsentText(Base):
    """One version of the consent document; `version` is the SHA-256 of its text."""

    __tablename__ = "consent_texts"

    version: Mapped[str] = mapped_column(String(64), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    first_used_at: Mapped[datetime]


class Consent(Base):
    """A line of the consent journal, given with a ticket or with a vote.

    It outlives them, hence no foreign keys.
    """

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int | None] = mapped_column(index=True)
    vote_id: Mapped[int | None] = mapped_column(index=True)
    version: Mapped[str] = mapped_column(ForeignKey("consent_texts.version"), index=True)
    visitor_hash: Mapped[str] = mapped_column(String(64))
    given_at: Mapped[datetime]


class StartedAsk(Base):
    """One try to ask, with the evidence that its outcome follows from; see deflection.py.

    `typed` is the most characters and `found` the most suggestions there ever were; `withheld`
    when the visitor belongs to those who are shown none. `seen_at` is the last sign of life.
    `form` is the fingerprint of the latest form, so that a late event of a form is known as such.
    """

    __tablename__ = "started_asks"
    __table_args__ = (
        Index("ix_started_asks_visitor_seen_at", "visitor", "seen_at"),
        Index("ix_started_asks_started_at", "started_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(String(64))
    form: Mapped[str] = mapped_column(String(64))
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    typed: Mapped[int]
    found: Mapped[int]
    withheld: Mapped[bool]
    shown_at: Mapped[datetime | None]
    opened_at: Mapped[datetime | None]
    solved_at: Mapped[datetime | None]
    solved_by: Mapped[str | None] = mapped_column(String(200))
    ticketed_at: Mapped[datetime | None]
    ticket_number: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.number", ondelete="SET NULL"), index=True
    )


class SuggestedArticle(Base):
    """An article that was suggested to an ask, when first, and when it was first opened there."""

    __tablename__ = "suggested_articles"

    ask_id: Mapped[int] = mapped_column(
        ForeignKey("started_asks.id", ondelete="CASCADE"), primary_key=True
    )
    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    anchor: Mapped[str] = mapped_column(String(200))
    rank: Mapped[int]
    was_read: Mapped[bool]
    shown_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
