"""What people type into fields, made clean: one line, paragraphs, an e-mail address."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import email_validator

from app.errors import DomainError

MAX_EMAIL: Final = 254  # RFC 5321, 4.5.3.1.3, less the angle brackets

# A company's own network names its mail hosts so.
_ALLOWED_SPECIAL: Final = frozenset({"local"})
_SPACES = re.compile(r"\s+")
_BLANK_LINES = re.compile(r"\n{3,}")
# They reorder the text around them, so that a line may look like another one.
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")

email_validator.SPECIAL_USE_DOMAIN_NAMES[:] = [
    name for name in email_validator.SPECIAL_USE_DOMAIN_NAMES if name not in _ALLOWED_SPECIAL
]


def line(text: str) -> str:
    """Return `text` as one line without control and direction characters, spaces single."""
    return _SPACES.sub(" ", _printable(_DIRECTIONS.sub("", text))).strip()


def paragraphs(text: str) -> str:
    """Return `text` with LF line ends, no control characters, no two blank lines in a row."""
    unix = text.replace("\r\n", "\n").replace("\r", "\n")
    return _BLANK_LINES.sub("\n\n", _printable(unix)).strip()


def at_most(most: int, text: str) -> str:
    """Return `text` if it is not longer than `most` characters; else DomainError."""
    if len(text) > most:
        raise DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=most, length=len(text)
        )
    return text


def address(text: str) -> str:
    """Return an account's address as accounts are looked up by, whether or not it is one."""
    return line(text).lower()


def email(text: str) -> str:
    """Return the address in one spelling (lower case); DomainError if it is none."""
    typed_in = line(text)
    if not typed_in:
        raise DomainError("Укажите адрес почты.")
    try:
        valid = email_validator.validate_email(typed_in, check_deliverability=False)
    except email_validator.EmailNotValidError:
        raise DomainError("Проверьте адрес почты: он должен быть вида name@example.ru.") from None
    if len(valid.normalized) > MAX_EMAIL:
        raise DomainError("Адрес длиннее %(most)s знаков.", most=MAX_EMAIL)
    return valid.normalized.lower()


def _printable(text: str) -> str:
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
