"""Tables of search: what visitors meant to find and opened, synonyms and pins of the operator."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003  SQLAlchemy reads the annotations

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base

MAX_QUERY = 500  # characters kept of a query
MAX_VISITOR = 64


class Search(Base):
    """One search intent of one visitor: its last wording and what that found.

    `query` is as typed with personal data masked, `normalised` and `lemmas` its keys. `total`
    counts articles found, 0 of them surely (by form or lemma) where `is_rescued`. `typed` counts
    the requests folded into this intent, and `category` is the filter of the last one.
    """

    __tablename__ = "searches"
    __table_args__ = (
        Index("ix_searches_visitor_updated_at", "visitor", "updated_at"),
        Index("ix_searches_lemmas_updated_at", "lemmas", "updated_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(String(MAX_VISITOR))
    channel: Mapped[str] = mapped_column(String(20))
    lang: Mapped[str] = mapped_column(String(5))
    query: Mapped[str] = mapped_column(String(MAX_QUERY))
    normalised: Mapped[str] = mapped_column(String(MAX_QUERY))
    lemmas: Mapped[str] = mapped_column(String(MAX_QUERY))
    correction: Mapped[str | None] = mapped_column(String(MAX_QUERY))
    category: Mapped[str | None] = mapped_column(String(200))
    total: Mapped[int]
    is_rescued: Mapped[bool]
    is_staff: Mapped[bool]
    is_bot: Mapped[bool]
    typed: Mapped[int] = mapped_column(default=1)
    dissatisfied_at: Mapped[datetime | None]
    searched_at: Mapped[datetime] = mapped_column(index=True)
    updated_at: Mapped[datetime]

    clicks: Mapped[list[Click]] = relationship(
        back_populates="search", order_by="Click.clicked_at", passive_deletes=True
    )

    @property
    def meant(self) -> str:
        """What the results were for: the correction where one was shown, else as typed."""
        return self.correction or self.query

    @property
    def is_zero(self) -> bool:
        """Whether nothing was found by the forms and lemmas of the words typed."""
        return self.total == 0 or self.is_rescued


class Click(Base):
    """A result opened from a search, with its rank in the list (1 is the first)."""

    __tablename__ = "clicks"
    __table_args__ = (UniqueConstraint("search_id", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    search_id: Mapped[int] = mapped_column(ForeignKey("searches.id", ondelete="CASCADE"))
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    rank: Mapped[int]
    clicked_at: Mapped[datetime]

    search: Mapped[Search] = relationship(back_populates="clicks")


class SynonymSet(Base):
    """Words and phrases that the operator says mean the same.

    They find one another; where there are `wider` ones, they find only those.
    """

    __tablename__ = "synonym_sets"

    id: Mapped[int] = mapped_column(primary_key=True)
    words: Mapped[list[str]] = mapped_column(JSON)
    wider: Mapped[list[str]] = mapped_column(JSON)
    added_at: Mapped[datetime]


class Pin(Base):
    """An article that an editor wants to stand first for a query; `key` are its lemmas, sorted."""

    __tablename__ = "pins"
    __table_args__ = (UniqueConstraint("key", "article_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    query: Mapped[str] = mapped_column(String(200))
    key: Mapped[str] = mapped_column(String(MAX_QUERY))
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    added_at: Mapped[datetime]
