"""Articles that editors pin to queries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=500), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("added_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_pins_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pins")),
        sa.UniqueConstraint("key", "article_id", name=op.f("uq_pins_key_article_id")),
    )
    op.create_index(op.f("ix_pins_article_id"), "pins", ["article_id"])
    op.create_index(op.f("ix_pins_account_id"), "pins", ["account_id"])


def downgrade() -> None:
    op.drop_table("pins")
