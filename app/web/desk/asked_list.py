"""What a list of the queue is asked for by its address: list, search, filter, order, page."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import request

from app import typed
from app.tickets import filters, queue
from app.tickets.filters import ME, NOBODY, Filter
from app.tickets.queue import STATES, Sorting, View
from app.tickets.states import FINISHED, State

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from app.tickets.queue import Page

LONGEST_QUERY: Final = 200  # characters
LISTS: Final = tuple(name for name, value in asdict(Filter()).items() if isinstance(value, tuple))

_Word = TypeVar("_Word", bound="StrEnum")


@dataclass(frozen=True)
class Chip:
    """One condition of a filter; `without` are the parameters of the list without it."""

    name: str
    value: Any
    without: Mapping[str, Any]


@dataclass(frozen=True)
class Asked:
    """A page of a list; `view` is None in a search, which looks through all lists.

    `sorting` is None for the order that the list has of its own.
    """

    view: View | None
    query: str
    wanted: Filter
    sorting: Sorting | None
    before: str | None

    @property
    def parameters(self) -> dict[str, Any]:
        """The address's parameters of the first page of this list."""
        place = {"q": self.query} if self.view is None else {"view": self.view.value}
        order = {"sorting": self.sorting.value} if self.sorting else {}
        return place | order | parameters(self.wanted)

    @property
    def states(self) -> tuple[State, ...]:
        """The states that tickets of this list may have."""
        return tuple(STATES[self.view] if self.view else State)

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What the list is narrowed to."""
        return tuple(self._chips())

    @property
    def by_itself(self) -> Filter:
        """The filter that finds the tickets of this list among all tickets."""
        wanted = self.wanted
        if self.view is View.NEW:
            wanted = replace(wanted, assignee=NOBODY, states=wanted.states or STATES[View.NEW])
        elif self.view is View.MINE:
            wanted = replace(wanted, assignee=ME)
        elif self.view is View.CLOSED:
            wanted = replace(wanted, states=wanted.states or STATES[View.CLOSED])
        return wanted

    def page(self, account_id: int) -> Page:
        """Load the page, as this account sees it."""
        wanted, before = self.wanted, self.before
        if self.view is None:
            return queue.search(self.query, account_id, wanted=wanted, before=before)
        return queue.tickets(
            self.view, account_id, wanted=wanted, sorting=self.sorting, before=before
        )

    def _chips(self) -> Iterator[Chip]:
        for name, value in asdict(self.wanted).items():
            many = value if isinstance(value, tuple) else (value,) if value else ()
            for one in many:
                rest = tuple(other for other in many if other != one)
                left: Any = rest if isinstance(value, tuple) else type(value)()
                without = replace(self, wanted=replace(self.wanted, **{name: left}))
                yield Chip(name, one, without.parameters)


def read() -> Asked:
    """Read the request's address; what makes no sense there is left out."""
    arguments = request.args
    query = typed.line(arguments.get("q", ""))[:LONGEST_QUERY]
    listed = {name: arguments.getlist(name) for name in LISTS}
    return Asked(
        view=None if query else _word(View, "view") or View.NEW,
        query=query,
        wanted=filters.read(arguments.to_dict() | listed),
        sorting=None if query else _word(Sorting, "sorting"),
        before=arguments.get("before"),
    )


def parameters(wanted: Filter) -> dict[str, Any]:
    """Return the filter as the parameters of an address."""
    return {
        name: 1 if value is True else value for name, value in filters.canonical(wanted).items()
    }


def elsewhere(wanted: Filter) -> dict[str, Any]:
    """Return the parameters of the list where a filter that stands by itself finds its tickets."""
    finished = bool(wanted.states) and set(wanted.states) <= set(FINISHED)
    return {"view": (View.CLOSED if finished else View.ALL).value} | parameters(wanted)


def _word(kind: type[_Word], name: str) -> _Word | None:
    said = request.args.get(name, "")
    return kind(said) if said in set(kind) else None
