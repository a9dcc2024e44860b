"""The desk for agents: the queue, a ticket with its customer's trail; votes for editors."""

from app.web.desk import attachments, changes, lists, tickets, votes
from app.web.desk.door import blueprint

__all__ = ["attachments", "blueprint", "changes", "lists", "tickets", "votes"]
