"""The people who work here: made, found, renamed, disabled, given a role and a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from app import clock, typed
from app.accounts import passwords, tries
from app.accounts.models import Account, SignIn
from app.accounts.roles import RIGHTS, Role
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.roles import Action

LONGEST_NAME = 100  # characters


def create(email: str, name: str, role: Role, password: str) -> Account:
    """Make an account; raises InvalidInput with a sentence for each wrong field."""
    account = Account(role=role, created_at=clock.now(), **_checked(email, name, password))
    try:
        with transaction() as rows:
            rows.add(account)
    except IntegrityError:
        raise InvalidInput({"email": DomainError("Такой адрес почты уже есть.")}) from None
    return account


def find(account_id: int) -> Account | None:
    """Return the account, also a disabled one."""
    return session.get(Account, account_id)


def find_by_email(email: str) -> Account | None:
    """Return the account of this address in any spelling, also a disabled one."""
    return session.scalar(select(Account).where(Account.email == typed.address(email)))


def get_by_email(email: str) -> Account:
    """Return the account of this address; NotFound if there is none."""
    account = find_by_email(email)
    if account is None:
        raise NotFound("Нет учётной записи с адресом %(email)s.", email=email)
    return account


def everyone() -> Sequence[Account]:
    """Return all accounts by address."""
    return session.scalars(select(Account).order_by(Account.email)).all()


def answering() -> Sequence[Account]:
    """Return those who may answer tickets today, by name."""
    return allowed("answer")


def allowed(action: Action) -> Sequence[Account]:
    """Return those who may sign in and have this right, by name."""
    roles = [role for role, right in RIGHTS if right == action]
    chosen = select(Account).where(Account.role.in_(roles), Account.disabled_at.is_(None))
    return session.scalars(chosen.order_by(Account.name, Account.id)).all()


def set_role(email: str, role: Role) -> Account:
    """Give the account another role, from its next page on; raises NotFound."""
    with transaction():
        account = get_by_email(email)
        account.role = role
    return account


def rename(email: str, name: str) -> Account:
    """Give the account another name; raises NotFound, InvalidInput for the field `name`."""
    try:
        checked = checked_name(name)
    except DomainError as problem:
        raise InvalidInput({"name": problem}) from None
    with transaction():
        account = get_by_email(email)
        account.name = checked
    return account


def set_password(email: str, password: str) -> Account:
    """Give the account a new password, end its sessions and lift its lock.

    Raises NotFound, InvalidInput for the field `password`.
    """
    password_hash = new_hash(get_by_email(email), password)
    with transaction():
        account = get_by_email(email)
        account.password_hash = password_hash
        end_sessions(account.id)
        tries.forget_all(account.email)
    return account


def new_hash(account: Account, password: str, field: str = "password") -> str:
    """Hash a password that is good enough, else raise InvalidInput for `field`.

    It takes long on purpose: never within a transaction, where other writers would wait for it.
    """
    try:
        passwords.check(password, account.email)
    except DomainError as problem:
        raise InvalidInput({field: problem}) from None
    return passwords.hashed(password)


def disable(email: str) -> Account:
    """Forbid signing in, and end the account's sessions; raises NotFound."""
    with transaction():
        account = get_by_email(email)
        account.disabled_at = account.disabled_at or clock.now()
        end_sessions(account.id)
    return account


def enable(email: str) -> Account:
    """Allow signing in again; raises NotFound."""
    with transaction():
        account = get_by_email(email)
        account.disabled_at = None
    return account


def unlock(email: str) -> Account:
    """Let the account try passwords again at once, in every browser; raises NotFound."""
    with transaction():
        account = get_by_email(email)
        tries.forget_all(account.email)
    return account


def end_sessions(account_id: int, *, but: str | None = None) -> None:
    """Sign the account out of every browser, `but` the one with this key hash."""
    session.execute(delete(SignIn).where(SignIn.account_id == account_id, SignIn.key_hash != but))


def checked_name(typed_in: str) -> str:
    """Return the name as one clean line; DomainError if it is none or too long."""
    name = typed.line(typed_in)
    if not 0 < len(name) <= LONGEST_NAME:
        raise DomainError("Имя: от 1 до %(most)s знаков.", most=LONGEST_NAME)
    return name


def _checked(email: str, name: str, password: str) -> dict[str, str]:
    problems: dict[str, DomainError] = {}
    try:
        email = typed.email(email)
    except DomainError as problem:
        problems["email"] = problem
    try:
        name = checked_name(name)
    except DomainError as problem:
        problems["name"] = problem
    try:
        passwords.check(password, email)
    except DomainError as problem:
        problems["password"] = problem
    if problems:
        raise InvalidInput(problems)
    return {"email": email, "name": name, "password_hash": passwords.hashed(password)}
