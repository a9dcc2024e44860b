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

from app import clock
from app.db import add_if_new, session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.asking_models import Consent, ConsentText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from app.feedback.models import Vote
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
    """Within a transaction: write a ticket's line of the journal."""
    _keep(given, ticket.visitor, ticket.created_at, ticket_number=ticket.number)


def explain_vote(given: Given | None, explain: Callable[[], Vote]) -> Vote:
    """Let a reader explain a vote; an address left with it gets its line of the journal.

    Raises what `explain` raises.
    """
    with transaction():
        vote = explain()
        session.flush()
        if given and vote.email and not _is_kept(vote, given):
            _keep(given, vote.visitor, clock.now(), vote_id=vote.id)
    return vote


def of_vote(vote_id: int) -> Sequence[tuple[Consent, ConsentText]]:
    """Return a vote's lines of the journal with the texts that were agreed to."""
    return _lines(Consent.vote_id == vote_id)


def of(ticket_number: int) -> Sequence[tuple[Consent, ConsentText]]:
    """Return the ticket's lines of the journal with the texts that were agreed to."""
    return _lines(Consent.ticket_number == ticket_number)


def _keep(given: Given, visitor: str, now: datetime, **about: int) -> None:
    text = {"version": given.document.version, "text": given.document.text}
    add_if_new(ConsentText, **text, first_used_at=now)
    visitor_hash = sha256(visitor.encode()).hexdigest()
    line = Consent(version=given.document.version, visitor_hash=visitor_hash, given_at=now, **about)
    session.add(line)


def _is_kept(vote: Vote, given: Given) -> bool:
    same = (Consent.vote_id == vote.id, Consent.version == given.document.version)
    return session.scalar(select(Consent.id).where(*same).limit(1)) is not None


def _lines(condition: ColumnElement[bool]) -> Sequence[tuple[Consent, ConsentText]]:
    lines = select(Consent, ConsentText).join(ConsentText).order_by(Consent.id)
    return [(line, text) for line, text in session.execute(lines.where(condition))]


@lru_cache(maxsize=4)
def _read(path: Path, changed_ns: int) -> Document:  # noqa: ARG001  a new time is a new text
    text = path.read_text(encoding="utf-8").replace("\r\n", "\n").strip() + "\n"
    return Document(text, sha256(text.encode()).hexdigest())
