"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column(
            "role",
            sa.Enum("guest", "agent", "editor", "admin", name="role", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("signed_in_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("disabled_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_accounts")),
        sa.UniqueConstraint("email", name=op.f("uq_accounts_email")),
    )
    op.create_table(
        "failed_tries",
        sa.Column("email_hash", sa.String(length=64), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("last_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("locked_until", db.UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("email_hash", name=op.f("pk_failed_tries")),
    )
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_failed_tries_last_at"), ["last_at"], unique=False)

    op.create_table(
        "searches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("lang", sa.String(length=5), nullable=False),
        sa.Column("query", sa.String(length=500), nullable=False),
        sa.Column("normalised", sa.String(length=500), nullable=False),
        sa.Column("lemmas", sa.String(length=500), nullable=False),
        sa.Column("correction", sa.String(length=500), nullable=True),
        sa.Column("category", sa.String(length=200), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("is_rescued", sa.Boolean(), nullable=False),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("dissatisfied_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("searched_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
    )
    with op.batch_alter_table("searches", schema=None) as batch_op:
        batch_op.create_index(
            "ix_searches_lemmas_updated_at", ["lemmas", "updated_at"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_searches_searched_at"), ["searched_at"], unique=False)
        batch_op.create_index(
            "ix_searches_visitor_updated_at", ["visitor", "updated_at"], unique=False
        )

    op.create_table(
        "clicks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("clicked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_clicks_search_id_searches"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clicks")),
        sa.UniqueConstraint("search_id", "article_id", name=op.f("uq_clicks_search_id_article_id")),
    )
    with op.batch_alter_table("clicks", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_clicks_article_id"), ["article_id"], unique=False)

    op.create_table(
        "readings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("opened_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_readings_search_id_searches"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_readings")),
    )
    with op.batch_alter_table("readings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_readings_opened_at_article_id", ["opened_at", "article_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_readings_search_id"), ["search_id"], unique=False)
        batch_op.create_index(
            "ix_readings_visitor_opened_at", ["visitor", "opened_at"], unique=False
        )

    op.create_table(
        "sign_ins",
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_sign_ins_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("key_hash", name=op.f("pk_sign_ins")),
    )
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_ins_account_id"), ["account_id"], unique=False)

    op.create_table(
        "tickets",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("author_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("folded", sa.String(length=600), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("query", sa.String(length=300), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=True),
        sa.Column("lang", sa.String(length=8), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "new",
                "open",
                "waiting",
                "solved",
                "closed",
                "reopened",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("customer_wrote_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("first_answered_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("waiting_since", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("finished_at", db.UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["accounts.id"], name=op.f("fk_tickets_assignee_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_tickets_search_id_searches"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_tickets")),
        sa.UniqueConstraint("submission", name=op.f("uq_tickets_submission")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_tickets_token_hash")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tickets_assignee_id_state_updated_at",
            ["assignee_id", "state", "updated_at"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_tickets_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_tickets_search_id"), ["search_id"], unique=False)
        batch_op.create_index(
            "ix_tickets_state_updated_at", ["state", "updated_at", "number"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_tickets_visitor"), ["visitor"], unique=False)

    op.create_table(
        "votes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("visitor", sa.String(length=64), nullable=False),
        sa.Column("helpful", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "unclear",
                "incomplete",
                "outdated",
                "did_not_work",
                "other",
                name="reason",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("comment", sa.String(length=1000), nullable=False),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("is_staff", sa.Boolean(), nullable=False),
        sa.Column("cast_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint("reason IS NULL OR NOT helpful", name=op.f("ck_votes_reason_after_no")),
        sa.ForeignKeyConstraint(
            ["search_id"],
            ["searches.id"],
            name=op.f("fk_votes_search_id_searches"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_votes")),
        sa.UniqueConstraint(
            "visitor", "article_id", "revision", name=op.f("uq_votes_visitor_article_id_revision")
        ),
    )
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.create_index(
            "ix_votes_article_id_revision", ["article_id", "revision"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_votes_search_id"), ["search_id"], unique=False)
        batch_op.create_index("ix_votes_visitor_cast_at", ["visitor", "cast_at"], unique=False)

    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column(
            "author",
            sa.Enum("customer", "agent", "system", name="author", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("internal", sa.Boolean(), nullable=False),
        sa.Column("submission", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "author = 'agent' OR NOT internal", name=op.f("ck_messages_only_agents_note")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_messages_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_messages_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("submission", name=op.f("uq_messages_submission")),
    )
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_messages_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_messages_ticket_number_id", ["ticket_number", "id"], unique=False)

    op.create_table(
        "ticket_events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column(
            "step",
            sa.Enum(
                "asked",
                "customer_replied",
                "agent_replied",
                "noted",
                "assigned",
                "released",
                "solved",
                "customer_closed",
                "agent_closed",
                "customer_reopened",
                "agent_reopened",
                name="step",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column(
            "author",
            sa.Enum("customer", "agent", "system", name="author", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column(
            "from_state",
            sa.Enum(
                "new",
                "open",
                "waiting",
                "solved",
                "closed",
                "reopened",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_state",
            sa.Enum(
                "new",
                "open",
                "waiting",
                "solved",
                "closed",
                "reopened",
                name="state",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("happened_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_ticket_events_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["assignee_id"], ["accounts.id"], name=op.f("fk_ticket_events_assignee_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_events_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_events")),
    )
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_events_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_events_assignee_id"), ["assignee_id"], unique=False
        )
        batch_op.create_index(
            "ix_ticket_events_ticket_number_version", ["ticket_number", "version"], unique=False
        )

    op.create_table(
        "tickets_seen",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_tickets_seen_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_tickets_seen_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "account_id", name=op.f("pk_tickets_seen")),
    )
    with op.batch_alter_table("tickets_seen", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_tickets_seen_account_id"), ["account_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("tickets_seen", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_seen_account_id"))

    op.drop_table("tickets_seen")
    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_events_ticket_number_version")
        batch_op.drop_index(batch_op.f("ix_ticket_events_assignee_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_events_account_id"))

    op.drop_table("ticket_events")
    with op.batch_alter_table("messages", schema=None) as batch_op:
        batch_op.drop_index("ix_messages_ticket_number_id")
        batch_op.drop_index(batch_op.f("ix_messages_account_id"))

    op.drop_table("messages")
    with op.batch_alter_table("votes", schema=None) as batch_op:
        batch_op.drop_index("ix_votes_visitor_cast_at")
        batch_op.drop_index(batch_op.f("ix_votes_search_id"))
        batch_op.drop_index("ix_votes_article_id_revision")

    op.drop_table("votes")
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_tickets_visitor"))
        batch_op.drop_index("ix_tickets_state_updated_at")
        batch_op.drop_index(batch_op.f("ix_tickets_search_id"))
        batch_op.drop_index(batch_op.f("ix_tickets_email"))
        batch_op.drop_index("ix_tickets_assignee_id_state_updated_at")

    op.drop_table("tickets")
    with op.batch_alter_table("sign_ins", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_ins_account_id"))

    op.drop_table("sign_ins")
    with op.batch_alter_table("readings", schema=None) as batch_op:
        batch_op.drop_index("ix_readings_visitor_opened_at")
        batch_op.drop_index(batch_op.f("ix_readings_search_id"))
        batch_op.drop_index("ix_readings_opened_at_article_id")

    op.drop_table("readings")
    with op.batch_alter_table("clicks", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_clicks_article_id"))

    op.drop_table("clicks")
    with op.batch_alter_table("searches", schema=None) as batch_op:
        batch_op.drop_index("ix_searches_visitor_updated_at")
        batch_op.drop_index(batch_op.f("ix_searches_searched_at"))
        batch_op.drop_index("ix_searches_lemmas_updated_at")

    op.drop_table("searches")
    with op.batch_alter_table("failed_tries", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_failed_tries_last_at"))

    op.drop_table("failed_tries")
    op.drop_table("accounts")
