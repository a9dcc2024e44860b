"""Filters of the queue that agents keep under a name, for themselves or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select

from app import clock, typed
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.tickets import filters
from app.tickets.desk_models import SavedFilter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.tickets.filters import Filter

LONGEST_NAME: Final = 100  # characters
MOST: Final = 50  # of one account


def of(account_id: int) -> Sequence[SavedFilter]:
    """Return the account's own filters and the shared ones, by name."""
    usable = or_(SavedFilter.account_id == account_id, SavedFilter.is_shared.is_(True))
    chosen = select(SavedFilter).where(usable)
    return session.scalars(chosen.order_by(SavedFilter.name, SavedFilter.id)).all()


def get(filter_id: int, account_id: int) -> SavedFilter:
    """Return a filter that this account may use; raises NotFound."""
    saved = session.get(SavedFilter, filter_id)
    if saved is None or not (saved.is_shared or saved.account_id == account_id):
        raise NotFound("Такого отбора нет.")
    return saved


def wanted(saved: SavedFilter) -> Filter:
    """Return what a saved filter asks for, as far as it still makes sense."""
    return filters.read(saved.query)


def save(account_id: int, name: str, asked: Filter, *, shared: bool = False) -> SavedFilter:
    """Keep a filter; one of the same name of this account is replaced.

    Raises InvalidInput for `name` and `query` (a filter that asks for nothing).
    """
    title, query = _checked(name), filters.canonical(filters.refuse_empty(asked))
    with transaction() as rows:
        mine = [row for row in of(account_id) if row.account_id == account_id]
        saved = next((row for row in mine if row.name == title), None)
        if saved is None:
            if len(mine) >= MOST:
                raise InvalidInput({"name": DomainError("Отборов не больше %(most)s.", most=MOST)})
            saved = SavedFilter(account_id=account_id, name=title, created_at=clock.now())
            rows.add(saved)
        saved.query, saved.is_shared = query, shared
    return saved


def remove(filter_id: int, account_id: int) -> None:
    """Remove a filter of one's own; raises NotFound."""
    with transaction() as rows:
        saved = get(filter_id, account_id)
        if saved.account_id != account_id:
            raise NotFound("Такого отбора нет.")
        rows.delete(saved)


def _checked(typed_in: str) -> str:
    name = typed.line(typed_in)
    if not 0 < len(name) <= LONGEST_NAME:
        problem = DomainError("Имя: от 1 до %(most)s знаков.", most=LONGEST_NAME)
        raise InvalidInput({"name": problem})
    return name
