"""What webhooks tell of a ticket: facts and the public message, never a note."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app.outbox import webhooks
from app.tickets.states import Step

if TYPE_CHECKING:
    from app.tickets.models import Message, Ticket
    from app.tickets.writing import Actor

EVENTS: Final = {
    Step.ASKED: "ticket.created",
    Step.CUSTOMER_REPLIED: "ticket.replied",
    Step.AGENT_REPLIED: "ticket.replied",
    Step.SOLVED: "ticket.solved",
    Step.CUSTOMER_CLOSED: "ticket.solved",
}


def tell(ticket: Ticket, step: Step, actor: Actor, message: Message | None) -> None:
    """Queue the step for those who want to know, within its transaction."""
    if step in EVENTS:
        body = {"ticket": described(ticket), "by": actor.author.value}
        if message and not message.internal:
            body["message"] = _said(message)
        webhooks.tell(EVENTS[step], f"{ticket.number} {ticket.version}", body)


def described(ticket: Ticket) -> dict[str, Any]:
    """Return the ticket as JSON; `path` is its page at the desk, times are RFC 3339 in UTC.

    The customer's link is left out: whoever has it may write as the customer.
    """
    return {
        "number": ticket.number,
        "subject": ticket.subject,
        "state": ticket.state.value,
        "kind": ticket.kind.value if ticket.kind else None,
        "priority": ticket.priority.value if ticket.priority else None,
        "category": ticket.category,
        "lang": ticket.lang,
        "name": ticket.author_name,
        "email": ticket.email,
        "created_at": ticket.created_at.isoformat(),
        "path": f"/desk/tickets/{ticket.number}",
    }


def _said(message: Message) -> dict[str, Any]:
    return {
        "author": message.author.value,
        "body": message.body,
        "created_at": message.created_at.isoformat(),
    }
