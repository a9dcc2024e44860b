"""What agents flag in articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_flags",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("quote", sa.String(length=1000), nullable=False),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("done_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_by_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("told_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_article_flags_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["done_by_id"],
            ["accounts.id"],
            name=op.f("fk_article_flags_done_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_flags")),
    )
    for columns in (
        ["article_id", "done_at"],
        ["done_at", "id"],
        ["account_id", "told_at"],
        ["done_by_id"],
    ):
        name = op.f(f"ix_article_flags_{'_'.join(columns)}")
        op.create_index(name, "article_flags", columns)


def downgrade() -> None:
    op.drop_table("article_flags")
