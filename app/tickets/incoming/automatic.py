"""Tells mail that a machine wrote from mail of a person: answering a machine makes loops."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from app.tickets.incoming.message import Headers

_PRECEDENCE: Final = frozenset({"bulk", "junk", "list", "auto_reply", "auto-reply"})
_MARKS: Final = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-autoreply-from",
    "x-auto-reply-from",
    "x-failed-recipients",
    "list-id",
    "list-unsubscribe",
    "feedback-id",
)
_ROBOTS: Final = re.compile(
    r"(?:mailer-daemon|postmaster|no-?reply|do-?not-?reply|bounces?|auto-?reply)(?:[+.\-][^@]*)?@",
    re.IGNORECASE,
)
_SUBJECT: Final = re.compile(
    r"\s*(?:автоответ|автоматический ответ|автоматическое уведомление|вне офиса"
    r"|auto(?:matic)?[ -]?(?:reply|response|answer)|out of (?:the )?office"
    r"|(?:undeliverable|undelivered|mail delivery (?:failed|failure)|delivery status"
    r"|недоставлен|не удалось доставить))",
    re.IGNORECASE,
)


def sign_of_a_machine(headers: Headers, sender: str, subject: str, content_type: str) -> str:
    """Return what gives a machine away, in words for the log; "" for a person (RFC 3834, 2)."""
    submitted = headers.first("auto-submitted").lower().strip()
    if submitted and not submitted.startswith("no"):
        return "Auto-Submitted"
    if headers.first("precedence").lower().strip() in _PRECEDENCE:
        return "Precedence"
    mark = next((name for name in _MARKS if headers.first(name)), None)
    if mark:
        return mark
    if content_type == "multipart/report" or headers.first("return-path").strip() == "<>":
        return "a report of a mail server"
    if _ROBOTS.match(sender):
        return "a robot's address"
    return "a robot's subject" if _SUBJECT.match(subject) else ""
