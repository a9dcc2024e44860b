"""From a parcel of the outbox to a letter on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.db import session, transaction
from app.outbox import queue
from app.outbox.letter import Envelope, message
from app.outbox.models import Kind
from app.tickets.letters import customers, recipients, staff, threads
from app.tickets.letters.digest import digest
from app.tickets.letters.muting import Topic
from app.tickets.letters.story import addressee, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from email.message import EmailMessage

    from app.outbox.letter import Letter
    from app.outbox.mail import Transport
    from app.outbox.queue import Parcel
    from app.tickets.letters.story import Office, Story
    from app.tickets.models import Ticket

TO_CUSTOMERS: Final[dict[str, Callable[[Story, Office], Letter]]] = {
    "confirmation": customers.confirmation,
    "reply": customers.reply,
    "reply_solved": customers.reply_solved,
    "solved": customers.solved,
    "handed_over": customers.handed_over,
    "link_renewed": customers.link_renewed,
}


def send(parcel: Parcel, transport: Transport, office: Office) -> None:
    """Send one parcel's letter; a notice to several is first made one for each.

    Raises SendingFailed.
    """
    other = office.others.get(parcel.payload["letter"])
    if other:
        written = other(parcel, office)
    elif parcel.payload["letter"] in TO_CUSTOMERS:
        written = to_customer(parcel, office)
    elif "account" in parcel.payload:
        written = to_staff(parcel, office)
    else:
        _share_out(parcel)
        return
    session.rollback()  # no transaction stays open while the mail server takes its time
    transport.send(written)


def to_customer(parcel: Parcel, office: Office) -> EmailMessage:
    """Return the e-mail to the customer."""
    story = load(parcel)
    ticket, settings = story.ticket, office.config
    letter = TO_CUSTOMERS[parcel.payload["letter"]](story, office)
    root = threads.root_id(ticket, office.host)
    first = parcel.payload["letter"] == "confirmation"
    envelope = Envelope(
        sender_name=settings.site_name,
        sender=settings.mail_from,
        to=ticket.email,
        message_id=root if first else threads.letter_id(ticket, parcel.key, office.host),
        references=story.mail_ids if first else (*story.mail_ids, root)[-6:],
        reply_to=_reply_to(ticket, settings.mail_inbox),
        answers=first,
    )
    return message(letter, envelope, parcel.created_at)


def to_staff(parcel: Parcel, office: Office) -> EmailMessage:
    """Return the e-mail to one account."""
    topic, account = Topic(parcel.payload["letter"]), addressee(parcel)
    thread: tuple[str, ...] = ()
    if topic is Topic.DIGEST:
        letter = digest(account, office)
    else:
        story = load(parcel)
        letter = staff.notice(story, topic, account, office)
        thread = (threads.notice_id(f"ticket {story.ticket.number}", office.host),)
    envelope = Envelope(
        sender_name=office.config.site_name,
        sender=office.config.mail_from,
        to=account.email,
        message_id=threads.notice_id(parcel.key, office.host),
        references=thread,
        unsubscribe_url=staff.unsubscribe_url(topic, account, office),
    )
    return message(letter, envelope, parcel.created_at)


def _reply_to(ticket: Ticket, inbox: str) -> str | None:
    return threads.reply_address(ticket, inbox) if inbox else None


def _share_out(parcel: Parcel) -> None:
    """Queue a notice for everybody whom it concerns by now."""
    topic, ticket = Topic(parcel.payload["letter"]), load(parcel).ticket
    with transaction():
        for account_id in recipients.of(topic, ticket, but=parcel.payload.get("by")):
            payload = {**parcel.payload, "account": account_id}
            queue.put(Kind.MAIL, f"{parcel.key} {account_id}", payload)
