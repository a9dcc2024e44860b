"""A message becomes a new ticket, or a customer's reply in one; or it is dropped, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import delete, func, select

from app import clock
from app.accounts import accounts
from app.db import session, take_turns, transaction
from app.errors import InvalidInput
from app.tickets import asking, attachments
from app.tickets.incoming.folding import fold
from app.tickets.incoming.message import File
from app.tickets.incoming.reading import read
from app.tickets.letters import threads
from app.tickets.letters.words import words
from app.tickets.mail_models import MailReceived
from app.tickets.models import Message
from app.tickets.states import Step
from app.tickets.writing import CUSTOMER, LONGEST_REPLY, add_message, fingerprint, locked, take_step

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from app.config import Config
    from app.tickets.incoming.message import Incoming
    from app.tickets.models import Ticket

    Words = Callable[[str], str]

log = structlog.get_logger()

MEGABYTE: Final = 1024 * 1024
LONGEST_QUOTED: Final = 20_000  # characters of a folded quote that are kept
RATE_PERIOD: Final = timedelta(hours=1)
MAIL_VISITOR: Final = "mail-"  # begins the visitor of a ticket that came by mail
TOO_LARGE: Final = "too large"
_WHOLE_LETTER: Final = "letter.txt"


class Fate(StrEnum):
    """What became of a message."""

    BEGAN = "began"  # a ticket
    ADDED = "added"  # to a ticket
    KNOWN = "known"  # it came before
    DROPPED = "dropped"


@dataclass(frozen=True)
class Receipt:
    """What became of a message; `reason` is for the log, in English, without personal data."""

    fate: Fate
    ticket_number: int | None = None
    reason: str = ""


def receive(raw: bytes, config: Config) -> Receipt:
    """Take one message, once however often it is delivered."""
    if len(raw) > config.mail_megabytes * MEGABYTE:
        return _logged(Receipt(Fate.DROPPED, reason=TOO_LARGE))
    mail = read(raw)
    with transaction():
        take_turns(f"mail from {mail.sender}")
        known = session.get(MailReceived, mail.fingerprint)
        if known:
            return _logged(Receipt(Fate.KNOWN, known.ticket_number))
        receipt = _taken(mail, config)
    return _logged(receipt)


def forget_before(moment: datetime) -> None:
    """Delete what is known of messages that came before `moment`."""
    with transaction():
        session.execute(delete(MailReceived).where(MailReceived.received_at < moment))


def quotes(ticket: Ticket) -> dict[int, str]:
    """Return what was folded away, by message id, for pages to show on demand."""
    mails = select(MailReceived.message_id, MailReceived.quoted).where(
        MailReceived.ticket_number == ticket.number, MailReceived.quoted != ""
    )
    return {row.message_id: row.quoted for row in session.execute(mails)}


def _taken(mail: Incoming, config: Config) -> Receipt:
    reason = _objection(mail, config)
    if reason:
        session.add(_row(mail, Fate.DROPPED, reason=reason))
        return Receipt(Fate.DROPPED, reason=reason)
    ticket = threads.find_ticket(mail.threads)
    fate = Fate.ADDED if ticket else Fate.BEGAN
    folded = fold(mail.text)
    message = _added(ticket, mail, folded.text) if ticket else _began(mail, folded.text)
    row = _row(mail, fate, quoted=folded.quoted[:LONGEST_QUOTED])
    row.ticket_number, row.message_id = message.ticket_number, message.id
    session.add(row)
    return Receipt(fate, message.ticket_number)


def _objection(mail: Incoming, config: Config) -> str:
    """Return why the message is not taken, "" where it is."""
    if mail.machine:
        return mail.machine
    if not mail.sender:
        return "no sender"
    ours = {config.mail_from.lower(), config.mail_inbox.lower()}
    if mail.sender in ours or _is_ours(mail, config):
        return "our own letter"
    if _answers_a_notice(mail, config):
        return "an answer to a notice"
    return "too many from one sender" if _too_many(mail.sender, config) else ""


def _is_ours(mail: Incoming, config: Config) -> bool:
    """A letter of ours that came back: its id has a ticket's key, or is that of a notice."""
    host = config.mail_from.rpartition("@")[2]
    own = mail.mail_id.endswith(f"@{host}>")
    is_notice = mail.mail_id.startswith(f"<{threads.STAFF}.")
    return own and (is_notice or threads.find_ticket([mail.mail_id]) is not None)


def _answers_a_notice(mail: Incoming, config: Config) -> bool:
    """A colleague answered a notice by mail: what is meant for whom nobody can tell."""
    host = config.mail_from.rpartition("@")[2]
    notice = any(
        text.startswith(f"<{threads.STAFF}.") and text.endswith(f"@{host}>")
        for text in mail.threads
    )
    return notice and accounts.find_by_email(mail.sender) is not None


def _too_many(sender: str, config: Config) -> bool:
    lately = (
        MailReceived.sender == sender,
        MailReceived.received_at > clock.now() - RATE_PERIOD,
        MailReceived.fate != Fate.DROPPED.value,
    )
    taken = session.scalar(select(func.count()).select_from(MailReceived).where(*lately))
    return (taken or 0) >= config.mail_per_hour


def _added(ticket: Ticket, mail: Incoming, text: str) -> Message:
    """The key in the address is the right to write; who wrote is said where it is somebody else."""
    _ = words(ticket.lang).gettext
    note = ""
    if mail.sender != ticket.email:
        said = _("Написано с адреса %(sender)s, не с адреса заявки.")
        note = said % {"sender": mail.sender} + "\n\n"
    locked(ticket.number)
    body = note + _bounded(text or _("Письмо без текста."), LONGEST_REPLY - len(note), _)
    message = add_message(ticket, CUSTOMER, body, fingerprint("mail", mail.fingerprint))
    session.flush()
    _keep_files(message, mail, text, _)
    take_step(ticket, Step.CUSTOMER_REPLIED, CUSTOMER, message)
    return message


def _began(mail: Incoming, text: str) -> Message:
    """Ask as the form does; a ticket that the same words made just now is this one."""
    lang = "ru" if any("а" <= sign <= "я" for sign in (mail.subject + text).lower()) else "en"
    _ = words(lang).gettext
    request = asking.Request(
        subject=_subject(mail.subject, text, _),
        body=_body(mail.subject, text, _),
        name=mail.sender_name,
        email=mail.sender,
        visitor=MAIL_VISITOR + sha256(mail.sender.encode()).hexdigest()[:40],
        submission_key=mail.fingerprint,
        lang=lang,
    )
    ticket = asking.open_ticket(request)
    first = select(Message).where(Message.submission == ticket.submission)
    message = session.scalars(first).one()
    _keep_files(message, mail, text, _)
    return message


def _subject(subject: str, text: str, _: Words) -> str:
    least, most = asking.SUBJECT
    begun = subject or text.strip().split("\n")[0]
    shown = begun if len(begun) <= most else begun[: most - 1].rstrip() + "…"
    return shown if len(shown) >= least else " ".join([_("Без темы"), shown]).strip()


def _body(subject: str, text: str, _: Words) -> str:
    """A form wants some words; "Где заказ" and nothing else is a question too."""
    least, most = asking.BODY
    body = text or _("Письмо без текста.")
    if len(body) < least:
        body = "\n\n".join([subject or _("Без темы"), body])
    return _bounded(body, most, _)


def _bounded(text: str, most: int, _: Words) -> str:
    if len(text) <= most:
        return text
    note = "\n\n" + _("Письмо длиннее, чем помещается: здесь его начало.")
    return text[: most - len(note)].rstrip() + note


def _keep_files(message: Message, mail: Incoming, text: str, _: Words) -> None:
    """Keep what can be kept; what cannot is named in the message, so that nobody waits for it."""
    refusals = [refusal for file in _files(mail, text) if (refusal := _refusal(message, file))]
    room = LONGEST_REPLY - len(message.body)
    for refusal in refusals:
        told = "\n\n" + _("Не приняли вложение: %(why)s") % {"why": refusal}
        if len(told) <= room:
            message.body += told
            room -= len(told)
    session.flush()


def _files(mail: Incoming, text: str) -> Sequence[File]:
    if len(text) <= LONGEST_REPLY:
        return mail.files
    return (*mail.files, File(_WHOLE_LETTER, text.encode()))


def _refusal(message: Message, file: File) -> str:
    try:
        attachments.keep(message.ticket_number, message.id, file.name, file.data)
    except InvalidInput as problem:
        return " ".join(str(why) for why in problem.fields.values())
    return ""


def _row(mail: Incoming, fate: Fate, *, reason: str = "", quoted: str = "") -> MailReceived:
    return MailReceived(
        fingerprint=mail.fingerprint,
        mail_id=mail.mail_id,
        sender=mail.sender,
        fate=fate.value,
        reason=reason,
        quoted=quoted,
        received_at=clock.now(),
    )


def _logged(receipt: Receipt) -> Receipt:
    log.info(
        "mail received",
        fate=receipt.fate.value,
        ticket=receipt.ticket_number,
        reason=receipt.reason,
    )
    return receipt
