"""What the customer tried around asking: searches, openings of articles, votes, in time order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.feedback import readings, voting
from app.search import history

if TYPE_CHECKING:
    from datetime import datetime

    from app.feedback.models import Reading, Vote
    from app.search.models import Search
    from app.tickets.models import Ticket

EACH_AT_MOST: Final = 50  # searches, openings and votes, each
REACHES_BACK: Final = timedelta(days=30)  # what was tried long before is another story
SAME_OPENING: Final = timedelta(minutes=30)  # a page reloaded within this time is one opening


class Kind(StrEnum):
    """What the customer did."""

    SEARCH = "search"
    OPENING = "opening"
    VOTE = "vote"
    ASKED = "asked"


@dataclass(frozen=True)
class TrailEntry:
    """One thing the customer did; which fields are set depends on `kind`.

    search: `text` and `total` (articles found), `dissatisfied`; opening: `article_id`, `seconds`;
    vote: `article_id`, `helpful`, `reason`, `text` (the comment); asked: `text` (the subject).
    """

    kind: Kind
    at: datetime
    text: str = ""
    total: int | None = None
    dissatisfied: bool = False
    article_id: str | None = None
    seconds: int = 0
    helpful: bool | None = None
    reason: str | None = None


def trail(ticket: Ticket) -> list[TrailEntry]:
    """Return the customer's steps from 30 days before the ticket until now, oldest first."""
    visitor = ticket.visitor
    entries = [
        TrailEntry(Kind.ASKED, ticket.created_at, text=ticket.subject),
        *map(_searched, history.recent(visitor, limit=EACH_AT_MOST)),
        *_opened(list(readings.recent(visitor, limit=EACH_AT_MOST))),
        *map(_voted, voting.recent(visitor, limit=EACH_AT_MOST)),
    ]
    since = ticket.created_at - REACHES_BACK
    return sorted((e for e in entries if e.at >= since), key=lambda entry: entry.at)


def _searched(search: Search) -> TrailEntry:
    return TrailEntry(
        Kind.SEARCH,
        search.searched_at,
        text=search.query,
        total=search.total,
        dissatisfied=search.dissatisfied_at is not None,
    )


def _opened(newest_first: list[Reading]) -> list[TrailEntry]:
    """Fold reloads of one article into its first opening, the seconds added up."""
    openings: list[TrailEntry] = []
    latest: dict[str, int] = {}
    for reading in reversed(newest_first):
        place = latest.get(reading.article_id)
        if place is not None and reading.opened_at - openings[place].at < SAME_OPENING:
            before = openings[place]
            openings[place] = _opening(reading, before.at, before.seconds + reading.seconds)
        else:
            latest[reading.article_id] = len(openings)
            openings.append(_opening(reading, reading.opened_at, reading.seconds))
    return openings


def _opening(reading: Reading, at: datetime, seconds: int) -> TrailEntry:
    return TrailEntry(Kind.OPENING, at, article_id=reading.article_id, seconds=seconds)


def _voted(vote: Vote) -> TrailEntry:
    return TrailEntry(
        Kind.VOTE,
        vote.cast_at,
        text=vote.comment,
        article_id=vote.article_id,
        helpful=vote.helpful,
        reason=vote.reason,
    )
