"""Tells people and programs of what happened to a ticket: one call in each change's transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.tickets.models import Message, Ticket
    from app.tickets.states import Step
    from app.tickets.writing import Actor


def after(ticket: Ticket, step: Step, actor: Actor, message: Message | None = None) -> None:
    """Queue what is to be sent once `step` is committed; sends nothing itself."""
