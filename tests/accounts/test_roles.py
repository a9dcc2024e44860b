"""The one table of rights: what each role may do, and that it is kept in every database."""

from __future__ import annotations

from typing import get_args

import pytest

from app.accounts import accounts
from app.accounts.roles import Action, Reader, Role, may, readable
from tests.accounts import cast

# right → the roles that have it
EXPECTED = {
    "read": set(),  # never everything: see below
    "answer": {Role.AGENT, Role.REVIEWER, Role.EDITOR, Role.ADMIN},
    "write": {Role.AGENT, Role.REVIEWER, Role.EDITOR, Role.ADMIN},
    "review": {Role.REVIEWER, Role.EDITOR, Role.ADMIN},
    "publish": {Role.EDITOR, Role.ADMIN},
    "edit": {Role.EDITOR, Role.ADMIN},
    "oversee": {Role.ADMIN},
    "administer": {Role.ADMIN},
}


@pytest.mark.parametrize("action", get_args(Action))
def test_rights_of_each_role(action: Action) -> None:
    assert {role for role in Role if may(Reader(role), action)} == EXPECTED[action]


def test_reviewer_finds_on_the_site_what_an_agent_finds() -> None:
    assert readable(Reader(Role.REVIEWER)) == readable(Reader(Role.AGENT)) == {"public", "staff"}


def test_each_role_is_kept_and_those_with_a_right_are_told(database: object) -> None:
    for role in Role:
        cast.hire(role.value, f"{role.value}@polka.example", role)
    assert [account.role.value for account in accounts.everyone()] == sorted(Role)
    accounts.disable("admin@polka.example")
    assert [account.name for account in accounts.allowed("review")] == ["editor", "reviewer"]
    assert [account.name for account in accounts.allowed("publish")] == ["editor"]
