"""What a letter about a ticket is written from: loaded once, before any words."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.models import Account
from app.db import session
from app.outbox.queue import SendingFailed
from app.tickets.mail_models import MailReceived
from app.tickets.models import Message, Ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from email.message import EmailMessage

    from app.config import Config
    from app.outbox.queue import Parcel

    Suggest = Callable[[str, str], Sequence["Suggested"]]  # (text, language) → fitting articles
    Write = Callable[[Parcel, "Office"], EmailMessage]


@dataclass(frozen=True)
class Suggested:
    """A public article that may answer a question."""

    title: str
    url: str


@dataclass(frozen=True)
class Office:
    """What all letters need: settings, the secret that signs links, and who finds articles.

    `others` write the letters of the rooms above, by the name that a parcel gives.
    """

    config: Config
    secret: str
    suggest: Suggest
    others: Mapping[str, Write] = field(default_factory=dict)

    @property
    def host(self) -> str:
        """The right side of message ids."""
        return self.config.mail_from.rpartition("@")[2]


@dataclass(frozen=True)
class Story:
    """A ticket, the message that the letter is about, and the ids of the mails that came for it."""

    parcel: Parcel
    ticket: Ticket
    message: Message | None
    mail_ids: tuple[str, ...]

    @property
    def came_by_mail(self) -> bool:
        return self.ticket.visitor.startswith("mail-")


def load(parcel: Parcel) -> Story:
    """Return the story that a parcel names; raises SendingFailed when the ticket is gone."""
    ticket = session.get(Ticket, parcel.payload["ticket"])
    if ticket is None:
        raise SendingFailed("the ticket was deleted", passing=False)
    return Story(parcel, ticket, _message(parcel), _mail_ids(ticket))


def addressee(parcel: Parcel) -> Account:
    """Return who gets a notice; raises SendingFailed when they may not sign in any more."""
    account = session.get(Account, parcel.payload["account"])
    if account is None or not account.is_active:
        raise SendingFailed("the account is disabled", passing=False)
    return account


def _message(parcel: Parcel) -> Message | None:
    chosen = select(Message).where(Message.id == parcel.payload.get("message"))
    return session.scalar(chosen.options(joinedload(Message.account)))


def _mail_ids(ticket: Ticket) -> tuple[str, ...]:
    """The customer's own mails, the newest last: programs show an answer under what it answers."""
    newest_first = (
        select(MailReceived.mail_id)
        .where(MailReceived.ticket_number == ticket.number, MailReceived.sender == ticket.email)
        .order_by(MailReceived.received_at.desc())
        .limit(5)
    )
    return tuple(reversed([mail_id for mail_id in session.scalars(newest_first) if mail_id]))
