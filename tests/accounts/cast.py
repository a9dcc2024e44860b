"""The tests' people: Анна (editor), Ольга (reviewer), Борис, Вера (agents), Глеб (a stranger)."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher

from app import clock
from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

PASSWORD = "тихий-берег-7-сосен"
GLEB = "visitor-of-gleb-0123456789abcdef"


_QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # the least that argon2 allows


@contextmanager
def quick_hashing() -> Iterator[PasswordHasher]:
    """Hash and verify in no time within the block; gives the hasher that was in use."""
    careful = passwords._hasher
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", _QUICK)
        yield careful


@cache
def _password_hash() -> str:
    return _QUICK.hash(PASSWORD)


def hire(name: str, email: str, role: Role = Role.AGENT) -> Account:
    """Make an account whose password is PASSWORD, without hashing it each time."""
    account = Account(
        email=email,
        name=name,
        role=role,
        password_hash=_password_hash(),
        created_at=clock.now(),
    )
    with transaction() as rows:
        rows.add(account)
    return account


def anna() -> Account:
    return hire("Анна", "anna@polka.example", Role.EDITOR)


def olga() -> Account:
    return hire("Ольга", "olga@polka.example", Role.REVIEWER)


def boris() -> Account:
    return hire("Борис", "boris@polka.example")


def vera() -> Account:
    return hire("Вера", "vera@polka.example")
