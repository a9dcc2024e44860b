"""A customer asks: from a filled form to a ticket, once however often the form is sent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from app import clock, typed
from app.db import session, take_turns, transaction
from app.errors import DomainError, InvalidInput
from app.search import history
from app.search.masking import mask
from app.tickets import attachments, consent, fields, started_asks
from app.tickets.beginning import begin
from app.tickets.kinds import Kind
from app.tickets.models import Message, Ticket
from app.tickets.states import State
from app.tickets.writing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.tickets.consent import Given
    from app.tickets.fields import Answer

SUBJECT: Final = (3, 200)  # shortest and longest, characters
BODY: Final = (10, 10_000)
LONGEST_NAME: Final = 100
LONGEST_QUERY: Final = 300
LONGEST_CATEGORY: Final = 100
SAME_WORDS: Final = timedelta(minutes=10)  # sent again from a new form: the same question
TOKEN_BYTES: Final = 24  # 192 bits


@dataclass(frozen=True)
class Request:
    """The form as typed; `submission_key` is the random value that the page put into its form.

    `answers` and `consent` have been checked by their own modules. Files that wait under the same
    visitor and key join the first message. `in_ledger` when a person, no robot and none of the
    staff, asks through the form.
    """

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
    kind: Kind = Kind.QUESTION
    category: str | None = None
    answers: tuple[Answer, ...] = ()
    consent: Given | None = None
    in_ledger: bool = False


def open_ticket(request: Request) -> Ticket:
    """Make the ticket, or return the one that this form, or the same words just now, has made.

    Raises InvalidInput with sentences for `subject`, `body`, `name` and `email`.
    """
    request = check(request)
    submission = _submission(request)
    try:
        with transaction():
            take_turns(f"ask {request.visitor}")
            return _made(submission) or _just_made(request) or _make(request, submission)
    except IntegrityError:
        return session.scalars(select(Ticket).where(Ticket.submission == submission)).one()


def check(request: Request) -> Request:
    """Return the request cleaned; raises InvalidInput as `open_ticket` does, and makes nothing."""
    problems: dict[str, DomainError] = {}
    cleaned: dict[str, str] = {}
    for field, clean in _CHECKS.items():
        try:
            cleaned[field] = clean(getattr(request, field))
        except DomainError as problem:
            problems[field] = problem
    if problems:
        raise InvalidInput(problems)
    return replace(request, **cleaned, query=_kept(request.query))  # type: ignore[arg-type]


def is_repeat(ticket: Ticket, request: Request) -> bool:
    """Tell whether `ticket`, which this request was answered with, came from another form."""
    return ticket.submission != _submission(check(request))


def token_hash(token: str) -> str:
    """Return what a customer's token is looked up by."""
    return sha256(token.encode("utf-8", "replace")).hexdigest()


def folded(*parts: str) -> str:
    """Return the text as the desk's search box compares it: lower case, ё as е."""
    return " ".join(parts).lower().replace("ё", "е")


def _submission(request: Request) -> str:
    return fingerprint(
        request.visitor, request.submission_key, request.subject, request.body, request.email
    )


def _made(submission: str) -> Ticket | None:
    return session.scalar(select(Ticket).where(Ticket.submission == submission))


def _just_made(request: Request) -> Ticket | None:
    """Return the visitor's ticket with the same words, sent from another form minutes ago."""
    same = select(Ticket).join(Message, Message.submission == Ticket.submission)
    return session.scalar(
        same.where(
            Ticket.visitor == request.visitor,
            Ticket.email == request.email,
            Ticket.subject == request.subject,
            Ticket.created_at > clock.now() - SAME_WORDS,
            Message.body == request.body,
        ).limit(1)
    )


def _make(request: Request, submission: str) -> Ticket:
    now = clock.now()
    token = secrets.token_urlsafe(TOKEN_BYTES)
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
        kind=request.kind,
        category=request.category[:LONGEST_CATEGORY] if request.category else None,
        lang=request.lang,
        state=State.NEW,
        version=1,
        created_at=now,
        updated_at=now,
        customer_wrote_at=now,
        waiting_since=now,
    )
    message = begin(ticket, request.body)
    fields.keep(ticket, request.answers)
    attachments.attach(attachments.form_of(request.visitor, request.submission_key), message)
    if request.consent:
        consent.keep(ticket, request.consent)
    started_asks.send(ticket, request.submission_key, begins=request.in_ledger)
    return ticket


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
