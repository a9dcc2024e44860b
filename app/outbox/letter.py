"""A letter as a value, and the e-mail made of it: the same words as plain text and as HTML.

There is no template: both forms are made of the same blocks, so that neither says what the other
does not, and nothing that a person wrote reaches the HTML unescaped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

_FONT: Final = "font:16px/1.5 -apple-system,'Segoe UI',Roboto,Arial,sans-serif"
_PAGE: Final = f"{_FONT};color:#1b1f24;max-width:38em;margin:0 auto;padding:16px"
_QUOTE: Final = "margin:16px 0;padding:2px 0 2px 14px;border-left:3px solid #c5ccd3"
_BUTTON: Final = (
    "display:inline-block;margin:4px 8px 4px 0;padding:9px 16px;border-radius:6px;"
    "background:#1f5fbf;color:#fff;text-decoration:none"
)
_SMALL: Final = "color:#57606a;font-size:13px"


_ADDRESS: Final = re.compile(
    r"\[(?P<name>[^\[\]\n]{1,300})\]\((?P<named>https?://[^\s()<>]+)\)|https?://[^\s<>\"]+"
)
_TRAILING: Final = ".,;:!?)»"


@dataclass(frozen=True)
class Paragraph:
    """Words of ours, an agent's too: addresses in them become links."""

    text: str


@dataclass(frozen=True)
class Quote:
    """Words of a person, as they were written; addresses in them stay words."""

    text: str


@dataclass(frozen=True)
class Link:
    """A place to go to; a row of links stands in lines of their own."""

    text: str
    url: str


@dataclass(frozen=True)
class Small:
    """What stands at the end: why this came, and how to have no more of it."""

    text: str
    link: Link | None = None


Block = Paragraph | Quote | Link | Small


@dataclass(frozen=True)
class Envelope:
    """What a letter's header says besides the subject.

    `message_id` and `references` (the oldest first) are in angle brackets. `unsubscribe_url` takes
    a POST (RFC 8058); only a notice has one.
    """

    sender_name: str
    sender: str
    to: str
    message_id: str
    references: tuple[str, ...] = ()
    reply_to: str | None = None
    unsubscribe_url: str | None = None
    answers: bool = False  # an answer of ours to a message, not a notice out of the blue


@dataclass(frozen=True)
class Letter:
    """What is said, in which language."""

    subject: str
    blocks: tuple[Block, ...]
    lang: str = "ru"


class _Policy(EmailPolicy):
    """SMTP's policy, but for two kinds of headers that Python's own folding spoils.

    A long message id is encoded like a word, and spaces between Cyrillic words get lost
    (CPython issues 110918, 92081; seen with 3.11.7).
    """

    def fold(self, name: str, value: str) -> str:
        return _folded(name, value) or super().fold(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return _folded(name, value).encode("ascii", "replace") or super().fold_binary(name, value)


POLICY: Final = _Policy(linesep="\r\n", raise_on_defect=False)


def message(letter: Letter, envelope: Envelope, date: datetime) -> EmailMessage:
    """Return the e-mail of a letter: plain text always, HTML beside it."""
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = " ".join(letter.subject.split())
    mail["From"] = _address(envelope.sender, envelope.sender_name)
    mail["To"] = _address(envelope.to)
    mail["Date"] = format_datetime(date)
    mail["Message-ID"] = envelope.message_id
    # RFC 3834, 5: whoever answers by machine must not answer a machine.
    mail["Auto-Submitted"] = "auto-replied" if envelope.answers else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "OOF, AutoReply"  # Exchange knows only this
    _add_thread(mail, envelope)
    mail.set_content(text(letter), cte="quoted-printable")
    mail.add_alternative(html(letter), subtype="html", cte="quoted-printable")
    mail["Content-Language"] = letter.lang
    return mail


def text(letter: Letter) -> str:
    """Return the letter as plain text."""
    return "\n\n".join(_as_text(block) for block in letter.blocks) + "\n"


def html(letter: Letter) -> str:
    """Return the letter as HTML that loads nothing from anywhere."""
    body = "\n".join(_as_html(block) for block in letter.blocks)
    return (
        f'<!doctype html>\n<html lang="{escape(letter.lang)}"><head><meta charset="utf-8">'
        f"<title>{escape(letter.subject)}</title></head>"
        f'<body style="margin:0"><div style="{_PAGE}">\n{body}\n</div></body></html>\n'
    )


def _add_thread(mail: EmailMessage, envelope: Envelope) -> None:
    if envelope.references:
        mail["In-Reply-To"] = envelope.references[-1]
        mail["References"] = " ".join(envelope.references)
    if envelope.reply_to:
        mail["Reply-To"] = _address(envelope.reply_to, envelope.sender_name)
    if envelope.unsubscribe_url:
        mail["List-Unsubscribe"] = f"<{envelope.unsubscribe_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _address(address: str, name: str = "") -> Address:
    user, _, host = address.rpartition("@")
    return Address(" ".join(name.split()), user, host)


def _folded(name: str, value: str) -> str:
    """Return the header's lines where this file folds it, else nothing."""
    if name.lower() in {"references", "in-reply-to", "list-unsubscribe"}:
        return f"{name}: " + "\r\n ".join(value.split()) + "\r\n"
    if value.isascii():
        return ""
    addresses = getattr(value, "addresses", None)
    if addresses is None:
        return f"{name}: {_encoded(name, value)}\r\n"
    (only,) = addresses
    return f"{name}: {_encoded(name, only.display_name)}\r\n <{only.addr_spec}>\r\n"


def _encoded(name: str, value: str) -> str:
    """Encode words by RFC 2047 in lines of 76 characters at most."""
    return Header(value, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n")


def _as_text(block: Block) -> str:
    match block:
        case Quote(words):
            return "\n".join(f"> {line}".rstrip() for line in words.split("\n"))
        case Link(words, url):
            return f"{words}:\n{url}"
        case Small(words, link):
            return f"-- \n{words}" + (f"\n{_as_text(link)}" if link else "")
        case Paragraph(words):
            return _ADDRESS.sub(_named_in_text, words)


def _as_html(block: Block) -> str:
    match block:
        case Quote(words):
            return f'<blockquote style="{_QUOTE}">{_lines(words)}</blockquote>'
        case Link(words, url):
            return f'<a style="{_BUTTON}" href="{escape(url)}">{escape(words)}</a>'
        case Small(words, link):
            more = f' <a href="{escape(link.url)}">{escape(link.text)}</a>' if link else ""
            return f'<p style="{_SMALL}">{_lines(words)}{more}</p>'
        case Paragraph(words):
            return f"<p>{_linked(words)}</p>"


def _named_in_text(match: re.Match[str]) -> str:
    return f"{match['name']} <{match['named']}>" if match["named"] else match[0]


def _linked(words: str) -> str:
    """Escape words of ours, addresses as links: bare ones and [named](ones)."""
    parts: list[str] = []
    end = 0
    for match in _ADDRESS.finditer(words):
        written = match[0] if match["named"] else match[0].rstrip(_TRAILING)
        address, name = match["named"] or written, match["name"] or written
        parts += [
            _lines(words[end : match.start()]),
            f'<a href="{escape(address)}">{escape(name)}</a>',
        ]
        end = match.start() + len(written)
    return "".join([*parts, _lines(words[end:])])


def _lines(words: str) -> str:
    return escape(words).replace("\n", "<br>\n")
