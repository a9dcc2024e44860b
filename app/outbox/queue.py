"""The queue of what is to be sent: put in by a transaction, sent outside of any, tried again."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlalchemy import delete, select, update

from app import clock
from app.db import add_if_new, session, transaction
from app.outbox.models import Delivery, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

log = structlog.get_logger()

TRIES: Final = 12  # with the pauses below: about 20 hours
FIRST_PAUSE: Final = timedelta(minutes=1)  # doubled with every try
LONGEST_PAUSE: Final = timedelta(hours=6)
# Longer than any attempt lasts. A process that is killed meanwhile leaves its delivery to another.
LEASE: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=30)  # how long what is over can be looked up
LONGEST_PROBLEM: Final = 500  # characters
_KILLED: Final = "the process ended each time before the answer came"


class SendingFailed(Exception):
    """It was not sent.

    `passing`: the same may work later. `unreachable`: nobody answered there at all.
    """

    def __init__(self, why: str, *, passing: bool, unreachable: bool = False) -> None:
        super().__init__(why)
        self.passing = passing
        self.unreachable = unreachable


@dataclass(frozen=True)
class Parcel:
    """One claimed delivery; `attempt` counts from 1."""

    id: int
    key: str
    payload: Mapping[str, Any]
    endpoint_id: int | None
    attempt: int
    created_at: datetime


@dataclass
class Tally:
    """What came of one run."""

    sent: int = 0
    failed: int = 0


def put(
    kind: Kind,
    key: str,
    payload: dict[str, Any],
    endpoint_id: int | None = None,
    *,
    held_for: timedelta = timedelta(0),
) -> None:
    """Keep something to be sent once the caller's transaction is there; a known `key` is nothing.

    `payload` is JSON that the sender of this kind understands; `key` has 200 characters at most.
    What is `held_for` a while can be taken back so long.
    """
    now = clock.now()
    add_if_new(
        Delivery,
        kind=kind.value,
        key=key,
        payload=payload,
        endpoint_id=endpoint_id,
        attempts=0,
        created_at=now,
        next_at=now + held_for,
        problem="",
    )


def take_back(key: str) -> dict[str, Any] | None:
    """Within a transaction: remove what nobody has begun to send yet; return its payload."""
    unsent = (Delivery.key == key, Delivery.attempts == 0)
    removed = delete(Delivery).where(*unsent).returning(Delivery.payload)
    return session.scalar(removed)


def take_back_any(beginning: str) -> dict[str, Any] | None:
    """Like `take_back`, for the one whose key has this beginning."""
    begins = Delivery.key.startswith(beginning, autoescape=True)
    key = session.scalar(select(Delivery.key).where(begins, Delivery.attempts == 0).limit(1))
    return take_back(key) if key else None


def deliver(kind: Kind, send: Callable[[Parcel], None], limit: int = 100) -> Tally:
    """Send what is due, at most `limit`, outside of any transaction; safe to run side by side.

    `send` raises SendingFailed. Where nobody answers, the rest of that address waits for the next
    run: one silent server must not hold the others up.
    """
    tally, silent = Tally(), set[int | None]()
    for _ in range(limit):
        parcel = None if None in silent else _claim(kind, silent)
        if parcel is None:
            break
        _attempt(parcel, send, tally, silent)
    return tally


def retry(delivery_id: int) -> bool:
    """Let a delivery that was given up be tried again from the start; False if there is none."""
    with transaction():
        row = session.get(Delivery, delivery_id)
        if row is None or row.next_at or row.delivered_at:
            return False
        row.attempts, row.next_at = 0, clock.now()
    return True


def forget_before(moment: datetime) -> None:
    """Delete what was over before `moment`."""
    with transaction():
        over = delete(Delivery).where(Delivery.created_at < moment, Delivery.next_at.is_(None))
        session.execute(over)


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after this many attempts: twice as long each time, spread out.

    Half of it is chance, so that what failed together is not tried together ("equal jitter",
    M. Brooker, Exponential Backoff And Jitter, 2015).
    """
    doublings = min(attempt - 1, 20)
    whole = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << doublings))
    return whole * random.uniform(0.5, 1)  # noqa: S311  no secret


def _claim(kind: Kind, silent: set[int | None]) -> Parcel | None:
    """Take the next due delivery for the length of the lease, or give up one tried too often."""
    due = _due(kind, silent)
    if session.scalar(due.with_only_columns(Delivery.id)) is None:
        return None  # mostly: and no writer had to wait for us
    with transaction():
        row = session.scalar(due.with_for_update(skip_locked=True))
        if row is None:
            return None
        row.attempts += 1
        row.next_at = clock.now() + LEASE
        return Parcel(row.id, row.key, row.payload, row.endpoint_id, row.attempts, row.created_at)


def _due(kind: Kind, silent: set[int | None]) -> Any:
    due = select(Delivery).where(Delivery.kind == kind.value, Delivery.next_at <= clock.now())
    if silent:
        due = due.where(Delivery.endpoint_id.not_in(silent))
    return due.order_by(Delivery.next_at, Delivery.id).limit(1)


def _attempt(
    parcel: Parcel, send: Callable[[Parcel], None], tally: Tally, silent: set[int | None]
) -> None:
    try:
        if parcel.attempt > TRIES:
            raise SendingFailed(_KILLED, passing=False)
        send(parcel)
    except SendingFailed as failure:
        if failure.unreachable:
            silent.add(parcel.endpoint_id)
        _not_sent(parcel, str(failure), passing=failure.passing)
        tally.failed += 1
    except Exception as fault:  # a fault of ours in one letter must not stop the next one
        log.exception("sending failed", delivery=parcel.id)
        _not_sent(parcel, type(fault).__name__, passing=True)
        tally.failed += 1
    else:
        _end(parcel, next_at=None, delivered_at=clock.now(), problem="")
        tally.sent += 1


def _not_sent(parcel: Parcel, why: str, *, passing: bool) -> None:
    again = passing and parcel.attempt < TRIES
    log.warning("not sent", delivery=parcel.id, attempt=parcel.attempt, given_up=not again)
    next_at = clock.now() + pause_after(parcel.attempt) if again else None
    _end(parcel, next_at=next_at, problem=why[:LONGEST_PROBLEM])


def _end(parcel: Parcel, **values: object) -> None:
    """Write down how the attempt ended, unless its lease ran out and another one began."""
    with transaction():
        mine = (Delivery.id == parcel.id, Delivery.attempts == parcel.attempt)
        session.execute(update(Delivery).where(*mine).values(**values))
