"""Tables of the tickets: the ticket, its messages, its audit trail, and who has seen it.

The customer's link holds 192 random bits. Look-up is by their SHA-256 alone, so no comparison
with the secret itself can be timed. The token is kept as it is beside the hash: mails need the link
again, and whoever reads this table reads every conversation anyway. It never goes to a log.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account, words
from app.db import Base
from app.tickets.kinds import Kind, Outcome, Priority
from app.tickets.states import State, Step
from app.tickets.team_models import Team


class Author(StrEnum):
    """Who wrote a message or caused an event."""

    CUSTOMER = "customer"
    AGENT = "agent"
    SYSTEM = "system"


class Ticket(Base):
    """A question to support; `version` grows with everything that happens to it.

    `submission` is the fingerprint of the form that made it, so that a form sent twice makes one
    ticket. `folded` is what the desk's search box looks in. `waiting_since` is when the
    customer's unanswered message came, None when the turn is not ours.

    `news_version` is the last version that another writer has to know of: a tag or a link is none.
    `first_response_due` and `resolution_due` are the targets' moments, `due_at` the one that the
    clock runs towards, None while it stands; `paused_at` is since when it stands, `paused_seconds`
    of working time it has stood before. `late_for` is the target that was missed and escalated.
    """

    __tablename__ = "tickets"
    __table_args__ = (
        # Lists and their counts read this index alone: the last two columns say who may see what.
        Index(
            "ix_tickets_state_updated_at",
            "state",
            "updated_at",
            "number",
            "team_id",
            "assignee_id",
        ),
        Index("ix_tickets_assignee_id_state_updated_at", "assignee_id", "state", "updated_at"),
        Index("ix_tickets_due_at_number", "due_at", "number"),
        Index("ix_tickets_updated_at_number", "updated_at", "number"),
        Index("ix_tickets_team_id_state_updated_at", "team_id", "state", "updated_at"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    submission: Mapped[str] = mapped_column(String(64), unique=True)
    subject: Mapped[str] = mapped_column(String(200))
    author_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254), index=True)
    folded: Mapped[str] = mapped_column(String(600))
    visitor: Mapped[str] = mapped_column(String(64), index=True)
    search_id: Mapped[int | None] = mapped_column(
        ForeignKey("searches.id", ondelete="SET NULL"), index=True
    )
    query: Mapped[str] = mapped_column(String(300))
    article_id: Mapped[str | None] = mapped_column(String(200))
    lang: Mapped[str] = mapped_column(String(8))
    state: Mapped[State] = mapped_column(words(State))
    kind: Mapped[Kind] = mapped_column(words(Kind), default=Kind.QUESTION)
    category: Mapped[str | None] = mapped_column(String(100))
    priority: Mapped[Priority] = mapped_column(words(Priority), default=Priority.NORMAL)
    level: Mapped[int] = mapped_column(default=1)
    team_id: Mapped[int | None] = mapped_column(ForeignKey("teams.id"))
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    outcome: Mapped[Outcome | None] = mapped_column(words(Outcome))
    outcome_reason: Mapped[str] = mapped_column(String(300), default="")
    version: Mapped[int]
    news_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    customer_wrote_at: Mapped[datetime]
    first_answered_at: Mapped[datetime | None]
    waiting_since: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    first_response_due: Mapped[datetime | None]
    resolution_due: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_seconds: Mapped[int] = mapped_column(default=0)
    late_for: Mapped[datetime | None]

    assignee: Mapped[Account | None] = relationship(lazy="raise")
    team: Mapped[Team | None] = relationship(lazy="raise")


class Message(Base):
    """One message of the conversation, plain text; customers are never shown an internal one."""

    __tablename__ = "messages"
    __table_args__ = (
        Index("ix_messages_ticket_number_id", "ticket_number", "id"),
        CheckConstraint("author = 'agent' OR NOT internal", name="only_agents_note"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("tickets.number", ondelete="CASCADE"))
    author: Mapped[Author] = mapped_column(words(Author))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
    internal: Mapped[bool] = mapped_column(default=False)
    submission: Mapped[str] = mapped_column(String(64), unique=True)
    version: Mapped[int]
    created_at: Mapped[datetime]

    account: Mapped[Account | None] = relationship(lazy="raise")


class Event(Base):
    """One line of the audit trail; `version` is the ticket's after it. Rows are only ever added.

    `details` say what a step alone does not: {"from": "normal", "to": "high"}.
    """

    __tablename__ = "ticket_events"
    __table_args__ = (Index("ix_ticket_events_ticket_number_version", "ticket_number", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("tickets.number", ondelete="CASCADE"))
    step: Mapped[Step] = mapped_column(words(Step))
    author: Mapped[Author] = mapped_column(words(Author))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    assignee_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    from_state: Mapped[State | None] = mapped_column(words(State))
    to_state: Mapped[State] = mapped_column(words(State))
    version: Mapped[int]
    happened_at: Mapped[datetime]
    details: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    account: Mapped[Account | None] = relationship(foreign_keys=[account_id], lazy="raise")
    assignee: Mapped[Account | None] = relationship(foreign_keys=[assignee_id], lazy="raise")


class Seen(Base):
    """When an account last looked at a ticket."""

    __tablename__ = "tickets_seen"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    seen_at: Mapped[datetime]
