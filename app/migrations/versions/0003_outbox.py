"""What is to be sent, and what came in by mail."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _create_outbox()
    _create_mail()


def downgrade() -> None:
    for table in (
        "ticket_handovers",
        "muted_notices",
        "mail_received",
        "published_articles",
        "deliveries",
        "webhook_endpoints",
    ):
        op.drop_table(table)


def _create_outbox() -> None:
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=2000), nullable=False),
        sa.Column("secret", sa.String(length=200), nullable=False),
        sa.Column("events", sa.String(length=500), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoints")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("next_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"],
            ["webhook_endpoints.id"],
            name=op.f("fk_deliveries_endpoint_id_webhook_endpoints"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint("key", name=op.f("uq_deliveries_key")),
    )
    op.create_index("ix_deliveries_kind_next_at", "deliveries", ["kind", "next_at", "id"])
    op.create_index("ix_deliveries_kind_id", "deliveries", ["kind", "id"])
    op.create_index(op.f("ix_deliveries_endpoint_id"), "deliveries", ["endpoint_id"])
    op.create_index(op.f("ix_deliveries_created_at"), "deliveries", ["created_at"])
    op.create_table(
        "published_articles",
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("noticed_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("article_id", name=op.f("pk_published_articles")),
    )


def _create_mail() -> None:
    op.create_table(
        "mail_received",
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("mail_id", sa.String(length=250), nullable=False),
        sa.Column("sender", sa.String(length=254), nullable=False),
        sa.Column("fate", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("quoted", sa.Text(), nullable=False),
        sa.Column("received_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_mail_received_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["messages.id"],
            name=op.f("fk_mail_received_message_id_messages"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_mail_received")),
    )
    op.create_index(
        "ix_mail_received_ticket_number_received_at",
        "mail_received",
        ["ticket_number", "received_at"],
    )
    op.create_index(op.f("ix_mail_received_message_id"), "mail_received", ["message_id"])
    op.create_index(
        "ix_mail_received_sender_received_at", "mail_received", ["sender", "received_at"]
    )
    op.create_index(op.f("ix_mail_received_received_at"), "mail_received", ["received_at"])
    op.create_table(
        "muted_notices",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_muted_notices_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("account_id", "topic", name=op.f("pk_muted_notices")),
    )
    op.create_table(
        "ticket_handovers",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("desk", sa.String(length=100), nullable=False),
        sa.Column("reference", sa.String(length=100), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("asked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("handed_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_handovers_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ticket_handovers_account_id_accounts"),
        ),
        sa.PrimaryKeyConstraint("ticket_number", name=op.f("pk_ticket_handovers")),
    )
    op.create_index(op.f("ix_ticket_handovers_account_id"), "ticket_handovers", ["account_id"])
