"""Who watches a ticket, and who is called to it by @name in a note."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select

from app.accounts import accounts
from app.accounts.models import Account
from app.db import add_if_new, session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.link_models import Watcher
from app.tickets.rights import locked_for
from app.tickets.states import Step
from app.tickets.writing import Actor, agent, take_step

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.models import Message, Ticket

_WORD_END: Final = r"(?![\w-])"


def watchers(number: int) -> Sequence[Account]:
    """Return who watches the ticket, by name."""
    watching = select(Account).join(Watcher, Watcher.account_id == Account.id)
    chosen = watching.where(Watcher.ticket_number == number)
    return session.scalars(chosen.order_by(Account.name, Account.id)).all()


def watch(number: int, account_id: int, who_id: int | None = None) -> None:
    """Let `who_id` (else the account itself) watch the ticket from now on.

    Raises NotFound, InvalidInput for `watcher`.
    """
    who = account_id if who_id is None else who_id
    if who not in {account.id for account in accounts.answering()}:
        raise InvalidInput({"watcher": DomainError("Выберите сотрудника из списка.")})
    with transaction():
        ticket = locked_for(account_id, number)
        _add(ticket, who, agent(account_id))


def unwatch(number: int, account_id: int) -> None:
    """Let the account watch the ticket no more; raises NotFound."""
    with transaction() as rows:
        ticket = locked_for(account_id, number)
        mine = (Watcher.ticket_number == number, Watcher.account_id == account_id)
        if rows.execute(delete(Watcher).where(*mine).returning(Watcher.account_id)).first():
            take_step(ticket, Step.UNWATCHED, agent(account_id), details={"account": account_id})


def call(ticket: Ticket, actor: Actor, message: Message) -> Sequence[Account]:
    """Make watchers of those whom a note names, and tell of it; return them.

    Within the note's transaction.
    """
    named = mentioned(message.body)
    for account in named:
        _add(ticket, account.id, actor)
    if named:
        details = {"accounts": [account.id for account in named]}
        take_step(ticket, Step.MENTIONED, actor, message, details)
    return named


def mentioned(text: str) -> list[Account]:
    """Return the staff whose names stand after an @, as written or with _ for spaces.

    Of names that begin alike the longest one counts: «@Анна Петрова» does not call «Анна».
    """
    if "@" not in text:
        return []
    by_length = sorted(accounts.answering(), key=lambda account: -len(account.name))
    found = []
    for account in by_length:
        name = re.escape(account.name).replace(r"\ ", "[ _]")
        text, count = re.subn(rf"(?<!\w)@{name}{_WORD_END}", " ", text, flags=re.IGNORECASE)
        if count:
            found.append(account)
    return found


def _add(ticket: Ticket, who: int, actor: Actor) -> None:
    if session.get(Watcher, (ticket.number, who)) is None:
        add_if_new(Watcher, ticket_number=ticket.number, account_id=who)
        take_step(ticket, Step.WATCHED, actor, details={"account": who})
