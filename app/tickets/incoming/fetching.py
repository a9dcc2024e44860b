"""Reads new mail of a mailbox over IMAP; a message is marked as read once it is dealt with."""

from __future__ import annotations

import imaplib
import ssl
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final

import structlog

from app.errors import DomainError
from app.tickets.incoming.receiving import MEGABYTE, TOO_LARGE, Fate, Receipt, receive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Config

log = structlog.get_logger()

TIMEOUT: Final = 30.0  # seconds of silence
MOST: Final = 200  # messages a run; the next one goes on


class MailboxUnavailable(DomainError):
    """The mailbox cannot be read."""


def fetch(config: Config) -> list[Receipt]:
    """Take the unread messages of the mailbox; raises MailboxUnavailable.

    Cut off in the middle, the next run takes a message again, and knows it by its Message-ID.
    A message that a fault of ours stops stays unread, and the ones behind it are taken.
    """
    if not config.imap_host:
        raise MailboxUnavailable("Почтовый ящик не настроен: задайте IMAP_HOST.")
    try:
        with _mailbox(config) as mailbox:
            taken = [_take(mailbox, uid, config) for uid in _unread(mailbox)]
            return [receipt for receipt in taken if receipt]
    except (imaplib.IMAP4.error, OSError) as error:
        raise MailboxUnavailable(
            "Почтовый ящик не открывается: %(why)s.", why=str(error)[:200]
        ) from error


@contextmanager
def _mailbox(config: Config) -> Iterator[imaplib.IMAP4]:
    where, context = (config.imap_host, config.imap_port), ssl.create_default_context()
    mailbox = (
        imaplib.IMAP4_SSL(*where, ssl_context=context, timeout=TIMEOUT)
        if config.imap_tls == "tls"
        else imaplib.IMAP4(*where, timeout=TIMEOUT)
    )
    try:
        if config.imap_tls == "starttls":
            mailbox.starttls(context)
        mailbox.login(config.imap_user, config.imap_password)
        _checked(mailbox.select(f'"{config.imap_folder}"'))
        yield mailbox
    finally:
        with suppress(imaplib.IMAP4.error, OSError):
            mailbox.logout()


def _unread(mailbox: imaplib.IMAP4) -> list[str]:
    found = _checked(mailbox.uid("SEARCH", "UNSEEN"))
    return [uid.decode() for uid in (found[0] or b"").split()[:MOST]]


def _take(mailbox: imaplib.IMAP4, uid: str, config: Config) -> Receipt | None:
    size = _size(mailbox, uid)
    if size > config.mail_megabytes * MEGABYTE:
        receipt = Receipt(Fate.DROPPED, reason=TOO_LARGE)  # not even loaded
    else:
        answer = _checked(mailbox.uid("FETCH", uid, "(BODY.PEEK[])"))
        raw = next((part[1] for part in answer if isinstance(part, tuple)), b"")
        try:
            receipt = receive(raw, config)
        except Exception:  # a fault of ours in one message must not stop the next one
            log.exception("mail not received", uid=uid)
            return None
    _checked(mailbox.uid("STORE", uid, "+FLAGS", r"(\Seen)"))
    return receipt


def _size(mailbox: imaplib.IMAP4, uid: str) -> int:
    answer = _checked(mailbox.uid("FETCH", uid, "(RFC822.SIZE)"))
    text = b" ".join(part if isinstance(part, bytes) else part[0] for part in answer if part)
    _, _, number = text.partition(b"RFC822.SIZE ")
    digits = number.split(b")")[0].split()
    return int(digits[0]) if digits and digits[0].isdigit() else 0


def _checked(answer: tuple[str, list[Any]]) -> list[Any]:
    status, data = answer
    if status != "OK":
        raise imaplib.IMAP4.error(str(data[0] if data else status)[:200])
    return data
