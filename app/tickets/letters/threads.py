"""What ties letters to their ticket: message ids and reply addresses that nobody can make up.

Both carry the ticket's number and a key: 128 bits of an HMAC whose secret is the token of the
customer's link. The key gives the right to write into the ticket, never to read it: the token
cannot be found from it. A renewed link ends the old key too.
"""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from app.db import session
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEY_BYTES: Final = 16  # 128 bits: 26 letters in base32, which survives any change of case
_KNOWN: Final = re.compile(r"(?<![\w-])(\d{1,10})[-.]([a-z2-7]{26})(?![a-z0-9])", re.IGNORECASE)
_MOST_CANDIDATES: Final = 20  # of one message: a forged one may name any number of tickets
HIGHEST_NUMBER: Final = 2**31 - 1  # an INTEGER of PostgreSQL
STAFF: Final = "notice"  # begins the ids of what goes to staff


def key(ticket: Ticket) -> str:
    """Return the ticket's key for mail."""
    digest = hmac.new(ticket.token.encode(), b"mail thread", sha256).digest()
    return b32encode(digest[:_KEY_BYTES]).decode().rstrip("=").lower()


def root_id(ticket: Ticket, host: str) -> str:
    """Return the message id that all letters to the customer refer to."""
    return f"<{ticket.number}.{key(ticket)}@{host}>"


def letter_id(ticket: Ticket, name: str, host: str) -> str:
    """Return the message id of one letter, the same however often it is sent."""
    return f"<{ticket.number}.{key(ticket)}.{_short(name)}@{host}>"


def notice_id(name: str, host: str) -> str:
    """Return the message id of a notice to staff: it carries no key."""
    return f"<{STAFF}.{_short(name)}@{host}>"


def reply_address(ticket: Ticket, inbox: str) -> str:
    """Return the address whose mail is added to the ticket."""
    name, _, host = inbox.rpartition("@")
    return f"{name}+{ticket.number}-{key(ticket)}@{host}"


def find_ticket(texts: Iterable[str]) -> Ticket | None:
    """Return the ticket whose number and right key stand in one of these addresses or ids."""
    found = (match for text in texts for match in _KNOWN.finditer(text))
    for _, match in zip(range(_MOST_CANDIDATES), found, strict=False):
        number = int(match[1])
        ticket = session.get(Ticket, number) if number <= HIGHEST_NUMBER else None
        if ticket and hmac.compare_digest(key(ticket), match[2].lower()):
            return ticket
    return None


def _short(name: str) -> str:
    return sha256(name.encode()).hexdigest()[:16]
