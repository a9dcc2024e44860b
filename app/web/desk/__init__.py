"""The desk for agents: the queue of tickets, and a ticket with its customer's trail."""

from app.web.desk import changes, lists, tickets
from app.web.desk.door import blueprint

__all__ = ["blueprint", "changes", "lists", "tickets"]
