"""Commands for the demonstration: accounts to sign in with, and a lively sample."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from app.accounts import accounts
from app.accounts.roles import Role
from app.cli import gaps
from app.current import services
from app.db import transaction
from app.demo import curated, editing, marks, removal, sample
from app.demo.staff import SIGNING_IN
from app.durable import write_atomically

if TYPE_CHECKING:
    from pathlib import Path


@click.group()
def demo() -> None:
    """Accounts and a sample for trying the product out."""


@demo.command("accounts")
def create_accounts() -> None:
    """Make the demo accounts that are missing, and show them with their passwords."""
    show_accounts()


@demo.command("sample")
def create_sample() -> None:
    """Make demo tickets, searches and votes, once, where there is no ticket yet."""
    make_sample()


@demo.command("remove")
def remove_demo() -> None:
    """Remove the demo tickets, searches, votes, gaps, teams and accounts, for good."""
    with transaction():
        removal.remove()
        gaps.conclude()
    _password_file().write_text("", encoding="utf-8")
    marks.decide(_folder(), there=False)
    click.echo("the demonstration is removed")


def make_sample() -> None:
    """Make the sample at the first call of all; a killed start leaves it whole or not at all."""
    if marks.is_decided(_folder()):
        return
    with transaction():
        is_new = not sample.is_there()
        is_there = sample.make(services().library.snapshot.articles)
        if is_new and is_there:
            editing.work_on_gaps(gaps.conclude)
            curated.keep(services().library.snapshot.articles)
            editing.ask_for_attention()
    marks.decide(_folder(), there=is_there)


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
    lines = (
        f"  {role:8} {email:22} {secrets.token_urlsafe(9)}\n" for email, _name, role in SIGNING_IN
    )
    write_atomically(path, "".join(lines).encode())
    path.chmod(0o600)


def _create(role: str, email: str, password: str) -> None:
    if accounts.find_by_email(email) is None:
        name = next(name for address, name, _ in SIGNING_IN if address == email)
        accounts.create(email, name, Role(role), password)


def _password_file() -> Path:
    return _folder() / "demo_accounts.txt"


def _folder() -> Path:
    return services().config.instance_folder
