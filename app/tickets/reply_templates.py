"""Texts to begin a reply with: own and shared ones, with places for name, number and article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from app import clock, typed
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.tickets.desk_models import ReplyTemplate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.models import Ticket

LONGEST_TITLE: Final = 100  # characters
LONGEST_BODY: Final = 10_000
PLACES: Final = ("имя", "номер", "статья")
_PLACE: Final = re.compile(r"\{\s*(\w+)\s*\}")
_NAMELESS: Final = re.compile(r"[,;]?[ \t]*\{\s*имя\s*\}", re.IGNORECASE)


@dataclass(frozen=True)
class TemplateForm:
    """A template as typed."""

    title: str
    body: str
    shared: bool = False


def of(account_id: int) -> Sequence[ReplyTemplate]:
    """Return what this account may use: its own and the shared ones, by title."""
    usable = or_(ReplyTemplate.owner_id == account_id, ReplyTemplate.owner_id.is_(None))
    chosen = select(ReplyTemplate).where(usable)
    return session.scalars(chosen.order_by(ReplyTemplate.title, ReplyTemplate.id)).all()


def get(template_id: int, account_id: int) -> ReplyTemplate:
    """Return a template that this account may use and change; raises NotFound."""
    template = session.get(ReplyTemplate, template_id)
    if template is None or template.owner_id not in (None, account_id):
        raise NotFound("Такого шаблона нет.")
    return template


def add(account_id: int, form: TemplateForm) -> ReplyTemplate:
    """Keep a new template; raises InvalidInput for `title` and `body`."""
    values, now = _checked(form, account_id), clock.now()
    with transaction() as rows:
        template = ReplyTemplate(**values, created_at=now, updated_at=now)
        rows.add(template)
    return template


def change(template_id: int, account_id: int, form: TemplateForm) -> ReplyTemplate:
    """Change a template; raises NotFound, InvalidInput for `title` and `body`."""
    values = _checked(form, account_id)
    with transaction():
        template = get(template_id, account_id)
        for name, value in values.items():
            setattr(template, name, value)
        template.updated_at = clock.now()
    return template


def remove(template_id: int, account_id: int) -> None:
    """Remove a template; raises NotFound."""
    with transaction() as rows:
        rows.delete(get(template_id, account_id))


def render(body: str, ticket: Ticket, article: str = "") -> str:
    """Return the text with its places filled; `article` is a link or a title.

    A customer without a name is greeted without one («Здравствуйте, {имя}!» → «Здравствуйте!»).
    A place that nothing is known for stays, so that the agent sees it.
    """
    if not ticket.author_name:
        body = _NAMELESS.sub("", body)
    known = {"имя": ticket.author_name, "номер": str(ticket.number), "статья": article}
    return _PLACE.sub(lambda place: known.get(place[1].lower(), "") or place[0], body)


def _checked(form: TemplateForm, account_id: int) -> dict[str, object]:
    problems: dict[str, DomainError] = {}
    title, body = typed.line(form.title), typed.paragraphs(form.body)
    if not 0 < len(title) <= LONGEST_TITLE:
        problems["title"] = DomainError("Название: от 1 до %(most)s знаков.", most=LONGEST_TITLE)
    if not 0 < len(body) <= LONGEST_BODY:
        problems["body"] = DomainError("Текст: от 1 до %(most)s знаков.", most=LONGEST_BODY)
    unknown = [name for name in _PLACE.findall(body) if name.lower() not in PLACES]
    if unknown and "body" not in problems:
        problems["body"] = DomainError(
            "Места {%(name)s} нет: есть {имя}, {номер} и {статья}.", name=unknown[0]
        )
    if problems:
        raise InvalidInput(problems)
    return {"title": title, "body": body, "owner_id": None if form.shared else account_id}
