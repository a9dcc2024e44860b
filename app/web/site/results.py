"""A result list as the page shows it: addresses, chips of categories, pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote

from flask import request, url_for
from flask_babel import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.articles.article import Article
    from app.search.explanation import Explanation
    from app.search.results import Fragment, Result, Results
    from app.web.site.shelf import Shelf
    from app.web.site.wish import Wish

FIRST = 3  # results that tell what a search is about
ADDRESSES = 20_000  # of articles, kept: making one takes longer than to show a result
AROUND = 1  # pages shown on either side of the current one
_SAFE_ANCHOR = "%!#$&'()*+,/:;=?@"


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
    last: int
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
    """The page; `reach` is how many can be leafed through where that is not all, on the last page;
    `everywhere` is the address without the filter, where the filter left nothing.

    `section` is the title of the filter's category, "" without a filter. `about` are categories:
    the filter's, and those of the first results.
    """

    address: str
    query: str
    shown_query: str
    dissatisfaction_url: str
    total: int
    unready: bool
    shortened: bool
    unsure: bool
    correction: str | None
    literal_url: str
    offer_url: str
    chips: tuple[Chip, ...]
    items: tuple[ShownResult, ...]
    pages: Pages | None
    reach: int
    section: str
    everywhere: str | None
    elsewhere: bool
    explanation: Explanation
    about: tuple[str, ...]


def show(found: Results, wish: Wish, number: str, shelf: Shelf) -> ShownResults:
    """Turn what the searcher found into what the page shows; `number` is that of the search."""
    return ShownResults(
        address=wish.url(page=wish.page if wish.page > 1 else None),
        query=found.query,
        shown_query=found.shown_query or found.query,
        dissatisfaction_url=_dissatisfaction_url(request.script_root).replace("/0/", f"/{number}/"),
        total=found.total,
        unready=found.state != "ready" and not found.total,
        shortened=found.cut or wish.cut,
        unsure=found.unsure and found.total > 0,
        correction=found.shown_query if found.correction else None,
        literal_url=wish.url(literal=1),
        offer_url=replace(wish, query=found.explanation.offer, literal=False).url(),
        chips=_chips(found, wish, shelf),
        items=tuple(_items(found, number, shelf)),
        pages=_pages(found, wish),
        reach=found.reach if found.page == found.pages and found.reach < found.total else 0,
        section=_category_title(wish.category, shelf),
        everywhere=wish.url(category=None) if wish.category and not found.total else None,
        elsewhere=bool(found.by_category),
        explanation=found.explanation,
        about=(wish.category or "", *(result.category for result in found.results[:FIRST])),
    )


def _items(found: Results, number: str, shelf: Shelf) -> Iterator[ShownResult]:
    for result in found.results:
        article = shelf.exact(result.article_id)
        if article:
            yield _item(result, article, number, shelf)


def _item(result: Result, article: Article, number: str, shelf: Shelf) -> ShownResult:
    url = f"{_article_url(request.script_root, article.slug)}?search={number}.{result.rank}"
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


@lru_cache
def _dissatisfaction_url(_root: str) -> str:
    return url_for("site.dissatisfaction", search_id=0)


def _at(url: str, anchor: str) -> str:
    return f"{url}#{quote(anchor, _SAFE_ANCHOR)}" if anchor else url


def _category_title(path: str | None, shelf: Shelf) -> str:
    shelved = shelf.category(path) if path else None
    return shelved.category.title_in(shelf.lang) if shelved else ""


def _chips(found: Results, wish: Wish, shelf: Shelf) -> tuple[Chip, ...]:
    """The filter's category, and all that hold a result; none with nothing to choose between."""
    counts = {path: number for path, number in found.by_category.items() if number}
    if len(counts) < (1 if wish.category else 2):
        return ()
    everything = Chip(
        gettext("Все разделы"), sum(counts.values()), wish.url(category=None), not wish.category
    )
    if wish.category:
        counts.setdefault(wish.category, found.total)
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
        last=found.pages,
        previous=wish.url(page=found.page - 1) if found.page > 1 else None,
        next=wish.url(page=found.page + 1) if found.page < found.pages else None,
        numbers=tuple(numbers),
    )
