"""What asking keeps: fields, files, consents, and the deflection ledger."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = (
    "suggested_articles",
    "started_asks",
    "consents",
    "consent_texts",
    "attachments",
    "ticket_fields",
)


def upgrade() -> None:
    _fields_and_files()
    _consents()
    _ledger()


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)


def _fields_and_files() -> None:
    op.create_table(
        "ticket_fields",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("value", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_fields_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "key", name=op.f("pk_ticket_fields")),
    )
    op.create_table(
        "attachments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("storage_key", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("pending", sa.String(length=64), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(pending IS NULL) <> (message_id IS NULL)",
            name=op.f("ck_attachments_pending_or_kept"),
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_attachments_message_id_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
        sa.UniqueConstraint("storage_key", name=op.f("uq_attachments_storage_key")),
    )
    op.create_index(op.f("ix_attachments_created_at"), "attachments", ["created_at"])
    op.create_index(op.f("ix_attachments_message_id"), "attachments", ["message_id"])
    op.create_index(op.f("ix_attachments_pending"), "attachments", ["pending"])


def _consents() -> None:
    op.create_table(
        "consent_texts",
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_used_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_consent_texts")),
    )
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("visitor_hash", sa.String(length=64), nullable=False),
        sa.Column("given_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["consent_texts.version"],
            name=op.f("fk_consents_version_consent_texts"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index(op.f("ix_consents_ticket_number"), "consents", ["ticket_number"])
    op.create_index(op.f("ix_consents_version"), "consents", ["version"])


def _ledger() -> None:
    op.create_table(
        "started_asks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("form", sa.String(length=64), nullable=False),
        sa.Column("started_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("found", sa.Integer(), nullable=False),
        sa.Column("withheld", sa.Boolean(), nullable=False),
        sa.Column("shown_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("solved_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("solved_by", sa.String(length=200), nullable=True),
        sa.Column("ticketed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_started_asks_ticket_number_tickets"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_started_asks")),
    )
    op.create_index("ix_started_asks_started_at", "started_asks", ["started_at"])
    op.create_index(op.f("ix_started_asks_ticket_number"), "started_asks", ["ticket_number"])
    op.create_index("ix_started_asks_visitor_seen_at", "started_asks", ["visitor", "seen_at"])
    op.create_table(
        "suggested_articles",
        sa.Column("ask_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("anchor", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("was_read", sa.Boolean(), nullable=False),
        sa.Column("shown_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("opened_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ask_id"],
            ["started_asks.id"],
            name=op.f("fk_suggested_articles_ask_id_started_asks"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ask_id", "article_id", name=op.f("pk_suggested_articles")),
    )
