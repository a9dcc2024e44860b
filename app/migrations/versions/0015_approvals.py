"""Reviewers' approvals of articles, each of one version."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "article_approvals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["revisions.id"],
            name=op.f("fk_article_approvals_version_id_revisions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_article_approvals_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_article_approvals")),
        sa.UniqueConstraint(
            "version_id", "account_id", name=op.f("uq_article_approvals_version_id_account_id")
        ),
    )
    for column in ("article_id", "account_id"):
        op.create_index(op.f(f"ix_article_approvals_{column}"), "article_approvals", [column])


def downgrade() -> None:
    op.drop_table("article_approvals")
