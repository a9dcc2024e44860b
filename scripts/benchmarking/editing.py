"""How long it takes from a changed file until its words are found, here and in another process.

An article is changed as the editor changes it: one file is written, and named to the library. Then
a worker that saw nothing of it finds it too, and the timer's work is done: reading the folder whole
and tidying up, of which nobody waits for the end.
"""

from __future__ import annotations

import time
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from app.accounts.roles import GUEST
from app.search.engines.whoosh import WhooshEngine
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarking.workplace import Workplace

EDITS = 25


class Edit(NamedTuple):
    """Milliseconds of the clock for the steps of one edit, of the processor for the first three.

    `read`: taking up the file; `index`; `find`: the first one after it; `elsewhere`: the first one
    of another worker; `folder`: reading the folder whole, by the timer; `tidy`.
    """

    read: float
    index: float
    find: float
    processor: float
    elsewhere: float
    folder: float
    tidy: float

    @property
    def found(self) -> float:
        """From the saved file until it is found in the same process."""
        return self.read + self.index + self.find


class Spread(NamedTuple):
    """Of some edits, in milliseconds."""

    p50: float
    p95: float


def measured(place: Workplace) -> dict[str, Spread]:
    """Edit some articles one by one; each step by its name, and `found` from file to found."""
    other = Searcher(place.library, WhooshEngine(place.folder / "index"))
    paths = sorted((place.folder / "articles").rglob("a*.md"))[:EDITS]
    place.searcher.find("оплата", GUEST)
    place.searcher.prepare_words()
    other.find("оплата", GUEST)
    edits = [_edit(place, other, path) for path in paths]
    names = ("found", *Edit._fields)
    return {name: _spread([getattr(edit, name) for edit in edits]) for name in names}


def _spread(values: list[float]) -> Spread:
    cuts = quantiles(values, n=20)
    return Spread(cuts[9], cuts[18])


def _edit(place: Workplace, other: Searcher, path: Path) -> Edit:
    word = f"правка{time.time_ns()}"
    path.write_text(f"{path.read_text()}\n{word}\n")
    processor, clock = time.thread_time(), _steps()
    next(clock)
    snapshot = place.library.take_up([path.relative_to(place.folder / "articles").as_posix()])
    read = next(clock)
    place.searcher.sync(snapshot)
    index = next(clock)
    _find(place.searcher, word)
    find, spent = next(clock), (time.thread_time() - processor) * 1000
    _find(other, word)
    elsewhere = next(clock)
    place.searcher.prepare_words()
    next(clock)
    place.library.refresh()
    folder = next(clock)
    place.searcher.tidy()
    return Edit(read, index, find, spent, elsewhere, folder, next(clock))


def _find(searcher: Searcher, word: str) -> None:
    if not searcher.find(word, GUEST).total:
        raise RuntimeError("the edit is not found")


def _steps() -> Iterator[float]:
    """Milliseconds since the last time of asking."""
    last = time.perf_counter()
    while True:
        now = time.perf_counter()
        yield (now - last) * 1000
        last = now
