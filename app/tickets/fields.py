"""What a customer answers to the fields of a category: checked, and kept with the ticket."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from app import typed
from app.db import session
from app.errors import DomainError, InvalidInput
from app.tickets.asking_models import TicketField

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.articles.form_fields import FormField
    from app.tickets.models import Ticket

LONGEST_VALUE: Final = 200  # characters; a date needs ten
PREFIX: Final = "field_"  # of the names in the form, so that no field shadows another


@dataclass(frozen=True)
class Answer:
    """A field that was filled in, with the label that was read."""

    key: str
    label: str
    value: str


def checked(
    fields: Iterable[FormField], values: Mapping[str, str], lang: str = "ru"
) -> tuple[Answer, ...]:
    """Return the answers, empty ones left out; `values` holds them under `PREFIX` + key.

    Raises InvalidInput with a sentence for each wrong field, under the same names.
    """
    answers: list[Answer] = []
    problems: dict[str, DomainError] = {}
    for field in fields:
        name = PREFIX + field.key
        try:
            value = _checked(field, values.get(name, ""))
        except DomainError as problem:
            problems[name] = problem
            continue
        if value:
            answers.append(Answer(field.key, field.label_in(lang)[:LONGEST_VALUE], value))
    if problems:
        raise InvalidInput(problems)
    return tuple(answers)


def keep(ticket: Ticket, answers: Iterable[Answer]) -> None:
    """Within a transaction: store the answers of a new ticket."""
    session.add_all(
        TicketField(
            ticket_number=ticket.number,
            key=answer.key,
            place=place,
            label=answer.label,
            value=answer.value,
        )
        for place, answer in enumerate(answers)
    )


def of(ticket: Ticket) -> Sequence[TicketField]:
    """Return what was answered, in the form's order."""
    chosen = select(TicketField).where(TicketField.ticket_number == ticket.number)
    return session.scalars(chosen.order_by(TicketField.place)).all()


def _checked(field: FormField, typed_in: str) -> str:
    value = typed.line(typed_in)
    if not value:
        if field.required:
            raise DomainError("Заполните это поле.")
        return ""
    if field.kind == "select" and value not in field.options:
        raise DomainError("Выберите ответ из списка.")
    if field.kind == "date":
        return _date(value)
    typed.at_most(LONGEST_VALUE, value)
    if field.pattern and not re.fullmatch(field.pattern, value):
        raise DomainError("Проверьте, всё ли верно: такого мы здесь не ждали.")
    return value


def _date(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise DomainError("Укажите дату: день, месяц и год.") from None
