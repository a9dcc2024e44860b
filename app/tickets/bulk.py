"""One action on many tickets: each in its own transaction, and a report of what was refused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.errors import DomainError, InvalidInput
from app.tickets import desk, sorting, tagging, watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MOST: Final = 200  # tickets at once


@dataclass(frozen=True)
class Report:
    """The numbers of the tickets that were changed, and why each of the others was not."""

    done: tuple[int, ...]
    refused: Mapping[int, DomainError]


def apply(action: str, value: str, numbers: Iterable[int], account_id: int) -> Report:
    """Do `action` with its `value` to each ticket.

    Actions and their values: assign ("me", an account's id, "" for nobody), prioritise, route (a
    team's id, "" for none), tag, untag, watch, close. Raises InvalidInput for `action`, `value`
    and `numbers` (none, or more than 200).
    """
    chosen = list(dict.fromkeys(numbers))
    if not 0 < len(chosen) <= MOST:
        problem = DomainError("Выберите от 1 до %(most)s заявок.", most=MOST)
        raise InvalidInput({"numbers": problem})
    act = _ACTIONS.get(action)
    if act is None:
        raise InvalidInput({"action": DomainError("Такого действия нет.")})
    refusals = {number: _attempt(act, number, account_id, value) for number in chosen}
    refused = {number: problem for number, problem in refusals.items() if problem}
    return Report(tuple(number for number in chosen if number not in refused), refused)


def _attempt(
    act: Callable[[int, int, str], object], number: int, account_id: int, value: str
) -> DomainError | None:
    try:
        act(number, account_id, value)
    except InvalidInput as problem:
        return next(iter(problem.fields.values()))
    except DomainError as problem:
        return problem
    return None


def _assign(number: int, account_id: int, value: str) -> None:
    assignee_id = account_id if value == "me" else _id(value)
    desk.assign(number, account_id, assignee_id, version=desk.get(number, account_id).version)


def _route(number: int, account_id: int, value: str) -> None:
    sorting.route(number, account_id, _id(value))


def _watch(number: int, account_id: int, _value: str) -> None:
    watching.watch(number, account_id)


def _close(number: int, account_id: int, _value: str) -> None:
    desk.close(number, account_id, version=desk.get(number, account_id).version)


def _id(value: str) -> int | None:
    if not value:
        return None
    if not value.isdecimal():
        raise InvalidInput({"value": DomainError("Выберите из списка.")})
    return int(value)


_ACTIONS: Final[Mapping[str, Callable[[int, int, str], object]]] = {
    "assign": _assign,
    "prioritise": sorting.prioritise,
    "route": _route,
    "tag": tagging.add,
    "untag": tagging.remove,
    "watch": _watch,
    "close": _close,
}
