"""Writes the deflection ledger: what was suggested, opened, said to have helped, and sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock
from app.db import session, take_turns, transaction
from app.feedback import readings
from app.tickets.asking_models import StartedAsk, SuggestedArticle
from app.tickets.deflection import DECIDED_AFTER, STARTED_AT
from app.tickets.models import Ticket
from app.tickets.writing import fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

ONE_ASK: Final = timedelta(days=1)  # as long as the browser keeps the draft
ONE_SITTING: Final = timedelta(minutes=30)  # in which a ticket takes «Это решило вопрос» back
LATEST_READINGS: Final = 200


@dataclass(frozen=True)
class Suggested:
    """An article that was found for what is typed; `was_read` when the visitor had opened it."""

    article_id: str
    anchor: str
    was_read: bool


def already_read(visitor: str) -> frozenset[str]:
    """Return ids of the articles that the visitor has opened lately."""
    return frozenset(r.article_id for r in readings.recent(visitor, limit=LATEST_READINGS))


def suggest(
    visitor: str,
    submission_key: str,
    typed: int,
    suggested: Sequence[Suggested],
    *,
    withheld: bool = False,
) -> None:
    """Note a look for suggestions: `typed` characters, what was found, and whether it was shown.

    A late one, of a form whose ask has ended, changes nothing.
    """
    form = _form(visitor, submission_key)
    with transaction():
        take_turns(f"ask {visitor}")
        ask = _goes_on(visitor, form) or _begin(visitor, form)
        if _has_ended(ask):
            return
        ask.form, ask.seen_at = form, clock.now()
        ask.typed, ask.found = max(ask.typed, typed), max(ask.found, len(suggested))
        if suggested and not withheld:
            ask.shown_at = ask.shown_at or ask.seen_at
            _note_shown(ask, suggested)
        ask.withheld = ask.shown_at is None and (ask.withheld or withheld)


def opened(visitor: str, article_id: str) -> None:
    """Note that a suggestion was opened inside the form; one that was never shown is none."""
    with transaction():
        take_turns(f"ask {visitor}")
        ask = _latest(visitor)
        shown = session.get(SuggestedArticle, (ask.id, article_id)) if ask else None
        if ask is None or shown is None or _has_ended(ask):
            return
        ask.seen_at = clock.now()
        ask.opened_at = ask.opened_at or ask.seen_at
        shown.opened_at = shown.opened_at or ask.seen_at


def solve(visitor: str, submission_key: str, article_id: str | None) -> None:
    """Note «Это решило вопрос»: it ends the ask; said again, or after a ticket, it changes nothing.

    `article_id` is the article beside which it was said, if there is one.
    """
    with transaction():
        take_turns(f"ask {visitor}")
        ask = _goes_on(visitor, _form(visitor, submission_key))
        if ask is None or _has_ended(ask):
            return
        ask.solved_at = ask.seen_at = clock.now()
        ask.solved_by = article_id[:200] if article_id else None


def send(ticket: Ticket, submission_key: str, *, begins: bool) -> None:
    """Within a transaction: the asks of this visitor, or of this e-mail, became a ticket.

    An ask without a sign of life for 7 days has another story. A form sent without any look for
    suggestions is an ask too, one without suggestion, where `begins` says that one begins here.
    """
    take_turns(f"ask {ticket.visitor}")
    form = _form(ticket.visitor, submission_key)
    waiting = list(_waiting(ticket))
    if begins and _goes_on(ticket.visitor, form) not in waiting:
        waiting.append(_begin(ticket.visitor, form, typed=STARTED_AT))
    for ask in waiting:
        ask.ticketed_at, ask.ticket_number = ticket.created_at, ticket.number
        if ask.form == form:  # no question that is accepted is shorter
            ask.typed, ask.seen_at = max(ask.typed, STARTED_AT), ticket.created_at


def of_ticket(ticket: Ticket) -> Sequence[SuggestedArticle]:
    """Return what was suggested before the ticket was sent, and what of it was opened."""
    shown = select(SuggestedArticle).join(StartedAsk, StartedAsk.id == SuggestedArticle.ask_id)
    shown = shown.where(StartedAsk.ticket_number == ticket.number)
    return session.scalars(shown.order_by(SuggestedArticle.shown_at, SuggestedArticle.rank)).all()


def forget_before(moment: datetime) -> None:
    """Delete the asks that began before an aware `moment`, with their evidence."""
    with transaction() as rows:
        rows.execute(delete(StartedAsk).where(StartedAsk.started_at < moment))


def _form(visitor: str, submission_key: str) -> str:
    return fingerprint("ask", visitor, submission_key)


def _latest(visitor: str) -> StartedAsk | None:
    asks = select(StartedAsk).where(StartedAsk.visitor == visitor)
    return session.scalar(asks.order_by(StartedAsk.seen_at.desc(), StartedAsk.id.desc()).limit(1))


def _goes_on(visitor: str, form: str) -> StartedAsk | None:
    """Return the ask that this form belongs to: its own, ended or not, or the open one of today."""
    ask = _latest(visitor)
    if ask is None or ask.form == form:
        return ask
    is_fresh = clock.now() - ask.seen_at < ONE_ASK
    return ask if is_fresh and not _has_ended(ask) else None


def _has_ended(ask: StartedAsk) -> bool:
    return ask.solved_at is not None or ask.ticketed_at is not None


def _begin(visitor: str, form: str, typed: int = 0) -> StartedAsk:
    now = clock.now()
    ask = StartedAsk(
        visitor=visitor,
        form=form,
        started_at=now,
        seen_at=now,
        typed=typed,
        found=0,
        withheld=False,
    )
    session.add(ask)
    return ask


def _note_shown(ask: StartedAsk, suggested: Sequence[Suggested]) -> None:
    session.flush()
    known = set(
        session.scalars(
            select(SuggestedArticle.article_id).where(SuggestedArticle.ask_id == ask.id)
        )
    )
    session.add_all(
        SuggestedArticle(
            ask_id=ask.id,
            article_id=one.article_id,
            anchor=one.anchor[:200],
            rank=rank,
            was_read=one.was_read,
            shown_at=ask.seen_at,
        )
        for rank, one in enumerate(suggested, 1)
        if one.article_id not in known
    )


def _waiting(ticket: Ticket) -> Sequence[StartedAsk]:
    """The visitor's asks, and those of visitors who have written from this address before."""
    same = select(Ticket.visitor).where(Ticket.email == ticket.email, Ticket.visitor != "")
    asks = select(StartedAsk).where(
        StartedAsk.visitor.in_(same) | (StartedAsk.visitor == ticket.visitor),
        StartedAsk.seen_at >= ticket.created_at - DECIDED_AFTER,
        StartedAsk.ticketed_at.is_(None),
        StartedAsk.solved_at.is_(None) | (StartedAsk.solved_at >= ticket.created_at - ONE_SITTING),
    )
    return session.scalars(asks).all()
