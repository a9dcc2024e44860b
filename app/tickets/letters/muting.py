"""Which notices an account does not want by mail, and the link that says so without signing in."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import delete, select

from app.accounts.models import Account
from app.db import add_if_new, session, transaction
from app.errors import NotFound
from app.tickets.mail_models import MutedNotice

if TYPE_CHECKING:
    from collections.abc import Collection

_SALT: Final = "unsubscribe"


class Topic(StrEnum):
    """What notices are about; each can be had or not."""

    NEW_TICKET = "new_ticket"
    CUSTOMER_REPLIED = "customer_replied"
    ASSIGNED = "assigned"
    MENTIONED = "mentioned"
    LATE = "late"
    DIGEST = "digest"
    ATTENTION = "attention"
    REVIEW = "review"


def mute(account_id: int, topic: Topic) -> None:
    """Send the account no more notices of this topic."""
    with transaction():
        add_if_new(MutedNotice, account_id=account_id, topic=topic.value)


def unmute(account_id: int, topic: Topic) -> None:
    """Send the account notices of this topic again."""
    mine = (MutedNotice.account_id == account_id, MutedNotice.topic == topic.value)
    with transaction():
        session.execute(delete(MutedNotice).where(*mine))


def muted(account_id: int) -> frozenset[Topic]:
    """Return what the account does not want."""
    mine = select(MutedNotice.topic).where(MutedNotice.account_id == account_id)
    return frozenset(map(Topic, session.scalars(mine)))


def listening(account_ids: Collection[int], topic: Topic) -> list[int]:
    """Return those of the accounts that may sign in and want notices of this topic."""
    deaf = select(MutedNotice.account_id).where(MutedNotice.topic == topic.value)
    chosen = select(Account.id).where(
        Account.id.in_(account_ids), Account.disabled_at.is_(None), Account.id.not_in(deaf)
    )
    return list(session.scalars(chosen.order_by(Account.id)))


def link_key(account_id: int, topic: Topic, secret: str) -> str:
    """Return what the link in a notice carries: who and what, signed."""
    return URLSafeSerializer(secret, _SALT).dumps([account_id, topic.value])


def read_link_key(key: str, secret: str) -> tuple[Account, Topic]:
    """Return whose link it is and what it is about; raises NotFound for any other."""
    unknown = NotFound("Эта ссылка не подходит: проверьте, что она скопирована целиком.")
    try:
        account_id, topic = URLSafeSerializer(secret, _SALT).loads(key)
    except (BadSignature, ValueError):
        raise unknown from None
    account = session.get(Account, account_id)
    if account is None:
        raise unknown
    return account, Topic(topic)
