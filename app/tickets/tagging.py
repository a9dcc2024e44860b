"""Tags of a ticket: words that agents give it, in one spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, select

from app import typed
from app.db import add_if_new, session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.link_models import Tag
from app.tickets.rights import locked_for
from app.tickets.states import Step
from app.tickets.writing import agent, take_step

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LONGEST: Final = 50  # characters
MOST: Final = 20  # of one ticket
SUGGESTED: Final = 20


def cleaned(tag: str) -> str:
    """Return the tag in its one spelling: lower case, no # before it, no commas."""
    return typed.line(tag).lstrip("#").replace(",", " ").strip().lower()[:LONGEST]


def of(number: int) -> Sequence[str]:
    """Return the ticket's tags by name."""
    return session.scalars(
        select(Tag.tag).where(Tag.ticket_number == number).order_by(Tag.tag)
    ).all()


def of_each(numbers: Iterable[int]) -> Mapping[int, Sequence[str]]:
    """Return the tags of these tickets by their numbers, in one query."""
    chosen = select(Tag).where(Tag.ticket_number.in_(list(numbers))).order_by(Tag.tag)
    tags: dict[int, list[str]] = {}
    for row in session.scalars(chosen):
        tags.setdefault(row.ticket_number, []).append(row.tag)
    return tags


def known(beginning: str = "") -> Sequence[str]:
    """Return up to 20 tags that begin so, the most used first."""
    begins = Tag.tag.startswith(cleaned(beginning), autoescape=True)
    by_use = select(Tag.tag).where(begins).group_by(Tag.tag)
    return session.scalars(by_use.order_by(func.count().desc(), Tag.tag).limit(SUGGESTED)).all()


def add(number: int, account_id: int, tag: str) -> None:
    """Give the ticket a tag, once; raises NotFound, InvalidInput for `tag`."""
    name = cleaned(tag)
    if not name:
        raise InvalidInput({"tag": DomainError("Напишите метку.")})
    with transaction():
        ticket = locked_for(account_id, number)
        has = of(number)
        if name in has:
            return
        if len(has) >= MOST:
            raise InvalidInput({"tag": DomainError("Меток не больше %(most)s.", most=MOST)})
        add_if_new(Tag, ticket_number=number, tag=name)
        take_step(ticket, Step.TAGGED, agent(account_id), details={"tag": name})


def remove(number: int, account_id: int, tag: str) -> None:
    """Take a tag away, if the ticket has it; raises NotFound."""
    name = cleaned(tag)
    with transaction() as rows:
        ticket = locked_for(account_id, number)
        if name not in of(number):
            return
        rows.execute(delete(Tag).where(Tag.ticket_number == number, Tag.tag == name))
        take_step(ticket, Step.UNTAGGED, agent(account_id), details={"tag": name})
