"""What the customer tried around asking: searches, articles, votes, suggestions, in time order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.feedback import readings, voting
from app.search import history
from app.tickets import started_asks

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.feedback.models import Reading, Vote
    from app.search.models import Search
    from app.tickets.asking_models import SuggestedArticle
    from app.tickets.models import Ticket

EACH_AT_MOST: Final = 50  # searches, openings and votes, each
REACHES_BACK: Final = timedelta(days=30)  # what was tried long before is another story
SAME_OPENING: Final = timedelta(minutes=30)  # a page reloaded within this time is one opening


class Kind(StrEnum):
    """What the customer did."""

    SEARCH = "search"
    OPENING = "opening"
    VOTE = "vote"
    SUGGESTIONS = "suggestions"
    ASKED = "asked"


@dataclass(frozen=True)
class TrailEntry:
    """One thing the customer did; which fields are set depends on `kind`.

    search: `text` and `total` (articles found), `dissatisfied`; opening: `article_id`, `seconds`;
    vote: `article_id`, `helpful`, `reason`, `text` (the comment); asked: `text` (the subject);
    suggestions (all that were shown in the form): `shown` and, of those, `opened`: ids of articles.
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
    shown: tuple[str, ...] = ()
    opened: frozenset[str] = frozenset()

    @property
    def article_ids(self) -> tuple[str, ...]:
        return (self.article_id, *self.shown) if self.article_id else self.shown


def trail(ticket: Ticket) -> list[TrailEntry]:
    """Return the customer's steps from 30 days before the ticket until now, oldest first."""
    visitor = ticket.visitor
    entries = [
        TrailEntry(Kind.ASKED, ticket.created_at, text=ticket.subject),
        *map(_searched, history.recent(visitor, limit=EACH_AT_MOST)),
        *_opened(list(readings.recent(visitor, limit=EACH_AT_MOST))),
        *map(_voted, voting.recent(visitor, limit=EACH_AT_MOST)),
        *_suggested(started_asks.of_ticket(ticket)),
    ]
    since = ticket.created_at - REACHES_BACK
    return sorted((e for e in entries if e.at >= since), key=lambda entry: entry.at)


def already_read(steps: Sequence[TrailEntry]) -> frozenset[str]:
    """Return ids of the articles that the customer opened, on the site or in the form."""
    opened = {step.article_id for step in steps if step.kind is Kind.OPENING and step.article_id}
    return frozenset(opened.union(*(step.opened for step in steps)))


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


def _suggested(suggestions: Sequence[SuggestedArticle]) -> list[TrailEntry]:
    if not suggestions:
        return []
    return [
        TrailEntry(
            Kind.SUGGESTIONS,
            suggestions[0].shown_at,
            shown=tuple(dict.fromkeys(one.article_id for one in suggestions)),
            opened=frozenset(one.article_id for one in suggestions if one.opened_at),
        )
    ]
