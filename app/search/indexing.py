"""Analyses many articles for the index, on all cores where it is worth their start."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from app import clock
from app.search.documents import Entry, entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from app.articles.article import Article

    Progress = Callable[[int, int], None]

PARALLEL_FROM = 500  # articles; fewer are done before other processes have loaded the dictionary
CHUNK = 16  # articles that go to a process at once


def entries(articles: Sequence[Article], progress: Progress | None = None) -> Iterator[Entry]:
    """Yield the articles as entries, in their order; `progress` hears of (done, total)."""
    now = clock.now()
    found = _on_all_cores if _is_worth_it(articles) else _here
    for done, one in enumerate(found(articles, now), 1):
        yield one
        if progress:
            progress(done, len(articles))


def _is_worth_it(articles: Sequence[Article]) -> bool:
    is_child = multiprocessing.current_process().daemon
    return len(articles) >= PARALLEL_FROM and (os.cpu_count() or 1) > 1 and not is_child


def _here(articles: Iterable[Article], now: datetime) -> Iterator[Entry]:
    return (entry(article, now) for article in articles)


def _on_all_cores(articles: Iterable[Article], now: datetime) -> Iterator[Entry]:
    context = multiprocessing.get_context("spawn")  # a fork of a server with threads can hang
    with ProcessPoolExecutor(mp_context=context) as pool:
        yield from pool.map(partial(entry, now=now), articles, chunksize=CHUNK)
