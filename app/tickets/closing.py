"""Closing a ticket and saying what it gave to the articles, in one step; and taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app import clock
from app.db import transaction
from app.errors import DomainError, InvalidInput
from app.tickets import article_links, desk
from app.tickets.kinds import Inserted, Outcome
from app.tickets.notices import UNDO_FOR
from app.tickets.states import FINISHED, Step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.link_models import ArticleLink
    from app.tickets.models import Event, Ticket

_ENDINGS: Final = (Step.AGENT_CLOSED, Step.SOLVED)


def close(number: int, account_id: int, *, version: int, outcome: str, reason: str = "") -> Ticket:
    """Close without a reply and keep the outcome (see `conclude`).

    Raises Outdated, Conflict (closed already), NotFound, InvalidInput as `conclude` does.
    """
    with transaction():
        _check(number, outcome)
        ticket = desk.close(number, account_id, version=version)
        article_links.conclude(number, account_id, outcome, reason)
    return ticket


def conclude(number: int, account_id: int, outcome: str, reason: str = "") -> Ticket:
    """Keep what the ticket gave to the articles, where its links bear that out.

    Raises NotFound, InvalidInput for `outcome`, and for `reason` where no article was needed.
    """
    with transaction():
        _check(number, outcome)
        return article_links.conclude(number, account_id, outcome, reason)


def fitting(links: Sequence[ArticleLink]) -> Outcome | None:
    """Return the outcome that the linked articles speak for."""
    if any(link.how is Inserted.CREATED for link in links):
        return Outcome.CREATED
    return Outcome.LINKED if links else None


def may_undo(ticket: Ticket, events: Sequence[Event], account_id: int) -> bool:
    """Tell whether this account finished the ticket a moment ago, so that undoing is one click."""
    if ticket.state not in FINISHED or ticket.finished_at is None:
        return False
    ends = [event for event in events if event.step in _ENDINGS]
    mine = bool(ends) and ends[-1].account_id == account_id
    return mine and clock.now() - ticket.finished_at < UNDO_FOR


def _check(number: int, outcome: str) -> None:
    links = article_links.of(number)
    if outcome == Outcome.LINKED and not links:
        raise InvalidInput({"outcome": DomainError("К заявке не привязано ни одной статьи.")})
    if outcome == Outcome.CREATED and fitting(links) is not Outcome.CREATED:
        raise InvalidInput({"outcome": DomainError("Из этой заявки статьи ещё не создали.")})
