"""Takes the demonstration away: tickets, visits, gaps, teams and people, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app.accounts import accounts
from app.curation.attention.models import Check, KeptFinding
from app.db import session, transaction
from app.demo import curated
from app.demo.marks import DOMAIN, TEAM, VISITOR
from app.demo.staff import COLLEAGUES, SIGNING_IN
from app.feedback.models import Reading, Vote
from app.learning.models import Gap, GapSearch
from app.outbox.models import Delivery
from app.search.models import Search
from app.tickets import teams
from app.tickets.asking_models import StartedAsk
from app.tickets.models import Ticket
from app.tickets.team_models import Team

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import InstrumentedAttribute

AT_ONCE = 500  # rows that one statement deletes


def remove() -> None:
    """Delete the demonstration; doing it again does nothing.

    A person of it who has done something that stays is only disabled.
    """
    with transaction() as rows:
        rows.execute(delete(KeptFinding))  # they tell of demo votes too, and come again by night
        rows.execute(delete(Check).where(Check.started_at.is_(None)))
        curated.forget()
        _remove_tickets()
        _remove_visits()
        for team in session.scalars(select(Team).where(Team.name.endswith(TEAM))).all():
            teams.remove(team.id)
        session.flush()
        for email, _name, _role in (*SIGNING_IN, *COLLEAGUES):
            _remove_person(email)


def _remove_tickets() -> None:
    demo = select(Ticket.number).where(_is_demo(Ticket.visitor), Ticket.email.endswith(DOMAIN))
    numbers = set(session.scalars(demo))
    _delete(Delivery.id, _letters(numbers))
    _delete(Ticket.number, numbers)


def _letters(numbers: Collection[int]) -> list[int]:
    rows = session.execute(select(Delivery.id, Delivery.payload))
    return [delivery_id for delivery_id, payload in rows if _ticket_of(payload) in numbers]


def _ticket_of(payload: Mapping[str, object]) -> object:
    """Return the number of the ticket that a letter or webhook is about."""
    body = payload.get("body")
    ticket = body.get("ticket") if isinstance(body, dict) else payload.get("ticket")
    return ticket.get("number") if isinstance(ticket, dict) else ticket


def _remove_visits() -> None:
    """Delete what demo visitors did, and the gaps that only their searches show."""
    searched = select(Search.id).where(_is_demo(Search.visitor))
    shown = select(GapSearch.gap_id).where(GapSearch.search_id.in_(searched)).distinct()
    gaps = set(session.scalars(shown))
    for visitor in (StartedAsk.visitor, Vote.visitor, Reading.visitor, Search.visitor):
        session.execute(delete(visitor.class_).where(_is_demo(visitor)))
    left = set(session.scalars(select(GapSearch.gap_id).where(GapSearch.gap_id.in_(gaps))))
    _delete(Gap.id, gaps - left)


def _is_demo(visitor: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    return visitor.startswith(VISITOR, autoescape=True)


def _delete(key: InstrumentedAttribute[int], ids: Iterable[int]) -> None:
    ordered = sorted(ids)
    for start in range(0, len(ordered), AT_ONCE):
        part = ordered[start : start + AT_ONCE]
        session.execute(delete(key.class_).where(key.in_(part)))


def _remove_person(email: str) -> None:
    account = accounts.find_by_email(email)
    if account is None:
        return
    try:
        with session.begin_nested():
            session.delete(account)
    except IntegrityError:
        accounts.disable(email)
