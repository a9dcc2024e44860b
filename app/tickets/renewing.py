"""A ticket's link is replaced: the old one opens nothing, the customer is written the new one."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from app.db import transaction
from app.tickets import desk
from app.tickets.asking import TOKEN_BYTES, token_hash
from app.tickets.following import get_by_token
from app.tickets.states import Step
from app.tickets.writing import CUSTOMER, Actor, agent, locked, take_step

if TYPE_CHECKING:
    from app.tickets.models import Ticket


def by_agent(number: int, account_id: int) -> Ticket:
    """Replace the link of a ticket that the account may see; raises NotFound."""
    with transaction():
        return _renew(desk.get(number, account_id).number, agent(account_id))


def by_customer(token: str) -> Ticket:
    """Replace the link by itself: whoever else has it is shut out too. Raises NotFound."""
    with transaction():
        return _renew(get_by_token(token).number, CUSTOMER)


def _renew(number: int, actor: Actor) -> Ticket:
    ticket = locked(number)
    ticket.token = secrets.token_urlsafe(TOKEN_BYTES)
    ticket.token_hash = token_hash(ticket.token)
    take_step(ticket, Step.LINK_RENEWED, actor)
    return ticket
