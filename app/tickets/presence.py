"""Who is looking at a ticket right now, and who is typing there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app import clock
from app.accounts.models import Account
from app.db import put, session, transaction
from app.tickets.desk_models import Presence
from app.tickets.rights import check

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LASTS: Final = timedelta(seconds=60)  # after the browser's last word


@dataclass(frozen=True)
class Someone:
    """A person at a ticket."""

    account_id: int
    name: str
    typing: bool


def note(number: int, account_id: int, *, typing: bool) -> None:
    """Remember that the account looks at the ticket, or types there; raises NotFound."""
    key = {"ticket_number": number, "account_id": account_id}
    with transaction():
        check(number, account_id)
        put(Presence, key, typing=typing, at=clock.now())


def leave(number: int, account_id: int) -> None:
    """Forget that the account is there: its page was closed."""
    with transaction() as rows:
        mine = (Presence.ticket_number == number, Presence.account_id == account_id)
        rows.execute(delete(Presence).where(*mine))


def others(number: int, account_id: int) -> Sequence[Someone]:
    """Return who else is at the ticket, those who type first."""
    return others_of_each([number], account_id).get(number, ())


def others_of_each(numbers: Iterable[int], account_id: int) -> Mapping[int, Sequence[Someone]]:
    """Return who else is at each of these tickets by their numbers, in one query."""
    chosen = (
        select(Presence, Account.name)
        .join(Account, Account.id == Presence.account_id)
        .where(Presence.ticket_number.in_(list(numbers)), Presence.account_id != account_id)
        .where(Presence.at > clock.now() - LASTS)
        .order_by(Presence.typing.desc(), Account.name)
    )
    there: dict[int, list[Someone]] = {}
    for row, name in session.execute(chosen):
        someone = Someone(row.account_id, name, row.typing)
        there.setdefault(row.ticket_number, []).append(someone)
    return there


def forget_old() -> None:
    """Sweep away who has left without a word."""
    with transaction() as rows:
        rows.execute(delete(Presence).where(Presence.at <= clock.now() - LASTS))
