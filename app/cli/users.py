"""Commands for accounts: make, list, disable, enable; role, name, password and lock."""

from __future__ import annotations

import json
import secrets
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from app.accounts import accounts, passwords
from app.accounts.roles import Role
from app.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.accounts.models import Account

STAFF = [role.value for role in Role if role is not Role.GUEST]
GENERATED_BYTES = 12  # 96 bits, 16 characters

from_stdin = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input."
)
generated = click.option("--generate", is_flag=True, help="Make a password and print it.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")


@click.group()
def users() -> None:
    """Accounts of those who work here.

    Codes: 0 done, 1 refused (the sentence says why), 2 wrong use.
    """


@users.command()
@click.argument("email")
@click.option("--name", required=True, help="Name shown to colleagues and customers.")
@click.option("--role", type=click.Choice(STAFF), default=Role.AGENT.value, show_default=True)
@from_stdin
@generated
@as_json
def create(
    email: str, *, name: str, role: str, password_stdin: bool, generate: bool, as_json: bool
) -> None:
    """Make an account for EMAIL; the password is asked for unless an option says otherwise."""
    password = _password(from_stdin=password_stdin, generate=generate)
    with _refusals():
        account = accounts.create(email, name, Role(role), password)
    _show(account, password if generate else None, as_json=as_json)


@users.command("list")
@as_json
def list_users(*, as_json: bool) -> None:
    """Show every account."""
    everyone = accounts.everyone()
    if as_json:
        click.echo(json.dumps([_described(account) for account in everyone], ensure_ascii=False))
        return
    for account in everyone:
        state = "" if account.is_active else "disabled"
        click.echo(f"{account.role.value:8} {account.email:32} {account.name}  {state}".rstrip())


@users.command()
@click.argument("email")
@as_json
def disable(email: str, *, as_json: bool) -> None:
    """Forbid EMAIL to sign in, and sign it out everywhere."""
    _show(accounts.disable(email), as_json=as_json)


@users.command()
@click.argument("email")
@as_json
def enable(email: str, *, as_json: bool) -> None:
    """Allow EMAIL to sign in again."""
    _show(accounts.enable(email), as_json=as_json)


@users.command()
@click.argument("email")
@click.argument("role", type=click.Choice(STAFF))
@as_json
def role(email: str, role: str, *, as_json: bool) -> None:
    """Give EMAIL another role: it counts from the account's next page on."""
    _show(accounts.set_role(email, Role(role)), as_json=as_json)


@users.command()
@click.argument("email")
@click.argument("name")
@as_json
def rename(email: str, name: str, *, as_json: bool) -> None:
    """Give EMAIL another NAME, as colleagues and customers see it."""
    with _refusals():
        account = accounts.rename(email, name)
    _show(account, as_json=as_json)


@users.command()
@click.argument("email")
@as_json
def unlock(email: str, *, as_json: bool) -> None:
    """Let EMAIL try passwords again at once, after too many wrong ones."""
    _show(accounts.unlock(email), as_json=as_json)


@users.command()
@click.argument("email")
@from_stdin
@generated
@as_json
def password(email: str, *, password_stdin: bool, generate: bool, as_json: bool) -> None:
    """Give EMAIL a new password, sign it out everywhere and lift its lock."""
    accounts.get_by_email(email)
    new = _password(from_stdin=password_stdin, generate=generate)
    with _refusals():
        account = accounts.set_password(email, new)
    _show(account, new if generate else None, as_json=as_json)


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn the sentences beside fields into lines, one a field."""
    try:
        yield
    except InvalidInput as error:
        lines = (f"{field}: {problem}" for field, problem in error.fields.items())
        raise click.ClickException("\n".join(lines)) from None


def _password(*, from_stdin: bool, generate: bool) -> str:
    if from_stdin and generate:
        raise click.UsageError("--password-stdin and --generate exclude each other")
    if generate:
        return secrets.token_urlsafe(GENERATED_BYTES)
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    asked: str = click.prompt(
        f"Password (at least {passwords.SHORTEST} characters)",
        hide_input=True,
        confirmation_prompt=True,
    )
    return asked


def _show(account: Account, new_password: str | None = None, *, as_json: bool) -> None:
    told = _described(account) | ({"password": new_password} if new_password else {})
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    state = "" if account.is_active else " (disabled)"
    click.echo(f"{account.role.value} {account.email}{state}")
    if new_password:
        click.echo(f"password: {new_password}")


def _described(account: Account) -> dict[str, object]:
    return {
        "email": account.email,
        "name": account.name,
        "role": account.role.value,
        "active": account.is_active,
        "created_at": account.created_at.isoformat(),
    }
