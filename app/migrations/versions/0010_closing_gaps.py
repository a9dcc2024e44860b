"""Tests of queries, and closing gaps: answers, ranks, letters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _query_tests()
    _gap_answers()
    _gap_ranks()
    _gap_letters()
    op.create_table(
        "query_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ran_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("mrr", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_runs")),
    )
    op.create_index(op.f("ix_query_runs_ran_at"), "query_runs", ["ran_at"])
    op.create_table(
        "query_tops",
        sa.Column("normalised", sa.String(length=500), nullable=False),
        sa.Column("staff", sa.Boolean(), nullable=False),
        sa.Column("article_ids", sa.JSON(), nullable=False),
        sa.Column("kept_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("normalised", "staff", name=op.f("pk_query_tops")),
    )
    op.create_table(
        "quiet_addresses",
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("since", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("address_hash", name=op.f("pk_quiet_addresses")),
    )


def downgrade() -> None:
    for table in (
        "quiet_addresses",
        "query_tops",
        "query_runs",
        "gap_letters",
        "gap_ranks",
        "gap_answers",
        "query_tests",
    ):
        op.drop_table(table)


def _query_tests() -> None:
    op.create_table(
        "query_tests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("normalised", sa.String(length=500), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("lowest", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("added_at", db.UtcDateTime(timezone=True), nullable=False),
        _account("query_tests"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_query_tests")),
        sa.UniqueConstraint(
            "normalised", "article_id", name=op.f("uq_query_tests_normalised_article_id")
        ),
    )
    _index("query_tests", "article_id", "account_id")


def _gap_answers() -> None:
    op.create_table(
        "gap_answers",
        sa.Column("gap_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column(
            "how",
            sa.Enum("written", "question", "linked", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", db.UtcDateTime(timezone=True), nullable=False),
        _account("gap_answers"),
        _gap("gap_answers"),
        sa.PrimaryKeyConstraint("gap_id", name=op.f("pk_gap_answers")),
    )
    _index("gap_answers", "article_id", "account_id")


def _gap_ranks() -> None:
    op.create_table(
        "gap_ranks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("normalised", sa.String(length=500), nullable=False),
        sa.Column("first", sa.JSON(), nullable=False),
        sa.Column("first_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.JSON(), nullable=True),
        sa.Column("latest", sa.JSON(), nullable=True),
        sa.Column("latest_at", db.UtcDateTime(timezone=True), nullable=True),
        _gap("gap_ranks"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_ranks")),
        sa.UniqueConstraint("gap_id", "normalised", name=op.f("uq_gap_ranks_gap_id_normalised")),
    )


def _gap_letters() -> None:
    op.create_table(
        "gap_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("gap_id", sa.Integer(), nullable=False),
        sa.Column("address_hash", sa.String(length=64), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("vote_id", sa.Integer(), nullable=True),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column("queued_at", db.UtcDateTime(timezone=True), nullable=False),
        _gap("gap_letters"),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_gap_letters_ticket_number_tickets"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["vote_id"],
            ["votes.id"],
            name=op.f("fk_gap_letters_vote_id_votes"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gap_letters")),
        sa.UniqueConstraint(
            "gap_id", "address_hash", name=op.f("uq_gap_letters_gap_id_address_hash")
        ),
    )
    _index("gap_letters", "ticket_number", "vote_id")


def _gap(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_gap_id_gaps")
    return sa.ForeignKeyConstraint(["gap_id"], ["gaps.id"], name=name, ondelete="CASCADE")


def _account(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_account_id_accounts")
    return sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=name, ondelete="SET NULL")


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
