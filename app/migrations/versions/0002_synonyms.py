"""The operator's synonyms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from app import db

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "synonym_sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("wider", sa.JSON(), nullable=False),
        sa.Column("added_at", db.UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_synonym_sets")),
    )


def downgrade() -> None:
    op.drop_table("synonym_sets")
