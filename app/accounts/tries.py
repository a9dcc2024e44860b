"""Tries to sign in, counted by address: too many wrong passwords in a row lock it for a while.

An address is counted whether or not it has an account: the lock does not tell which ones have. All
strangers share its one counter, while a browser in which the account has signed in before has its
own, so that nobody's guesses keep the owner out. An attacker gains as many tries as the counter
allows for every browser whose cookie was stolen, and no more (OWASP, "Slow Down Online Guessing
Attacks with Device Cookies").
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts.models import FailedTries
from app.db import session, transaction
from app.errors import TooMany

FORGOTTEN_AFTER: Final = timedelta(days=1)
STRANGERS: Final = ""  # the browser of whoever has not signed in here before
_HALF: Final = 32  # hex digits


@dataclass(frozen=True)
class LockOut:
    """After how many wrong passwords in a row an address is locked, and for how long."""

    tries: int
    minutes: int


def use_up(address: str, browser: str, lock_out: LockOut) -> int:
    """Count a try and return how many are left; raises TooMany while the counter is locked.

    Called before the password is looked at, so that parallel guesses are counted too.
    """
    with transaction():
        tries = _row(_key(address, browser))
        now = clock.now()
        _refuse_locked(tries, now)
        if tries.locked_until or now - tries.last_at > timedelta(minutes=lock_out.minutes):
            tries.count, tries.locked_until = 0, None
        tries.count, tries.last_at = tries.count + 1, now
        if tries.count >= lock_out.tries:
            tries.locked_until = now + timedelta(minutes=lock_out.minutes)
        return lock_out.tries - tries.count


def forget(address: str, browser: str) -> None:
    """Begin this counter anew: the password was right."""
    mine = FailedTries.email_hash == _key(address, browser)
    session.execute(delete(FailedTries).where(mine))


def forget_all(address: str) -> None:
    """Begin every counter of the address anew, and so lift its locks."""
    of_address = FailedTries.email_hash.startswith(_hashed(address)[:_HALF])
    session.execute(delete(FailedTries).where(of_address))


def forget_old() -> None:
    """Sweep away the counters that nobody has touched for a day."""
    long_ago = clock.now() - FORGOTTEN_AFTER
    session.execute(delete(FailedTries).where(FailedTries.last_at < long_ago))


def _key(address: str, browser: str) -> str:
    return _hashed(address)[:_HALF] + _hashed(browser)[:_HALF]


def _row(key: str) -> FailedTries:
    mine = select(FailedTries).where(FailedTries.email_hash == key).with_for_update()
    found = session.scalar(mine)
    if found:
        return found
    try:
        with session.begin_nested():
            session.add(FailedTries(email_hash=key, count=0, last_at=clock.now()))
    except IntegrityError:
        pass  # a parallel try made it first
    return session.scalars(mine).one()


def _refuse_locked(tries: FailedTries, now: datetime) -> None:
    if tries.locked_until and tries.locked_until > now:
        seconds = math.ceil((tries.locked_until - now).total_seconds())
        raise TooMany(
            "Слишком много неверных паролей. Попробуйте снова через %(minutes)s мин.",
            retry_after=seconds,
            minutes=math.ceil(seconds / 60),
        )


def _hashed(text: str) -> str:
    return sha256(text.encode()).hexdigest()
