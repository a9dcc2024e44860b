"""A customer asks: from a filled form to a ticket, once however often the form is sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock, typed
from app.db import session, transaction
from app.errors import DomainError, InvalidInput
from app.search import history
from app.search.masking import mask
from app.tickets.beginning import begin
from app.tickets.models import Ticket
from app.tickets.states import State
from app.tickets.writing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

SUBJECT: Final = (3, 200)  # shortest and longest, characters
BODY: Final = (10, 10_000)
LONGEST_NAME: Final = 100
LONGEST_QUERY: Final = 300
_TOKEN_BYTES: Final = 24  # 192 bits


@dataclass(frozen=True)
class Request:
    """The form as typed; `submission_key` is the random value that the page put into its form."""

    subject: str
    body: str
    name: str
    email: str
    visitor: str
    submission_key: str
    query: str = ""
    search_id: int | None = None
    article_id: str | None = None
    lang: str = "ru"


def open_ticket(request: Request) -> Ticket:
    """Make the ticket, or return the one that the same form with the same words has made.

    Raises InvalidInput with sentences for `subject`, `body`, `name` and `email`.
    """
    request = _checked(request)
    submission = fingerprint(
        request.visitor, request.submission_key, request.subject, request.body, request.email
    )
    try:
        with transaction():
            return _made(submission) or _make(request, submission)
    except IntegrityError:
        return session.scalars(select(Ticket).where(Ticket.submission == submission)).one()


def token_hash(token: str) -> str:
    """Return what a customer's token is looked up by."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def folded(*parts: str) -> str:
    """Return the text as the desk's search box compares it: lower case, ё as е."""
    return " ".join(parts).lower().replace("ё", "е")


def _made(submission: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.submission == submission))


def _make(request: Request, submission: str) -> Ticket:
    now = clock.now()
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    ticket = Ticket(
        token=token,
        token_hash=token_hash(token),
        submission=submission,
        subject=request.subject,
        author_name=request.name,
        email=request.email,
        folded=folded(request.subject, request.name, request.email),
        visitor=request.visitor,
        search_id=history.own(request.search_id, request.visitor),
        query=request.query,
        article_id=request.article_id,
        lang=request.lang,
        state=State.NEW,
        version=1,
        created_at=now,
        updated_at=now,
        customer_wrote_at=now,
        waiting_since=now,
    )
    begin(ticket, request.body)
    return ticket


def _checked(request: Request) -> Request:
    problems: dict[str, DomainError] = {}
    cleaned: dict[str, str] = {}
    for field, check in _CHECKS.items():
        try:
            cleaned[field] = check(getattr(request, field))
        except DomainError as problem:
            problems[field] = problem
    if problems:
        raise InvalidInput(problems)
    return replace(request, **cleaned, query=_kept(request.query))  # type: ignore[arg-type]


def _kept(query: str) -> str:
    return mask(typed.line(query[: 4 * LONGEST_QUERY]))[:LONGEST_QUERY]


def _checked_subject(typed_in: str) -> str:
    too_short = DomainError("Напишите тему: хотя бы %(least)s знака.", least=SUBJECT[0])
    return _of_length(typed.line(typed_in), SUBJECT, too_short)


def _checked_text(typed_in: str) -> str:
    too_short = DomainError("Опишите вопрос подробнее: хотя бы %(least)s знаков.", least=BODY[0])
    return _of_length(typed.paragraphs(typed_in), BODY, too_short)


def _checked_name(typed_in: str) -> str:
    return _of_length(typed.line(typed_in), (0, LONGEST_NAME))


def _of_length(text: str, limits: tuple[int, int], too_short: DomainError | None = None) -> str:
    least, most = limits
    if too_short and len(text) < least:
        raise too_short
    return typed.at_most(most, text)


_CHECKS: Final[dict[str, Callable[[str], str]]] = {
    "subject": _checked_subject,
    "body": _checked_text,
    "name": _checked_name,
    "email": typed.email,
}
