"""How long it takes from a changed file until its words are found."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

from app.accounts.roles import GUEST

if TYPE_CHECKING:
    from benchmarking.workplace import Workplace

EDITS = 5


def milliseconds(place: Workplace) -> dict[str, float]:
    """Medians of a few edits: reading the folder, indexing, the first find after it, and all."""
    rows = [_edit(place, number) for number in range(EDITS)]
    names = ("read", "index", "find")
    steps = {name: round(median(row[n] for row in rows), 1) for n, name in enumerate(names)}
    return steps | {"all": round(median(sum(row) for row in rows), 1)}


def _edit(place: Workplace, number: int) -> tuple[float, float, float]:
    path = sorted((place.folder / "articles").rglob("a*.md"))[number]
    word = f"правка{time.time_ns()}"
    path.write_text(f"{path.read_text()}\n{word}\n")
    started = time.perf_counter()
    snapshot = place.library.refresh()
    read = time.perf_counter()
    place.searcher.sync(snapshot)
    indexed = time.perf_counter()
    results = place.searcher.find(word, GUEST)
    found = time.perf_counter()
    if not results.total:
        raise RuntimeError("the edit is not found")
    return (read - started) * 1000, (indexed - read) * 1000, (found - indexed) * 1000
