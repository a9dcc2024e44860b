"""Signing in and out: sessions that the server can end.

A session is a row with the hash of a random key that only the browser holds. So signing out ends it
for a copied cookie too, every sign-in has a key of its own, and a new password ends all of them.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Final

from sqlalchemy import delete, select

from app import clock, typed
from app.accounts import accounts, passwords, tries
from app.accounts.models import Account, SignIn
from app.accounts.tries import STRANGERS, LockOut
from app.db import session, transaction
from app.errors import DomainError, InvalidInput

SESSION_LASTS: Final = timedelta(days=14)  # from signing in: two working weeks
_KEY_BYTES: Final = 32


class WrongPassword(DomainError):
    """The address and the password do not belong together, or the account is disabled."""

    status = 422


def sign_in(
    email: str, password: str, lock_out: LockOut, *, browser: str = STRANGERS
) -> tuple[Account, str]:
    """Open a session; return the account and the key that the browser keeps.

    `browser` is the secret of one in which this account has signed in before: it is not locked by
    what strangers try. Raises WrongPassword, or TooMany while it is locked, even for the right
    password.
    """
    address = typed.address(email)
    left = tries.use_up(address, browser, lock_out)
    account = accounts.find_by_email(address)
    usable = account.password_hash if account and account.is_active else None
    if not passwords.matches(usable, password) or account is None:
        raise _wrong(left, lock_out)
    return account, _open_session(account, password, browser)


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
    tries.use_up(account.email, key, lock_out)
    if not passwords.matches(account.password_hash, old):
        raise InvalidInput({"old": DomainError("Это не ваш нынешний пароль.")})
    if old == new:
        raise InvalidInput({"new": DomainError("Новый пароль совпадает с нынешним.")})
    password_hash = accounts.new_hash(account, new, "new")
    with transaction():
        account.password_hash = password_hash
        accounts.end_sessions(account.id, but=_hashed(key))
        tries.forget(account.email, key)


def _wrong(left: int, lock_out: LockOut) -> WrongPassword:
    if left > 0:
        return WrongPassword("Неверный адрес или пароль. Осталось попыток: %(left)s.", left=left)
    return WrongPassword(
        "Неверный адрес или пароль. Попытки кончились: вход закрыт на %(minutes)s мин.",
        minutes=lock_out.minutes,
    )


def _open_session(account: Account, password: str, browser: str) -> str:
    key = secrets.token_urlsafe(_KEY_BYTES)
    verified = account.password_hash
    renewed = passwords.hashed(password) if passwords.is_outdated(verified) else verified
    with transaction() as rows:
        tries.forget(account.email, browser)
        _forget_old()
        account.signed_in_at = clock.now()
        if account.password_hash == verified:
            account.password_hash = renewed
        rows.add(SignIn(key_hash=_hashed(key), account_id=account.id, created_at=clock.now()))
    return key


def _forget_old() -> None:
    tries.forget_old()
    session.execute(delete(SignIn).where(SignIn.created_at < clock.now() - SESSION_LASTS))


def _hashed(secret: str) -> str:
    return sha256(secret.encode()).hexdigest()
