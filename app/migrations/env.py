"""Alembic's entry: runs migrations on the engine that app.db is connected to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from alembic import context

from app import db
from app.migrations import tables

if TYPE_CHECKING:
    from sqlalchemy import Engine

engine = cast("Engine", db.session.get_bind())
with engine.connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=tables.METADATA,
        render_as_batch=engine.dialect.name == "sqlite",
        compare_type=True,
        user_module_prefix="db.",
    )
    with context.begin_transaction():
        context.run_migrations()
