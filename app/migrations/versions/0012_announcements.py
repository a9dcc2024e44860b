"""Announcements and known problems."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("problem", "announcement", "solved", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("text_en", sa.String(length=500), nullable=False),
        sa.Column("category", sa.String(length=200), nullable=True),
        sa.Column("article_id", sa.String(length=200), nullable=True),
        sa.Column(
            "audience",
            sa.Enum("public", "staff", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("starts_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("ends_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "ends_at IS NULL OR ends_at > starts_at",
            name=op.f("ck_announcements_ends_after_start"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_announcements_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
    op.create_index("ix_announcements_ends_at_starts_at", "announcements", ["ends_at", "starts_at"])
    op.create_index(op.f("ix_announcements_account_id"), "announcements", ["account_id"])
    op.create_index(op.f("ix_announcements_article_id"), "announcements", ["article_id"])


def downgrade() -> None:
    op.drop_table("announcements")
