"""Priorities, teams and the rest of a ticket's life.

No table is made anew: on SQLite that would drop the old one, and its rows' messages with it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "teams",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column(
            "assigning",
            sa.Enum(
                "by_hand",
                "round_robin",
                "least_loaded",
                name="assigning",
                native_enum=False,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("default_since", db.UtcDateTime(timezone=True), nullable=True),
        sa.Column("last_given_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("name", name=op.f("uq_teams_name")),
    )
    op.create_table(
        "reply_templates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.Column("updated_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"],
            ["accounts.id"],
            name=op.f("fk_reply_templates_owner_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply_templates")),
    )
    with op.batch_alter_table("reply_templates", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reply_templates_owner_id"), ["owner_id"], unique=False)

    op.create_table(
        "saved_filters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("query", sa.JSON(), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_saved_filters_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filters")),
    )
    with op.batch_alter_table("saved_filters", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_saved_filters_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "team_members",
        sa.Column("team_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_team_members_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["team_id"],
            ["teams.id"],
            name=op.f("fk_team_members_team_id_teams"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("team_id", "account_id", name=op.f("pk_team_members")),
    )
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_team_members_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "ticket_articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("article_id", sa.String(length=200), nullable=False),
        sa.Column("revision", sa.String(length=64), nullable=False),
        sa.Column("anchor", sa.String(length=200), nullable=False),
        sa.Column(
            "how",
            sa.Enum("inserted", "linked", "created", name="inserted", native_enum=False, length=20),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("linked_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name=op.f("fk_ticket_articles_account_id_accounts")
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_articles_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ticket_articles")),
        sa.UniqueConstraint(
            "ticket_number", "article_id", name=op.f("uq_ticket_articles_ticket_number_article_id")
        ),
    )
    with op.batch_alter_table("ticket_articles", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_articles_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_ticket_articles_article_id"), ["article_id"], unique=False
        )

    op.create_table(
        "ticket_drafts",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("form", sa.String(length=10), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("saved_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ticket_drafts_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_drafts_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "ticket_number", "account_id", "form", name=op.f("pk_ticket_drafts")
        ),
    )
    with op.batch_alter_table("ticket_drafts", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_drafts_account_id"), ["account_id"], unique=False
        )

    op.create_table(
        "ticket_links",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("other_number", sa.Integer(), nullable=False),
        sa.Column(
            "relation",
            sa.Enum("related", "duplicate", "part", name="relation", native_enum=False, length=20),
            nullable=False,
        ),
        sa.CheckConstraint(
            "ticket_number <> other_number", name=op.f("ck_ticket_links_two_tickets")
        ),
        sa.ForeignKeyConstraint(
            ["other_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_links_other_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_links_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "other_number", name=op.f("pk_ticket_links")),
    )
    with op.batch_alter_table("ticket_links", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_links_other_number"), ["other_number"], unique=False
        )

    op.create_table(
        "ticket_presence",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("typing", sa.Boolean(), nullable=False),
        sa.Column("at", db.UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ticket_presence_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_presence_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "account_id", name=op.f("pk_ticket_presence")),
    )
    with op.batch_alter_table("ticket_presence", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_presence_account_id"), ["account_id"], unique=False
        )
        batch_op.create_index("ix_ticket_presence_at", ["at"], unique=False)

    op.create_table(
        "ticket_tags",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_tags_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "tag", name=op.f("pk_ticket_tags")),
    )
    with op.batch_alter_table("ticket_tags", schema=None) as batch_op:
        batch_op.create_index(
            "ix_ticket_tags_tag_ticket_number", ["tag", "ticket_number"], unique=False
        )

    op.create_table(
        "ticket_terms",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_terms_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("term", "ticket_number", name=op.f("pk_ticket_terms")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("ticket_terms", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_terms_ticket_number"), ["ticket_number"], unique=False
        )

    op.create_table(
        "ticket_watchers",
        sa.Column("ticket_number", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["accounts.id"],
            name=op.f("fk_ticket_watchers_account_id_accounts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["ticket_number"],
            ["tickets.number"],
            name=op.f("fk_ticket_watchers_ticket_number_tickets"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("ticket_number", "account_id", name=op.f("pk_ticket_watchers")),
    )
    with op.batch_alter_table("ticket_watchers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_ticket_watchers_account_id"), ["account_id"], unique=False
        )

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("time_zone", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("working_hours", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("away_from", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("away_until", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("away_note", sa.String(length=200), nullable=False, server_default="")
        )

    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.add_column(sa.Column("details", sa.JSON(none_as_null=True), nullable=True))

    # In one statement with its key, which SQLite can do as well.
    op.execute(
        "ALTER TABLE tickets ADD COLUMN team_id INTEGER "
        "CONSTRAINT fk_tickets_team_id_teams REFERENCES teams (id)"
    )
    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.Enum(
                    "question",
                    "problem",
                    "complaint",
                    "suggestion",
                    name="kind",
                    native_enum=False,
                    length=20,
                ),
                nullable=False,
                server_default="question",
            )
        )
        batch_op.add_column(sa.Column("category", sa.String(length=100), nullable=True))
        batch_op.add_column(
            sa.Column(
                "priority",
                sa.Enum(
                    "low", "normal", "high", "urgent", name="priority", native_enum=False, length=20
                ),
                nullable=False,
                server_default="normal",
            )
        )
        batch_op.add_column(sa.Column("level", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(
            sa.Column(
                "outcome",
                sa.Enum(
                    "linked",
                    "created",
                    "not_needed",
                    "skipped",
                    name="outcome",
                    native_enum=False,
                    length=20,
                ),
                nullable=True,
            )
        )
        batch_op.add_column(
            sa.Column("outcome_reason", sa.String(length=300), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("news_version", sa.Integer(), nullable=False, server_default="1")
        )
        batch_op.add_column(
            sa.Column("first_response_due", db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(
            sa.Column("resolution_due", db.UtcDateTime(timezone=True), nullable=True)
        )
        batch_op.add_column(sa.Column("due_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("paused_at", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("paused_seconds", sa.Integer(), nullable=False, server_default="0")
        )
        batch_op.add_column(sa.Column("late_for", db.UtcDateTime(timezone=True), nullable=True))
        batch_op.create_index(
            "ix_tickets_updated_at_number", ["updated_at", "number"], unique=False
        )
        batch_op.drop_index("ix_tickets_state_updated_at")
        batch_op.create_index(
            "ix_tickets_state_updated_at",
            ["state", "updated_at", "number", "team_id", "assignee_id"],
            unique=False,
        )
        batch_op.create_index("ix_tickets_due_at_number", ["due_at", "number"], unique=False)
        batch_op.create_index(
            "ix_tickets_team_id_state_updated_at", ["team_id", "state", "updated_at"], unique=False
        )
    op.execute("UPDATE tickets SET news_version = version")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        raise NotImplementedError("SQLite cannot go back from here: restore a backup.")

    with op.batch_alter_table("tickets", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_tickets_team_id_teams"), type_="foreignkey")
        batch_op.drop_index("ix_tickets_team_id_state_updated_at")
        batch_op.drop_index("ix_tickets_updated_at_number")
        batch_op.drop_index("ix_tickets_state_updated_at")
        batch_op.create_index(
            "ix_tickets_state_updated_at", ["state", "updated_at", "number"], unique=False
        )
        batch_op.drop_index("ix_tickets_due_at_number")
        batch_op.drop_column("late_for")
        batch_op.drop_column("paused_seconds")
        batch_op.drop_column("paused_at")
        batch_op.drop_column("due_at")
        batch_op.drop_column("resolution_due")
        batch_op.drop_column("first_response_due")
        batch_op.drop_column("news_version")
        batch_op.drop_column("outcome_reason")
        batch_op.drop_column("outcome")
        batch_op.drop_column("team_id")
        batch_op.drop_column("level")
        batch_op.drop_column("priority")
        batch_op.drop_column("category")
        batch_op.drop_column("kind")

    with op.batch_alter_table("ticket_events", schema=None) as batch_op:
        batch_op.drop_column("details")

    with op.batch_alter_table("accounts", schema=None) as batch_op:
        batch_op.drop_column("away_note")
        batch_op.drop_column("away_until")
        batch_op.drop_column("away_from")
        batch_op.drop_column("working_hours")
        batch_op.drop_column("time_zone")

    with op.batch_alter_table("ticket_watchers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_watchers_account_id"))

    op.drop_table("ticket_watchers")
    with op.batch_alter_table("ticket_terms", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_terms_ticket_number"))

    op.drop_table("ticket_terms")
    with op.batch_alter_table("ticket_tags", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_tags_tag_ticket_number")

    op.drop_table("ticket_tags")
    with op.batch_alter_table("ticket_presence", schema=None) as batch_op:
        batch_op.drop_index("ix_ticket_presence_at")
        batch_op.drop_index(batch_op.f("ix_ticket_presence_account_id"))

    op.drop_table("ticket_presence")
    with op.batch_alter_table("ticket_links", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_links_other_number"))

    op.drop_table("ticket_links")
    with op.batch_alter_table("ticket_drafts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_drafts_account_id"))

    op.drop_table("ticket_drafts")
    with op.batch_alter_table("ticket_articles", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ticket_articles_article_id"))
        batch_op.drop_index(batch_op.f("ix_ticket_articles_account_id"))

    op.drop_table("ticket_articles")
    with op.batch_alter_table("team_members", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_team_members_account_id"))

    op.drop_table("team_members")
    with op.batch_alter_table("saved_filters", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_saved_filters_account_id"))

    op.drop_table("saved_filters")
    with op.batch_alter_table("reply_templates", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reply_templates_owner_id"))

    op.drop_table("reply_templates")
    op.drop_table("teams")
