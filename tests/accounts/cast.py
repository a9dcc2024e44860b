"""The people of the tests: Анна (editor), Борис and Вера (agents), Глеб (a stranger)."""

from __future__ import annotations

from functools import cache

from app import clock
from app.accounts import passwords
from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import transaction

PASSWORD = "тихий-берег-7-сосен"
GLEB = "visitor-of-gleb-0123456789abcdef"


@cache
def _password_hash() -> str:
    return passwords.hashed(PASSWORD)


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


def boris() -> Account:
    return hire("Борис", "boris@polka.example")


def vera() -> Account:
    return hire("Вера", "vera@polka.example")
