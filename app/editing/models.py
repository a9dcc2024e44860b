"""Tables of the studio: revisions, unsaved typing, who edits, comments on lines, approvals."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Account
from app.db import Base

LONGEST_NOTE = 500  # characters


class Revision(Base):
    """An article's file at one moment, all of its bytes; the rows of an article grow with `id`.

    `revision` is the hash of the content: it comes again when old content does. `path` is relative
    to the content folder. What changed on disk, past the studio, has `is_from_file`; its moment is
    when that was noticed. `author` is the name at that time.
    """

    __tablename__ = "revisions"
    __table_args__ = (Index("ix_revisions_article_id_id", "article_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    path: Mapped[str] = mapped_column(String(1000))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True, deferred_raiseload=True)
    created_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str] = mapped_column(String(100))
    is_from_file: Mapped[bool]
    note: Mapped[str] = mapped_column(String(LONGEST_NOTE))


class ArticleDraft(Base):
    """What an account has typed into an article and not saved.

    `key` is the article's id, or "new:" and a key of the page for one that has no file yet.
    `base` is the revision that the typing began with; `content` is what the page sent.
    """

    __tablename__ = "article_drafts"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    base: Mapped[str] = mapped_column(String(64))
    content: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(index=True)


class ArticlePresence(Base):
    """When an account's browser last said that it edits an article, and whether it types there."""

    __tablename__ = "article_presence"

    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    typing: Mapped[bool]
    at: Mapped[datetime] = mapped_column(index=True)


class ArticleComment(Base):
    """A colleague's word on an article: on a line of its body, or on the whole (`line` is None).

    `line` counts from 1 in the body of `revision`, where it said `quote`. One that
    `asks_changes` was written when the article was sent back from review.
    """

    __tablename__ = "article_comments"
    __table_args__ = (Index("ix_article_comments_article_id_id", "article_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200))
    revision: Mapped[str] = mapped_column(String(64))
    line: Mapped[int | None]
    quote: Mapped[str] = mapped_column(String(1000))
    body: Mapped[str] = mapped_column(String(2000))
    asks_changes: Mapped[bool]
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )

    account: Mapped[Account] = relationship(foreign_keys=account_id, lazy="raise")
    resolved_by: Mapped[Account | None] = relationship(foreign_keys=resolved_by_id, lazy="raise")


class ArticleApproval(Base):
    """A reviewer's word that an article may go to its readers as it is in one version."""

    __tablename__ = "article_approvals"
    __table_args__ = (UniqueConstraint("version_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    article_id: Mapped[str] = mapped_column(String(200), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("revisions.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]

    version: Mapped[Revision] = relationship(lazy="raise")
    account: Mapped[Account] = relationship(lazy="raise")


class RemovedArticle(Base):
    """When an article's file was removed, and by whom; its versions stay.

    Where it vanished past the studio, it `is_from_file` and the moment is when that was noticed.
    """

    __tablename__ = "removed_articles"

    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    removed_at: Mapped[datetime]
    account_id: Mapped[int | None] = mapped_column(
        ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    author: Mapped[str] = mapped_column(String(100))
    is_from_file: Mapped[bool]


class ReadRevision(Base):
    """The revision of an article that an account has last seen in the studio."""

    __tablename__ = "read_revisions"

    account_id: Mapped[int] = mapped_column(
        ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True
    )
    article_id: Mapped[str] = mapped_column(String(200), primary_key=True)
    revision: Mapped[str] = mapped_column(String(64))
    read_at: Mapped[datetime]
