"""A result list as the page shows it: addresses, chips of categories, pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

from flask import request, url_for
from flask_babel import gettext

from app.search.query import MAX_CHARACTERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.articles.article import Article
    from app.search.explanation import Explanation
    from app.search.results import Fragment, Result, Results
    from app.web.site.shelf import Shelf

LAST_PAGE = 10_000
# Characters of a query in an address: 400 Russian letters. Some 25 links of a page carry it.
LONGEST_IN_ADDRESS = 2_400
FIRST = 3  # results that tell what a search is about
ADDRESSES = 20_000  # of articles, kept: making one takes longer than to show a result
AROUND = 1  # pages shown on either side of the current one
_SAFE_ANCHOR = "%!#$&'()*+,/:;=?@"
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


@dataclass(frozen=True)
class Chip:
    """A category to filter by, or all of them."""

    title: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True)
class Pages:
    """Links to the other pages; in `numbers` a gap has no address."""

    page: int
    previous: str | None
    next: str | None
    numbers: tuple[tuple[int, str | None], ...]


@dataclass(frozen=True)
class ShownSection:
    heading: str
    url: str


@dataclass(frozen=True)
class ShownResult:
    article: Article
    url: str
    title: tuple[Fragment, ...]
    snippet: tuple[Fragment, ...]
    category_title: str
    headings: tuple[str, ...]
    more: tuple[ShownSection, ...]
    score: float
    parts: Mapping[str, float]
    pinned: bool


@dataclass(frozen=True)
class ShownResults:
    """The page; `everywhere` is the address without the filter, where the filter left nothing.

    `about` are categories: the filter's, and those of the first results.
    """

    address: str
    query: str
    shown_query: str
    search_id: int
    total: int
    unready: bool
    shortened: bool
    unsure: bool
    correction: str | None
    literal_url: str
    chips: tuple[Chip, ...]
    items: tuple[ShownResult, ...]
    pages: Pages | None
    everywhere: str | None
    elsewhere: bool
    explanation: Explanation
    about: tuple[str, ...]


def show(found: Results, wish: Wish, search_id: int, shelf: Shelf) -> ShownResults:
    """Turn what the searcher found into what the page shows."""
    return ShownResults(
        address=wish.url(page=wish.page if wish.page > 1 else None),
        query=found.query,
        shown_query=found.shown_query or found.query,
        search_id=search_id,
        total=found.total,
        unready=found.state != "ready" and not found.total,
        shortened=found.cut or wish.cut,
        unsure=found.unsure and found.total > 0,
        correction=found.shown_query if found.correction else None,
        literal_url=wish.url(literal=1),
        chips=_chips(found, wish, shelf),
        items=tuple(_items(found, search_id, shelf)),
        pages=_pages(found, wish),
        everywhere=wish.url(category=None) if wish.category and not found.total else None,
        elsewhere=bool(found.by_category),
        explanation=found.explanation,
        about=(wish.category or "", *(result.category for result in found.results[:FIRST])),
    )


def _items(found: Results, search_id: int, shelf: Shelf) -> Iterator[ShownResult]:
    for result in found.results:
        article = shelf.exact(result.article_id)
        if article:
            yield _item(result, article, search_id, shelf)


def _item(result: Result, article: Article, search_id: int, shelf: Shelf) -> ShownResult:
    url = f"{_article_url(request.script_root, article.slug)}?search={search_id}.{result.rank}"
    return ShownResult(
        article=article,
        url=_at(url, result.anchor),
        title=tuple(result.title),
        snippet=tuple(result.snippet),
        category_title=_category_title(article.category, shelf),
        headings=tuple(result.heading_path),
        more=tuple(ShownSection(s.heading, _at(url, s.anchor)) for s in result.more),
        score=result.score,
        parts=result.explanation,
        pinned=result.pinned,
    )


@lru_cache(ADDRESSES)
def _article_url(_root: str, slug: str) -> str:
    return url_for("site.article", slug=slug)


def _at(url: str, anchor: str) -> str:
    return f"{url}#{quote(anchor, _SAFE_ANCHOR)}" if anchor else url


def _category_title(path: str | None, shelf: Shelf) -> str:
    shelved = shelf.category(path) if path else None
    return shelved.category.title_in(shelf.lang) if shelved else ""


def _chips(found: Results, wish: Wish, shelf: Shelf) -> tuple[Chip, ...]:
    """All categories that hold a result; none when there is nothing to choose between."""
    counts = {path: number for path, number in found.by_category.items() if number}
    if not wish.category and len(counts) < 2:
        return ()
    everything = Chip(
        gettext("Все разделы"), sum(counts.values()), wish.url(category=None), not wish.category
    )
    return (
        everything,
        *(
            Chip(
                _category_title(path, shelf) or path,
                number,
                wish.url(category=path),
                path == wish.category,
            )
            for path, number in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        ),
    )


def _pages(found: Results, wish: Wish) -> Pages | None:
    if found.pages < 2:
        return None
    shown = sorted({1, found.pages, *range(found.page - AROUND, found.page + AROUND + 1)})
    shown = [number for number in shown if 1 <= number <= found.pages]
    numbers: list[tuple[int, str | None]] = []
    for number in shown:
        if numbers and number > numbers[-1][0] + 1:
            numbers.append((number - 1, None))
        numbers.append((number, wish.url(page=number)))
    return Pages(
        page=found.page,
        previous=wish.url(page=found.page - 1) if found.page > 1 else None,
        next=wish.url(page=found.page + 1) if found.page < found.pages else None,
        numbers=tuple(numbers),
    )
