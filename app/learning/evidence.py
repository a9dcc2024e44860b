"""Reads from searches, readings and votes which searches of customers ended in nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  dataclasses are resolved by readers
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import select

from app.db import session
from app.feedback.models import Reading, Vote
from app.learning.journeys import Happening, Sign, failures
from app.learning.models import Reason  # noqa: TC001
from app.learning.wording import telling_words
from app.search.models import Click, Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

# A visitor with what they did.
Did = tuple[str, Happening]


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket that came of a search."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Failed:
    """A search that ended in nothing: whose, in which words, why, and what came of it."""

    search_id: int
    visitor: str
    at: datetime
    query: str
    words: frozenset[str]
    reason: Reason
    article_id: str | None
    ticket_number: int | None


class _Searched(NamedTuple):
    id: int
    visitor: str
    searched_at: datetime
    query: str
    correction: str | None
    lemmas: str
    total: int
    is_rescued: bool
    dissatisfied_at: datetime | None


def failed_since(
    since: datetime, now: datetime, asked: Mapping[int, Asked] | None = None
) -> list[Failed]:
    """Return customers' searches from `since` on that ended in nothing, oldest first.

    `asked` maps ids of searches to their tickets. Staff, bots, previews and what was only typed
    never count, nor does a search without a telling word.
    """
    asked = asked or {}
    searches = {row.id: row for row in _searches(since)}
    found = [
        _failed(searches[failure.search_id], failure.reason, failure.article_id, asked)
        for did in _by_visitor(searches.values(), since, asked)
        for failure in failures(did, now)
    ]
    return sorted((f for f in found if f.words), key=lambda f: (f.at, f.search_id))


def _searches(since: datetime) -> Iterator[_Searched]:
    chosen = select(*(getattr(Search, name) for name in _Searched._fields)).where(
        Search.searched_at >= since,
        Search.is_staff.is_(False),
        Search.is_bot.is_(False),
        Search.channel != "completion",
        Search.visitor != "",
    )
    return (_Searched(*row) for row in session.execute(chosen))


def _by_visitor(
    searches: Iterable[_Searched], since: datetime, asked: Mapping[int, Asked]
) -> Iterable[Sequence[Happening]]:
    """Return what each visitor who searched did, in time order."""
    did: defaultdict[str, list[Happening]] = defaultdict(list)
    for row in searches:
        did[row.visitor].extend(_of_search(row, asked))
    for visitor, happening in chain(_clicks(since), _readings(since), _votes(since)):
        if visitor in did:
            did[visitor].append(happening)
    return (sorted(happenings, key=lambda h: h.at) for happenings in did.values())


def _of_search(row: _Searched, asked: Mapping[int, Asked]) -> Iterator[Happening]:
    found = row.total > 0 and not row.is_rescued
    lemmas = frozenset(row.lemmas.replace("не ", "").split(", "))
    yield Happening(row.searched_at, Sign.SEARCHED, row.id, words=lemmas, found=found)
    if row.dissatisfied_at:
        yield Happening(row.dissatisfied_at, Sign.DISSATISFIED, row.id)
    if row.id in asked:
        yield Happening(asked[row.id].at, Sign.ASKED, row.id)


def _clicks(since: datetime) -> Iterator[Did]:
    chosen = select(Search.visitor, Click.clicked_at, Click.search_id, Click.article_id)
    rows = session.execute(chosen.join(Click.search).where(Search.searched_at >= since))
    for visitor, at, search_id, article_id in rows:
        yield visitor, Happening(at, Sign.OPENED, search_id, article_id)


def _readings(since: datetime) -> Iterator[Did]:
    chosen = select(Reading.visitor, Reading.opened_at, Reading.search_id, Reading.article_id)
    people = chosen.where(Reading.is_staff.is_(False), Reading.is_bot.is_(False))
    for visitor, at, search_id, article_id in session.execute(
        people.where(Reading.opened_at >= since)
    ):
        yield visitor, Happening(at, Sign.OPENED, search_id, article_id)


def _votes(since: datetime) -> Iterator[Did]:
    chosen = select(Vote.visitor, Vote.cast_at, Vote.search_id, Vote.article_id, Vote.helpful)
    people = chosen.where(Vote.is_staff.is_(False), Vote.cast_at >= since)
    for visitor, at, search_id, article_id, helpful in session.execute(people):
        sign = Sign.HELPED if helpful else Sign.NOT_HELPED
        yield visitor, Happening(at, sign, search_id, article_id)


def _failed(
    search: _Searched, reason: Reason, article_id: str | None, asked: Mapping[int, Asked]
) -> Failed:
    ticket = asked.get(search.id)
    return Failed(
        search.id,
        search.visitor,
        search.searched_at,
        search.query,
        telling_words(search.correction or search.query),
        reason,
        article_id,
        ticket.number if ticket else None,
    )
