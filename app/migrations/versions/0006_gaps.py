"""Gaps in the content, and the searches that show them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

STATES = ("open", "in_work", "closed", "noise")
REASONS = ("nothing_found", "no_click", "dissatisfied", "unhelpful", "asked")


def upgrade() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=600), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("state", _words(*STATES), nullable=False),
        sa.Column("article_id", sa.String(length=200)),
        sa.Column("visitors", sa.Integer(), nullable=False),
        sa.Column("visitors_before", sa.Integer(), nullable=False),
        sa.Column("searches", sa.Integer(), nullable=False),
        sa.Column("tickets", sa.Integer(), nullable=False),
        sa.Column("found_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("last_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", db.UtcDateTime(timezone=True)),
        sa.Column("changed_by_id", sa.Integer()),
        sa.Column("closed_at", db.UtcDateTime(timezone=True)),
        sa.Column("reopened_at", db.UtcDateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["accounts.id"], name=op.f("fk_gaps_changed_by_id_accounts")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gaps")),
        sa.UniqueConstraint("key", name=op.f("uq_gaps_key")),
    )
    op.create_index("ix_gaps_state_visitors_id", "gaps", ["state", "visitors", "id"])
    op.create_index("ix_gaps_visitors_id", "gaps", ["visitors", "id"])
    op.create_index(op.f("ix_gaps_changed_by_id"), "gaps", ["changed_by_id"])
    _create_gap_searches()


def _create_gap_searches() -> None:
    op.create_table(
        "gap_searches",
        sa.Column("search_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("reason", _words(*REASONS), nullable=False),
        sa.Column("ticket_number", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_gap_searches_search_id_searches"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["gap_id"], ["gaps.id"], name=op.f("fk_gap_searches_gap_id_gaps"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("search_id", name=op.f("pk_gap_searches")),
    )
    op.create_index(op.f("ix_gap_searches_gap_id"), "gap_searches", ["gap_id"])


def downgrade() -> None:
    op.drop_table("gap_searches")
    op.drop_table("gaps")


def _words(*values: str) -> sa.Enum:
    return sa.Enum(*values, native_enum=False, length=20)
