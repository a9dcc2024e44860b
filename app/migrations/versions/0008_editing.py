"""Revisions of articles, what is typed and not saved, who edits, comments, what was read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = db.UtcDateTime(timezone=True)


def upgrade() -> None:
    _revisions()
    _drafts()
    _presence()
    _comments()
    _readings()


def downgrade() -> None:
    for table in (
        "read_revisions",
        "article_comments",
        "article_presence",
        "article_drafts",
        "revisions",
    ):
        op.drop_table(table)


def _account(table: str, column: str = "account_id", gone: str = "CASCADE") -> sa.Constraint:
    name = op.f(f"fk_{table}_{column}_accounts")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete=gone)


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("path", sa.String(length=1000), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("is_from_file", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        _account("revisions", gone="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revisions")),
    )
    _index("revisions", "article_id", "id")
    _index("revisions", "account_id")


def _drafts() -> None:
    op.create_table(
        "article_drafts",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        _account("article_drafts"),
        sa.PrimaryKeyConstraint("key", "account_id", name=op.f("pk_article_drafts")),
    )
    _index("article_drafts", "account_id")
    _index("article_drafts", "saved_at")


def _presence() -> None:
    op.create_table(
        "article_presence",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typing", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _account("article_presence"),
        sa.PrimaryKeyConstraint("article_id", "account_id", name=op.f("pk_article_presence")),
    )
    _index("article_presence", "account_id")
    _index("article_presence", "at")


def _comments() -> None:
    op.create_table(
        "article_comments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=True),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("asks_changes", sa.Boolean(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("resolved_at", MOMENT, nullable=True),
        sa.Column("resolved_by_id", sa.Integer(), nullable=True),
        _account("article_comments"),
        _account("article_comments", "resolved_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_comments")),
    )
    _index("article_comments", "article_id", "id")
    _index("article_comments", "account_id")
    _index("article_comments", "resolved_by_id")


def _readings() -> None:
    op.create_table(
        "read_revisions",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("read_at", MOMENT, nullable=False),
        _account("read_revisions"),
        sa.PrimaryKeyConstraint("account_id", "article_id", name=op.f("pk_read_revisions")),
    )
