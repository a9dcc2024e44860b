"""The desk for agents: the queue, a ticket with its customer's trail; articles for editors."""

from app.web.desk import (
    attachments,
    authoring,
    changes,
    composing,
    deflecting,
    demonstration,
    flags,
    gaps,
    keeping,
    lists,
    previews,
    sorting,
    templates,
    tickets,
    votes,
)
from app.web.desk.door import blueprint

__all__ = [
    "attachments",
    "authoring",
    "blueprint",
    "changes",
    "composing",
    "deflecting",
    "demonstration",
    "flags",
    "gaps",
    "keeping",
    "lists",
    "previews",
    "sorting",
    "templates",
    "tickets",
    "votes",
]
