"""When an article was removed, and by whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "removed_articles",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("removed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("author", sa.String(length=100), nullable=False),
        sa.Column("is_from_file", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_removed_articles_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_removed_articles")),
    )
    op.create_index(op.f("ix_removed_articles_account_id"), "removed_articles", ["account_id"])


def downgrade() -> None:
    op.drop_table("removed_articles")
