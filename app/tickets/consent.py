"""Consent to the processing of personal data: the document, its versions, and the journal.

A separate document, as 152-ФЗ (article 9, in force since 2025-09-01) asks for. What was agreed
to can be shown later: every version of the text is kept once, and every consent names its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from app.db import add_if_new, session
from app.errors import DomainError, InvalidInput
from app.tickets.asking_models import Consent, ConsentText

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.models import Ticket

FIELD: Final = "consent"
DEFAULT_PATH: Final = Path(__file__).parent / "data" / "consent.md"


@dataclass(frozen=True)
class Document:
    """The consent document in Markdown; `version` is the SHA-256 of its text."""

    text: str
    version: str


@dataclass(frozen=True)
class Given:
    """A box that was ticked beside this version of the document."""

    document: Document


def read(path: Path | None) -> Document:
    """Return the document of this file, or the one that comes along. Raises OSError."""
    path = path or DEFAULT_PATH
    return _read(path, path.stat().st_mtime_ns)


def checked(document: Document, *, ticked: bool, version: str) -> Given:
    """Return the consent; raises InvalidInput for `consent`.

    `version` is the one that the form showed: nobody agrees to a text that they could not see.
    """
    if not ticked:
        raise InvalidInput({FIELD: DomainError("Без согласия мы не можем принять вопрос.")})
    if version != document.version:
        changed = "Текст согласия изменился. Прочитайте его и отметьте ещё раз."
        raise InvalidInput({FIELD: DomainError(changed)})
    return Given(document)


def keep(ticket: Ticket, given: Given) -> None:
    """Within a transaction: write a line of the journal."""
    now = ticket.created_at
    text = {"version": given.document.version, "text": given.document.text}
    add_if_new(ConsentText, **text, first_used_at=now)
    session.add(
        Consent(
            ticket_number=ticket.number,
            version=given.document.version,
            visitor_hash=sha256(ticket.visitor.encode()).hexdigest(),
            given_at=now,
        )
    )


def of(ticket_number: int) -> Sequence[tuple[Consent, ConsentText]]:
    """Return the ticket's lines of the journal with the texts that were agreed to."""
    lines = select(Consent, ConsentText).join(ConsentText).order_by(Consent.id)
    found = session.execute(lines.where(Consent.ticket_number == ticket_number))
    return [(line, text) for line, text in found]


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int) -> Document:  # noqa: ARG001  a new time is a new text
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n").strip() + "\n"
    return Document(text, sha256(text.encode()).hexdigest())
