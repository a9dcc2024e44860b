"""What wants attention: findings, links outside, checks, what is put off, what was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    moment = db.UtcDateTime(timezone=True)
    op.create_table(
        "attention_findings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("text_key", sa.String(length=32), nullable=False),
        sa.Column("at", moment, nullable=False),
        sa.Column("severity", sa.Double(), nullable=False),
        sa.Column("numbers", sa.JSON(), nullable=False),
        sa.Column("things", sa.JSON(), nullable=False),
        sa.Column("found_at", moment, nullable=False),
        sa.Column("checked_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_findings")),
        sa.UniqueConstraint(
            "reason", "article_id", name=op.f("uq_attention_findings_reason_article_id")
        ),
    )
    op.create_table(
        "outside_links",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("problem", sa.String(length=200), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", moment, nullable=True),
        sa.Column("checked_at", moment, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_outside_links")),
    )
    op.create_index(op.f("ix_outside_links_checked_at"), "outside_links", ["checked_at"])
    op.create_table(
        "attention_checks",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("asked_at", moment, nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", moment, nullable=True),
        sa.Column("finished_at", moment, nullable=True),
        _account("attention_checks", "asked_by_id", "SET NULL"),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_attention_checks")),
    )
    op.create_table(
        "attention_snoozes",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("made_at", moment, nullable=False),
        _account("attention_snoozes", "account_id", "SET NULL"),
        sa.PrimaryKeyConstraint("article_id", "reason", name=op.f("pk_attention_snoozes")),
    )
    op.create_table(
        "attention_deeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("done_at", moment, nullable=False),
        sa.Column("undone_at", moment, nullable=True),
        _account("attention_deeds", "account_id", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attention_deeds")),
    )
    for table, column in (
        ("attention_checks", "asked_by_id"),
        ("attention_snoozes", "account_id"),
        ("attention_deeds", "account_id"),
    ):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _account(table: str, column: str, on_delete: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_accounts")
    return sa.ForeignKeyConstraint([column], ["accounts.id"], name=name, ondelete=on_delete)


def downgrade() -> None:
    for table in ("deeds", "snoozes", "checks"):
        op.drop_table(f"attention_{table}")
    op.drop_table("outside_links")
    op.drop_table("attention_findings")
