"""Commands for the demonstration: accounts to sign in with."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from app.accounts import accounts
from app.accounts.roles import Role
from app.current import services

if TYPE_CHECKING:
    from pathlib import Path

PEOPLE = (
    ("admin@polka.example", "Олег Администратор", Role.ADMIN),
    ("anna@polka.example", "Анна Редактор", Role.EDITOR),
    ("boris@polka.example", "Борис Оператор", Role.AGENT),
)


@click.group()
def demo() -> None:
    """Accounts for trying the product out."""


@demo.command("accounts")
def create_accounts() -> None:
    """Make the demo accounts that are missing, and show them with their passwords."""
    show_accounts()


@demo.command("remove")
def remove_accounts() -> None:
    """Disable the demo accounts and forget their passwords."""
    for email, _name, _role in PEOPLE:
        if accounts.find_by_email(email):
            accounts.disable(email)
    _password_file().write_text("", encoding="utf-8")
    click.echo("demo accounts are disabled")


def show_accounts() -> None:
    """Print the demo accounts; those that never existed are made, with passwords of their own."""
    path = _password_file()
    if not path.exists():
        path.write_text("".join(_create(*person) for person in PEOPLE), encoding="utf-8")
        path.chmod(0o600)
    lines = path.read_text(encoding="utf-8")
    if lines:
        click.echo(f"\nДемо-учётные записи (файл {path}):\n{lines}", nl=False)


def _create(email: str, name: str, role: Role) -> str:
    if accounts.find_by_email(email):
        return ""
    password = secrets.token_urlsafe(9)
    accounts.create(email, name, role, password)
    return f"  {role.value:7} {email:22} {password}\n"


def _password_file() -> Path:
    return services().config.instance_folder / "demo_accounts.txt"
