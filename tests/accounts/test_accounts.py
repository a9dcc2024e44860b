"""Accounts: made once an address, disabled, enabled, and listed."""

from __future__ import annotations

import pytest

from app.accounts import accounts, passwords
from app.accounts.roles import Role, may
from app.errors import InvalidInput, NotFound
from tests.accounts import cast

pytestmark = pytest.mark.usefixtures("database")


def test_a_new_account_has_its_rights_and_a_hashed_password() -> None:
    made = accounts.create(" Anna@Polka.Example ", " Анна  Петрова", Role.EDITOR, cast.PASSWORD)
    found = accounts.find_by_email("ANNA@polka.example")
    assert found is made
    assert (found.email, found.name) == ("anna@polka.example", "Анна Петрова")
    assert may(found.reader, "edit")
    assert passwords.matches(found.password_hash, cast.PASSWORD)


def test_every_wrong_field_is_named_at_once() -> None:
    with pytest.raises(InvalidInput) as refusal:
        accounts.create("anna", " ", Role.AGENT, "123")
    assert set(refusal.value.fields) == {"email", "name", "password"}


def test_an_address_has_one_account() -> None:
    cast.anna()
    with pytest.raises(InvalidInput) as refusal:
        accounts.create("Anna@polka.example", "Другая", Role.AGENT, cast.PASSWORD)
    assert str(refusal.value.fields["email"]) == "Такой адрес почты уже есть."
    assert [account.name for account in accounts.everyone()] == ["Анна"]


def test_only_those_who_may_answer_and_sign_in_are_offered_for_tickets() -> None:
    cast.vera(), cast.anna(), cast.boris()
    accounts.disable("vera@polka.example")
    assert [account.name for account in accounts.answering()] == ["Анна", "Борис"]
    accounts.enable("vera@polka.example")
    assert len(accounts.answering()) == 3


def test_an_unknown_address_is_named() -> None:
    with pytest.raises(NotFound, match="gleb@polka"):
        accounts.disable("gleb@polka.example")


def test_a_weak_new_password_changes_nothing() -> None:
    account = cast.anna()
    before = account.password_hash
    with pytest.raises(InvalidInput):
        accounts.set_password(account.email, "1234567890")
    assert accounts.get_by_email(account.email).password_hash == before
