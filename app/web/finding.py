"""Articles to put into a text: first those that its readers may read, then its writer's own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import may
from app.current import services

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.accounts.roles import Reader
    from app.articles.article import Article
    from app.search.results import Fragments, Result


@dataclass(frozen=True)
class Found:
    """An article, or its part under `anchor`; `hidden` when the readers may not read it."""

    article: Article
    anchor: str
    headings: tuple[str, ...]
    title: Fragments
    snippet: Fragments
    hidden: bool


def find(
    text: str, readers: Reader, writer: Reader, lang: str, *, open_ones: int, hidden_ones: int
) -> tuple[Found, ...]:
    """Return what fits a query, at most so many of each."""
    shown = marked(results(text, readers, lang, open_ones), readers)
    if readers == writer:
        return shown
    both = marked(results(text, writer, lang, open_ones + hidden_ones), readers)
    return (*shown, *[one for one in both if one.hidden][:hidden_ones])


def results(text: str, reader: Reader, lang: str, limit: int) -> tuple[Result, ...]:
    """Return what this reader finds."""
    return services().searcher.find(text, reader, lang=lang, per_page=limit).results


def marked(results: Iterable[Result], readers: Reader) -> tuple[Found, ...]:
    """Return the results that are still there, each marked by whether `readers` may read it."""
    known, now = services().library.snapshot.articles, clock.now()
    return tuple(
        Found(
            known[result.article_id],
            result.anchor,
            result.heading_path,
            result.title,
            result.snippet,
            not may(readers, "read", known[result.article_id].visibility(now)),
        )
        for result in results
        if result.article_id in known
    )
