"""The deflection ledger: every started ask is counted once, and what it came to follows from facts.

An ask is what one visitor does about one question: reloading the form, coming back to the draft
within a day or opening it twice goes on with the same one. It ends with «Это решило вопрос» or with
a ticket. It is *started* once ten characters are typed and suggestions were looked for.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import select

from app import clock
from app.db import session
from app.tickets.asking_models import StartedAsk
from app.tickets.proportions import Difference, difference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

STARTED_AT: Final = 10  # characters typed (journeys.md, metrics)
DECIDED_AFTER: Final = timedelta(days=7)  # without a ticket: then it is not coming any more
_SHARES: Final = 10_000


class Outcome(StrEnum):
    """What an ask came to.

    EXPLICIT: they said «Это решило вопрос». IMPLICIT: opened a suggestion, left, and sent nothing
    for 7 days. FAILED: sent after opening one. IGNORED: sent, opened none. NONE: there was nothing
    to suggest, or it was withheld. Two more make the sum whole and are never called a success:
    LEFT: opened none, sent nothing for 7 days; UNDECIDED: the 7 days are not over.
    """

    EXPLICIT = "explicit"
    IMPLICIT = "implicit"
    FAILED = "failed"
    IGNORED = "ignored"
    NONE = "none"
    LEFT = "left"
    UNDECIDED = "undecided"


class Evidence(Protocol):
    """The facts of an ask; StartedAsk says what each means."""

    @property
    def shown_at(self) -> datetime | None: ...
    @property
    def opened_at(self) -> datetime | None: ...
    @property
    def solved_at(self) -> datetime | None: ...
    @property
    def ticketed_at(self) -> datetime | None: ...
    @property
    def seen_at(self) -> datetime: ...


@dataclass(frozen=True)
class Lift:
    """Shares of asks that became tickets, where there was something to suggest.

    `effect` is the share of tickets that the suggestions spared: withheld less shown.
    """

    shown: int
    shown_sent: int
    withheld: int
    withheld_sent: int
    effect: Difference


@dataclass(frozen=True)
class Figures:
    """A period's asks; `counts` has every outcome, and their sum is `started`.

    Rates are shares of all that were started: a low one and a high one, never one number.
    `lift` is None while nobody is shown no suggestions.
    """

    started: int
    counts: Mapping[Outcome, int]
    lift: Lift | None

    @property
    def explicit_rate(self) -> float | None:
        return self.counts[Outcome.EXPLICIT] / self.started if self.started else None

    @property
    def with_implicit_rate(self) -> float | None:
        spared = self.counts[Outcome.EXPLICIT] + self.counts[Outcome.IMPLICIT]
        return spared / self.started if self.started else None


def outcome(ask: Evidence, now: datetime) -> Outcome:
    """Return what the ask has come to at an aware `now`; pure."""
    if ask.shown_at is None:
        return Outcome.NONE
    if ask.ticketed_at:
        opened = ask.opened_at is not None and ask.opened_at <= ask.ticketed_at
        return Outcome.FAILED if opened else Outcome.IGNORED
    if ask.solved_at:
        return Outcome.EXPLICIT
    if now < ask.seen_at + DECIDED_AFTER:
        return Outcome.UNDECIDED
    return Outcome.IMPLICIT if ask.opened_at else Outcome.LEFT


def is_withheld(visitor: str, percent: float) -> bool:
    """Tell whether this visitor is shown no suggestions: always the same `percent` of visitors."""
    number = int.from_bytes(sha256(f"holdout {visitor}".encode()).digest()[:8])
    return number % _SHARES < percent * _SHARES / 100


def figures(since: datetime, until: datetime, now: datetime | None = None) -> Figures:
    """Count the asks that were started from `since` to before `until` (aware)."""
    now = now or clock.now()
    started = select(StartedAsk).where(
        StartedAsk.started_at >= since,
        StartedAsk.started_at < until,
        StartedAsk.typed >= STARTED_AT,
    )
    asks = session.scalars(started).all()
    counted = Counter(outcome(ask, now) for ask in asks)
    return Figures(len(asks), {o: counted[o] for o in Outcome}, _lift(asks, now))


def _lift(asks: Iterable[StartedAsk], now: datetime) -> Lift | None:
    """Compare asks that had something to suggest and whose time to become a ticket is over."""
    decided = [a for a in asks if a.found and now >= a.seen_at + DECIDED_AFTER]
    shown = [ask for ask in decided if not ask.withheld]
    withheld = [ask for ask in decided if ask.withheld]
    if not shown or not withheld:
        return None
    sent = sum(ask.ticketed_at is not None for ask in shown)
    sent_anyway = sum(ask.ticketed_at is not None for ask in withheld)
    effect = difference(sent_anyway, len(withheld), sent, len(shown))
    return Lift(len(shown), sent, len(withheld), sent_anyway, effect)
