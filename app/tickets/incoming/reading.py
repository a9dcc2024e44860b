"""From raw bytes to a message: any bytes give one, and no message takes long."""

from __future__ import annotations

import re
from collections import defaultdict
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parseaddr
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from app import typed
from app.errors import DomainError
from app.language.charsets import decoded
from app.tickets.incoming.automatic import sign_of_a_machine
from app.tickets.incoming.message import Headers, Incoming
from app.tickets.incoming.parsing import parsed

if TYPE_CHECKING:
    from email.message import Message

LONGEST_HEADER: Final = 100_000  # characters; with 10,000 recipients it is 300,000
MOST_HEADERS: Final = 500
LONGEST_ID: Final = 250  # characters
# Lines that may hold the reply address: where it went to, and where it says that it went to.
_ADDRESSED: Final = ("delivered-to", "x-original-to", "envelope-to", "to", "cc")
_ANSWERED: Final = ("in-reply-to", "references")
_FOLD: Final = re.compile(r"\r?\n[ \t]*")
_ID: Final = re.compile(r"<[^<>\s]{1,248}>")


def read(raw: bytes) -> Incoming:
    """Return the message; what cannot be read of it is left out."""
    message, parts = parsed(raw)
    headers = _headers(message)
    name, sender = _sender(headers)
    subject = typed.line(_words(headers.first("subject")))
    mail_id = next(iter(_ID.findall(headers.first("message-id"))), "")[:LONGEST_ID]
    return Incoming(
        mail_id=mail_id,
        fingerprint=_fingerprint(mail_id, sender, raw),
        sender=sender,
        sender_name=name,
        subject=subject,
        threads=_threads(headers),
        machine=sign_of_a_machine(headers, sender, subject, message.get_content_type()),
        text=typed.paragraphs(parts.text),
        files=tuple(parts.files),
    )


def _headers(message: Message) -> Headers:
    lines: dict[str, list[str]] = defaultdict(list)
    for number, (name, value) in enumerate(message.raw_items()):
        if number == MOST_HEADERS:
            break
        lines[name.lower()].append(_FOLD.sub(" ", str(value))[:LONGEST_HEADER])
    return Headers(dict(lines))


def _sender(headers: Headers) -> tuple[str, str]:
    """Return name and address of the writer; Reply-To tells where its answers go, but not who."""
    try:
        name, address = parseaddr(headers.first("from")[:1_000])
        return typed.line(_words(name))[:100], typed.email(address)
    except (DomainError, RecursionError):  # comments within comments, hundreds deep
        return "", ""


def _threads(headers: Headers) -> tuple[str, ...]:
    """The newest id stands last in References: a ticket that goes on is looked for there first."""
    addressed = [line for name in _ADDRESSED for line in headers.values.get(name, ())]
    answered = [
        mail_id
        for name in _ANSWERED
        for line in headers.values.get(name, ())
        for mail_id in reversed(_ID.findall(line))
    ]
    return (*addressed, *answered)


def _fingerprint(mail_id: str, sender: str, raw: bytes) -> str:
    """A message delivered twice has the same id and sender; without an id, the same bytes."""
    named = f"{mail_id}\0{sender}".encode("utf-8", "replace")
    return sha256(named if mail_id else raw).hexdigest()


def _words(line: str) -> str:
    """Decode a header's words (RFC 2047), and bytes that should not be there at all."""
    raw = line.encode("ascii", "surrogateescape") if _is_raw(line) else b""
    if raw and not raw.isascii():
        return decoded(raw)
    try:
        parts = decode_header(line)
    except (HeaderParseError, ValueError):
        return line
    return "".join(_word(part, charset) for part, charset in parts)


def _word(part: bytes | str, charset: str | None) -> str:
    return part if isinstance(part, str) else decoded(part, charset)


def _is_raw(line: str) -> bool:
    """Tell whether all that is not ASCII in the line are bytes as they came (PEP 383)."""
    return all(sign.isascii() or "\udc80" <= sign <= "\udcff" for sign in line)
