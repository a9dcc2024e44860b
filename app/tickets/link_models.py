"""Tables of what hangs on a ticket: tags, watchers, articles, other tickets, its words."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.accounts.models import words
from app.db import Base
from app.tickets.kinds import Inserted, Relation


class Tag(Base):
    """A word that agents gave to a ticket."""

    __tablename__ = "ticket_tags"
    __table_args__ = (Index("ix_ticket_tags_tag_ticket_number", "tag", "ticket_number"),)

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    tag: Mapped[str] = mapped_column(String(50), primary_key=True)


class Watcher(Base):
    """An account that wants to know what happens to a ticket."""

    __tablename__ = "ticket_watchers"

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class ArticleLink(Base):
    """An article that belongs to a ticket, as it was at `revision`; `anchor` names its part."""

    __tablename__ = "ticket_articles"
    __table_args__ = (UniqueConstraint("ticket_number", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_number: Mapped[int] = mapped_column(ForeignKey("tickets.number", ondelete="CASCADE"))
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    revision: Mapped[str] = mapped_column(String(64))
    anchor: Mapped[str] = mapped_column(String(200))
    how: Mapped[Inserted] = mapped_column(words(Inserted))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"), index=True)
    linked_at: Mapped[datetime]


class TicketLink(Base):
    """One ticket points to another; see Relation."""

    __tablename__ = "ticket_links"
    __table_args__ = (CheckConstraint("ticket_number <> other_number", name="two_tickets"),)

    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True
    )
    other_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True, index=True
    )
    relation: Mapped[Relation] = mapped_column(words(Relation))


class Term(Base):
    """A word of a ticket, its notes too, for the staff's search: 64 bits of its term's hash."""

    __tablename__ = "ticket_terms"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ticket_number: Mapped[int] = mapped_column(
        ForeignKey("tickets.number", ondelete="CASCADE"), primary_key=True, index=True
    )
