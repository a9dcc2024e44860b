"""Whose an article is: front matter names an account by address, login or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.accounts import accounts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.accounts.models import Account


class Owners:
    """The accounts that may sign in, found by what articles call them; loaded once."""

    def __init__(self) -> None:
        self.people = [account for account in accounts.everyone() if account.is_active]
        self._known: Mapping[str, Account | None] = self._names()

    def find(self, owner: str) -> Account | None:
        """Return the account that `owner` names; None for nobody, or for two of one name."""
        return self._known.get(owner.casefold()) if owner else None

    def _names(self) -> dict[str, Account | None]:
        found: dict[str, Account | None] = {}
        for account in self.people:
            for name in {account.email.partition("@")[0], account.name.casefold()}:
                found[name] = None if name in found else account
        return found | {account.email: account for account in self.people}
