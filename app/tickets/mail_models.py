"""Tables of a ticket's mail: what came in, who wants no notices, what another desk has."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class MailReceived(Base):
    """One message that came in, whatever became of it (`fate` and, where dropped, `reason`).

    `fingerprint` finds a message that is delivered twice. `mail_id` is its Message-ID, for
    answers to be threaded by; `sender` its address; `quoted` what was folded away.
    """

    __tablename__ = "mail_received"
    __table_args__ = (
        Index("ix_mail_received_ticket_number_received_at", "ticket_number", "received_at"),
        Index("ix_mail_received_sender_received_at", "sender", "received_at"),
    )

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    mail_id: Mapped[str] = mapped_column(String(250))
    sender: Mapped[str] = mapped_column(String(254))
    fate: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(200))
    ticket_number: Mapped[int | None] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE")
    )
    message_id: Mapped[int | None] = mapped_column(
        ForeignKey("messages.id", ondelete="CASCADE"), index=True
    )
    quoted: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(index=True)


class MutedNotice(Base):
    """A kind of notice that an account does not want by mail."""

    __tablename__ = "muted_notices"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    topic: Mapped[str] = mapped_column(String(20), primary_key=True)


class Handover(Base):
    """A ticket that an outside help desk goes on with; `handed_at` is when it took the ticket.

    `desk` is its name, as the customer is told; `reference` is what the ticket is called there.
    """

    __tablename__ = "ticket_handovers"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    desk: Mapped[str] = mapped_column(String(100))
    reference: Mapped[str] = mapped_column(String(100))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    asked_at: Mapped[datetime]
    handed_at: Mapped[datetime | None]
