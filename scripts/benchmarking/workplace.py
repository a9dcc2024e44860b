"""The folder that is measured in: a corpus, its index and its vectors, each built once."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from tqdm import tqdm

from app import clock
from app.articles.library import Library
from app.search import documents, indexing
from app.search.engines.whoosh import WhooshEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher
from benchmarking import corpus
from benchmarking.sketching import SketchingEncoder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from app.articles.article import Article
    from app.search.engines.view import View


@dataclass(frozen=True)
class Building:
    """Seconds of analysing all articles alone and of indexing them; cores that indexing used."""

    analysing: float
    indexing: float
    cores: float


class Workplace:
    """`folder` with `articles/` and `index/`."""

    def __init__(self, folder: Path, articles: int) -> None:
        self.folder = folder
        self.count = articles

    def build(self, *, measured: bool) -> Building | None:
        """Write the articles and index them; what is there already is kept."""
        if not (self.folder / "articles").is_dir():
            with progress("articles") as show:
                corpus.write(self.folder / "articles", self.count, show)
        if (self.folder / "index" / "CURRENT").exists():
            return None
        articles = list(self.library.snapshot.articles.values())
        analysing = 0.0
        if measured:
            started = time.perf_counter()
            with progress("analysing alone") as show:
                for done in accumulate(_analysed(articles)):
                    show(done, len(articles))
            analysing = time.perf_counter() - started
        started, processor = time.perf_counter(), _processor_seconds()
        with progress("indexing") as show:
            self.searcher.rebuild(show)
        seconds = time.perf_counter() - started
        cores = (_processor_seconds() - processor) / seconds
        return Building(analysing, seconds, cores) if measured else None

    @cached_property
    def library(self) -> Library:
        return Library(self.folder / "articles")

    @cached_property
    def engine(self) -> WhooshEngine:
        return WhooshEngine(self.folder / "index")

    @cached_property
    def searcher(self) -> Searcher:
        return Searcher(self.library, self.engine)

    @cached_property
    def meaning_searcher(self) -> Searcher:
        """With an encoder, loaded, and vectors of everything."""
        meaning = Meaning(SketchingEncoder(), self.folder / "index" / "meaning")
        found = Searcher(self.library, self.engine, meaning)
        with progress("vectors") as show:
            found.sync_meaning(self.library.snapshot, show)
        return found

    @property
    def view(self) -> View:
        return self.engine._view()  # noqa: SLF001  matching is measured below the engine's door

    @property
    def generation(self) -> Path:
        """The folder of the index in use."""
        return next((self.folder / "index").glob("generation-*"))


@contextmanager
def progress(name: str) -> Iterator[Callable[[int, int], None]]:
    with tqdm(desc=name, disable=None, leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        yield show


def _analysed(articles: Sequence[Article]) -> Iterator[int]:
    return indexing.on_all_cores(_analyse, indexing.batches_of(articles))


def _analyse(articles: Sequence[Article]) -> int:
    """Analyse a few articles, and let it all go but their number."""
    now = clock.now()
    return sum(1 for article in articles if documents.entry(article, now))


def _processor_seconds() -> float:
    """Of this process and of those of its children that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
