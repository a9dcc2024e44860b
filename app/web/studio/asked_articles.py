"""What the studio's list is asked for by its address: conditions, words, order, page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from flask import request

from app import clock, typed
from app.current import services
from app.editing import listing
from app.editing.listing import Sorting, Wanted
from app.web.languages import language

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from app.accounts.roles import Reader
    from app.articles.article import Article

MOST_FOUND: Final = 100  # articles that a search gives the list
LONGEST: Final = 200  # characters of a condition
CONDITIONS: Final = tuple(vars(Wanted()))


@dataclass(frozen=True)
class Chip:
    """One condition; `without` are the parameters of the list without it."""

    name: str
    value: str
    without: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """A page of the list; `sorting` is None for the order that it has of its own."""

    wanted: Wanted
    query: str = ""
    sorting: Sorting | None = None
    page: int = 1

    @property
    def parameters(self) -> dict[str, Any]:
        """The address's parameters of the first page of this list."""
        order = {"sorting": self.sorting.value} if self.sorting else {}
        query = {"q": self.query} if self.query else {}
        return query | _conditions(self.wanted) | order

    @property
    def chips(self) -> tuple[Chip, ...]:
        """What the list is narrowed to."""
        return tuple(
            Chip(name, value, replace(self, wanted=replace(self.wanted, **{name: ""})).parameters)
            for name, value in _conditions(self.wanted).items()
        )

    def articles(
        self, known: Mapping[str, Article], reader: Reader, approved: Container[str]
    ) -> list[Article]:
        """Return those of the articles that the list shows, in its order."""
        now = clock.now()
        found = self._found(known, reader) if self.query else list(known.values())
        narrowed = listing.matching(found, self.wanted, now, approved)
        if self.query and self.sorting is None:
            return narrowed
        return listing.ordered(narrowed, self.sorting or Sorting.UPDATED)

    def _found(self, known: Mapping[str, Article], reader: Reader) -> list[Article]:
        """Return what search finds, then drafts that it may not show but whose title has it."""
        results = services().searcher.find(self.query, reader, lang=language(), per_page=MOST_FOUND)
        ids = [result.article_id for result in results.results]
        words = self.query.casefold()
        titled = (one.id for one in known.values() if words in f"{one.id} {one.title}".casefold())
        return [known[i] for i in dict.fromkeys([*ids, *titled]) if i in known]


def read() -> Asked:
    """Read what is asked for; what makes no sense is left out."""
    given = {name: typed.line(request.args.get(name, ""))[:LONGEST] for name in CONDITIONS}
    sorting = request.args.get("sorting", "")
    return Asked(
        Wanted(**given),
        typed.line(request.args.get("q", ""))[:LONGEST],
        Sorting(sorting) if sorting in set(Sorting) else None,
        max(1, min(request.args.get("page", 1, type=int), 10_000)),
    )


def _conditions(wanted: Wanted) -> dict[str, str]:
    return {name: value for name, value in vars(wanted).items() if value}
