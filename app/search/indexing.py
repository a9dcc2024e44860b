"""Analyses articles for the index, on all cores where it is worth their start."""

from __future__ import annotations

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from app import clock
from app.search.documents import entry
from app.search.engines.building import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from app.articles.article import Article
    from app.search.engines.segment import Segment

    Progress = Callable[[int, int], None]

Outcome = TypeVar("Outcome")

PARALLEL_FROM = 500  # articles; fewer are done before other processes have loaded the dictionary
TOGETHER = 32  # articles that go to a process at once, and come back as one segment


def segments(articles: Sequence[Article], progress: Progress | None = None) -> Iterator[Segment]:
    """Yield the articles as segments, in their order; `progress` hears of (done, total)."""
    analysed = partial(analyse, now=clock.now())
    found = on_all_cores if _is_worth_it(articles) else map
    done = 0
    for segment in found(analysed, batches_of(articles)):
        yield segment
        done += len(segment.starts)
        if progress:
            progress(done, len(articles))


def analyse(articles: Iterable[Article], now: datetime) -> Segment:
    """Return articles as one segment; `now` decides their visibility."""
    return packed(entry(article, now) for article in articles)


def on_all_cores(
    work: Callable[[Sequence[Article]], Outcome], batches: Iterable[Sequence[Article]]
) -> Iterator[Outcome]:
    """Yield what `work`, a function that can be pickled, makes of each of the batches."""
    context = multiprocessing.get_context("spawn")  # a fork of a server with threads can hang
    with ProcessPoolExecutor(mp_context=context) as pool:
        yield from pool.map(work, batches)


def batches_of(articles: Sequence[Article]) -> list[Sequence[Article]]:
    """Cut articles into as many as a process gets at once."""
    return [articles[at : at + TOGETHER] for at in range(0, len(articles), TOGETHER)]


def _is_worth_it(articles: Sequence[Article]) -> bool:
    is_child = multiprocessing.current_process().daemon
    return len(articles) >= PARALLEL_FROM and (os.cpu_count() or 1) > 1 and not is_child
