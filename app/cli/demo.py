"""Commands for the demonstration: accounts to sign in with."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from app.accounts import accounts
from app.accounts.roles import Role
from app.current import services
from app.durable import write_atomically

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
        _write_passwords(path)
    lines = path.read_text(encoding="utf-8")
    for line in lines.splitlines():
        _create(*line.split())
    if lines:
        click.echo(f"\nДемо-учётные записи (файл {path}):\n{lines}", nl=False)


def _write_passwords(path: Path) -> None:
    """Keep new passwords before the accounts exist: a kill in between loses none of them."""
    lines = (f"  {role:7} {email:22} {secrets.token_urlsafe(9)}\n" for email, _, role in PEOPLE)
    write_atomically(path, "".join(lines).encode())
    path.chmod(0o600)


def _create(role: str, email: str, password: str) -> None:
    if accounts.find_by_email(email) is None:
        name = next(name for address, name, _ in PEOPLE if address == email)
        accounts.create(email, name, Role(role), password)


def _password_file() -> Path:
    return services().config.instance_folder / "demo_accounts.txt"
