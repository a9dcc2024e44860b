"""Signing in and out: sessions that the server can end, and a lock after too many wrong passwords.

A session is a row with the hash of a random key that only the browser holds. So signing out ends it
for a copied cookie too, every sign-in has a key of its own, and a new password ends all of them.
Tries are counted by address, known or not: the lock does not tell which addresses have an account.
"""

from __future__ import annotations

import math
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock
from app.accounts import accounts, passwords, typed
from app.accounts.models import Account, FailedTries, SignIn
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, TooMany

SESSION_LASTS: Final = timedelta(days=14)  # from signing in: two working weeks
FORGET_TRIES_AFTER: Final = timedelta(days=1)
_KEY_BYTES: Final = 32


class WrongPassword(DomainError):
    """The address and the password do not belong together, or the account is disabled."""

    status = 422


@dataclass(frozen=True)
class LockOut:
    """After how many wrong passwords in a row an address is locked, and for how long."""

    tries: int
    minutes: int


def sign_in(email: str, password: str, lock_out: LockOut) -> tuple[Account, str]:
    """Open a session; return the account and the key that the browser keeps.

    Raises WrongPassword, or TooMany while the address is locked, even for the right password.
    """
    address = typed.line(email).lower()
    left = _use_up_try(address, lock_out)
    account = accounts.find_by_email(address)
    usable = account.password_hash if account and account.is_active else None
    if not passwords.matches(usable, password) or account is None:
        raise _wrong(left, lock_out)
    return account, _open_session(account, password)


def find_signed_in(key: str) -> Account | None:
    """Return the account of the session with this key, if the session is still open."""
    return session.scalar(
        select(Account)
        .join(SignIn, SignIn.account_id == Account.id)
        .where(SignIn.key_hash == _hashed(key), SignIn.created_at > clock.now() - SESSION_LASTS)
        .where(Account.disabled_at.is_(None))
    )


def sign_out(key: str) -> None:
    """End the session with this key."""
    with transaction() as rows:
        rows.execute(delete(SignIn).where(SignIn.key_hash == _hashed(key)))


def change_password(account: Account, old: str, new: str, *, key: str, lock_out: LockOut) -> None:
    """Replace the password and sign out every other browser than the one with `key`.

    Raises InvalidInput for the fields `old` and `new`, TooMany after too many wrong old passwords.
    """
    _use_up_try(account.email, lock_out)
    if not passwords.matches(account.password_hash, old):
        raise InvalidInput({"old": DomainError("Это не ваш нынешний пароль.")})
    if old == new:
        raise InvalidInput({"new": DomainError("Новый пароль совпадает с нынешним.")})
    with transaction():
        accounts.replace_password(account, new, "new")
        accounts.end_sessions(account.id, but=_hashed(key))
        _forget_tries(account.email)


def _use_up_try(address: str, lock_out: LockOut) -> int:
    """Count a try before the password is looked at, so that parallel guesses are counted too."""
    with transaction():
        tries = _tries_row(address)
        now = clock.now()
        _refuse_locked(tries, now)
        if tries.locked_until or now - tries.last_at > timedelta(minutes=lock_out.minutes):
            tries.count, tries.locked_until = 0, None
        tries.count, tries.last_at = tries.count + 1, now
        if tries.count >= lock_out.tries:
            tries.locked_until = now + timedelta(minutes=lock_out.minutes)
        return lock_out.tries - tries.count


def _tries_row(address: str) -> FailedTries:
    mine = select(FailedTries).where(FailedTries.email_hash == _hashed(address)).with_for_update()
    found = session.scalar(mine)
    if found:
        return found
    try:
        with session.begin_nested():
            session.add(FailedTries(email_hash=_hashed(address), count=0, last_at=clock.now()))
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


def _wrong(left: int, lock_out: LockOut) -> WrongPassword:
    if left > 0:
        return WrongPassword("Неверный адрес или пароль. Осталось попыток: %(left)s.", left=left)
    return WrongPassword(
        "Неверный адрес или пароль. Попытки кончились: вход закрыт на %(minutes)s мин.",
        minutes=lock_out.minutes,
    )


def _open_session(account: Account, password: str) -> str:
    key = secrets.token_urlsafe(_KEY_BYTES)
    with transaction() as rows:
        _forget_tries(account.email)
        _forget_old()
        account.signed_in_at = clock.now()
        if passwords.is_outdated(account.password_hash):
            account.password_hash = passwords.hashed(password)
        rows.add(SignIn(key_hash=_hashed(key), account_id=account.id, created_at=clock.now()))
    return key


def _forget_tries(address: str) -> None:
    session.execute(delete(FailedTries).where(FailedTries.email_hash == _hashed(address)))


def _forget_old() -> None:
    now = clock.now()
    session.execute(delete(FailedTries).where(FailedTries.last_at < now - FORGET_TRIES_AFTER))
    session.execute(delete(SignIn).where(SignIn.created_at < now - SESSION_LASTS))


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
