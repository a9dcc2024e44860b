"""What the address of a search asks for, and the addresses of the same search with changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from flask import request, url_for

from app.search.query import MAX_CHARACTERS

if TYPE_CHECKING:
    from app.web.site.shelf import Shelf

LAST_PAGE = 10_000
# Characters of a query in an address: 400 Russian letters. Some 25 links of a page carry it.
LONGEST_IN_ADDRESS = 2_400
_SAFE = "!$'()*,/:;?@"  # stands in a query string as it is
_CONTROLS = re.compile("[\x00-\x1f\x7f]+")


def readable(typed: str) -> str:
    """Return a query as typed, in one line and without characters that nobody sees."""
    return _CONTROLS.sub(" ", typed).strip()


def _fitting(query: str) -> str:
    """The start of a query that the page's links can carry."""
    room = LONGEST_IN_ADDRESS
    if len(query) <= MAX_CHARACTERS and len(quote_plus(query, errors="replace")) <= room:
        return query
    for place, letter in enumerate(query[:MAX_CHARACTERS]):
        room -= len(quote_plus(letter, errors="replace"))
        if room < 0:
            return query[:place].strip()
    return query[:MAX_CHARACTERS].strip()


@dataclass(frozen=True)
class Wish:
    """What the address asks for; a page that is no number is the first.

    `cut` when the query was longer than links carry: then its start alone is searched for.
    """

    query: str
    category: str | None
    page: int
    literal: bool
    cut: bool = False

    @classmethod
    def from_request(cls, shelf: Shelf) -> Wish:
        """Read the address; a category that is not on the reader's shelf is no filter at all."""
        args = request.args
        category = args.get("category", "")
        page = args.get("page", 1, type=int)
        query = readable(args.get("q", ""))
        fitting = _fitting(query)
        return cls(
            query=fitting,
            category=category if shelf.category(category) else None,
            page=min(max(page, 1), LAST_PAGE),
            literal=args.get("literal") == "1",
            cut=len(query) > len(fitting),
        )

    def url(self, **changes: str | int | None) -> str:
        """Return the address of the same search with `changes`; None leaves a part out."""
        parts = {"category": self.category, "literal": 1 if self.literal else None} | changes
        said = ((name, value) for name, value in parts.items() if value is not None)
        return "".join([self._root, *(f"&{name}={quote(str(v), _SAFE)}" for name, v in said)])

    @cached_property
    def _root(self) -> str:
        """The address without any choice; making it takes long, and a page has a dozen of them."""
        return url_for("site.search", q=self.query)
