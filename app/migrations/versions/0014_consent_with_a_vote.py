"""Consent to keep an address that was left with a vote has its line in the journal."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("consents") as table:
        table.alter_column("ticket_number", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("vote_id", sa.Integer(), nullable=True))
        table.create_index(op.f("ix_consents_vote_id"), ["vote_id"])


def downgrade() -> None:
    op.execute(sa.text("DELETE FROM consents WHERE ticket_number IS NULL"))
    with op.batch_alter_table("consents") as table:
        table.drop_index(op.f("ix_consents_vote_id"))
        table.drop_column("vote_id")
        table.alter_column("ticket_number", existing_type=sa.Integer(), nullable=False)
