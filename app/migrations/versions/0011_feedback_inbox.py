"""The inbox of feedback: where it went wrong, an address to answer to, what is done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

STATES = ("new", "in_work", "solved", "dismissed")


def upgrade() -> None:
    for name, length in (("anchor", 200), ("heading", 300), ("email", 254)):
        column = sa.Column(name, sa.String(length=length), nullable=False, server_default="")
        op.add_column("votes", column)
    op.create_table(
        "vote_cases",
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="casestate", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("changed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["vote_id"],
            ["votes.id"],
            name=op.f("fk_vote_cases_vote_id_votes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"],
            ["accounts.id"],
            name=op.f("fk_vote_cases_changed_by_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("vote_id", name=op.f("pk_vote_cases")),
    )
    op.create_index(op.f("ix_vote_cases_changed_by_id"), "vote_cases", ["changed_by_id"])
    op.create_table(
        "vote_replies",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("vote_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id"],
            ["votes.id"],
            name=op.f("fk_vote_replies_vote_id_votes"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_vote_replies_account_id_accounts"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote_replies")),
        sa.UniqueConstraint(
            "vote_id", "submission", name=op.f("uq_vote_replies_vote_id_submission")
        ),
    )
    op.create_index(op.f("ix_vote_replies_account_id"), "vote_replies", ["account_id"])


def downgrade() -> None:
    op.drop_table("vote_replies")
    op.drop_table("vote_cases")
    for name in ("email", "heading", "anchor"):
        with op.batch_alter_table("votes") as batch_op:
            batch_op.drop_column(name)
