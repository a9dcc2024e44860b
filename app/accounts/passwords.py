"""Passwords: which are good enough, and how they are kept (argon2id)."""

from __future__ import annotations

import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.common_passwords import COMMON
from app.errors import DomainError

SHORTEST, LONGEST = 10, 200  # characters
# A password of few different characters is guessed as fast as a short one.
LEAST_DIFFERENT: Final = 5

_hasher = PasswordHasher()  # argon2id with the low-memory profile of RFC 9106, 4


def check(password: str, email: str) -> None:
    """Raise DomainError that tells what is wrong with a new password for the account of `email`."""
    if len(password) < SHORTEST:
        raise DomainError("Пароль короче %(least)s знаков.", least=SHORTEST)
    if len(password) > LONGEST:
        raise DomainError("Пароль длиннее %(most)s знаков.", most=LONGEST)
    if _folded(password) in {_folded(email), _folded(email.partition("@")[0])}:
        raise DomainError("Пароль не должен совпадать с адресом почты.")
    if _folded(password) in COMMON or len(set(password)) < LEAST_DIFFERENT:
        raise DomainError("Этот пароль слишком распространён: его подберут первым.")


def hashed(password: str) -> str:
    """Return the argon2id hash, in the PHC string format."""
    return _hasher.hash(_normal(password))


def matches(password_hash: str | None, password: str) -> bool:
    """Tell whether `password` is the one; without a hash, spend the same time and say no."""
    if password_hash is None:
        hashed(password[:LONGEST])
        return False
    try:
        return _hasher.verify(password_hash, _normal(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def _normal(password: str) -> str:
    return unicodedata.normalize(
        "NFKC", password
    )  # one password on every keyboard: NIST SP 800-63B


def _folded(text: str) -> str:
    return _normal(text).casefold().replace("ё", "е")
