"""What was measured as rows of a table, with the floor that each must reach."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from benchmarking.editing import Spread
    from benchmarking.serving import Pages, Served
    from benchmarking.timing import Times
    from benchmarking.workplace import Building


@dataclass(frozen=True)
class Row:
    """A figure; `floor` is the least it may be, or the most where `most` is true."""

    name: str
    value: float
    unit: str
    floor: float | None = None
    most: bool = True

    @property
    def is_met(self) -> bool | None:
        if self.floor is None:
            return None
        return self.value <= self.floor if self.most else self.value >= self.floor

    def line(self) -> str:
        met = {None: "", True: "met", False: "MISSED"}[self.is_met]
        bound = f"{'≤' if self.most else '≥'} {self.floor:g}" if self.floor is not None else ""
        return f"{self.name:52} {self.value:>10.3f} {self.unit:10} {bound:8} {met}"


def of_finding(ours: dict[str, Times], first: float, cold: Times) -> Iterable[Row]:
    find, match, complete = ours["find"], ours["match"], ours["complete"]
    yield Row("whole lexical find, p50", find.p50, "ms")
    yield Row("whole lexical find, p95", find.p95, "ms")
    yield Row("whole lexical find, words asked first, p50", cold.p50, "ms")
    yield Row("whole lexical find, words asked first, p95", cold.p95, "ms")
    yield Row("first find after opening the index", first, "ms", 1000)
    yield Row("matching alone, p50", match.p50, "ms")
    yield Row("completion, p50", complete.p50, "ms")
    yield Row("completion, p95", complete.p95, "ms", 5)


def of_others(ours: dict[str, Times], others: dict[str, Times]) -> Iterable[Row]:
    find, match = ours["find"].p50, ours["match"].p50
    for name, times in others.items():
        yield Row(f"{name}, matching alone, p50", times.p50, "ms")
    yield Row("Whoosh's matching / our whole find", others["whoosh"].p50 / find, "times", 20, False)
    yield Row("FTS5's matching / our whole find", others["fts5"].p50 / find, "times", 8, False)
    yield Row("our whole find / Tantivy's matching", find / others["tantivy"].p50, "times", 4)
    yield Row("our matching / Tantivy's matching", match / others["tantivy"].p50, "times", 1)


def of_building(building: Building) -> Iterable[Row]:
    yield Row("analysing alone", building.analysing, "s")
    yield Row("indexing", building.indexing, "s")
    yield Row("indexing / analysing alone", building.indexing / building.analysing, "times", 2)
    yield Row("cores used while indexing", building.cores, "cores")


def of_editing(steps: dict[str, Spread]) -> Iterable[Row]:
    found = steps["found"]
    yield Row("one edit to found, p50", found.p50, "ms", 300)
    yield Row("one edit to found, p95", found.p95, "ms")
    for name, step in steps.items():
        if name != "found":
            yield Row(f"  {name}, p50", step.p50, "ms")
            yield Row(f"  {name}, p95", step.p95, "ms")


def of_strange(slowest: dict[str, dict[str, float]]) -> Iterable[Row]:
    for name, kinds in slowest.items():
        yield Row(f"slowest strange text, {name}", max(kinds.values()), "ms", 100)
        yield from (Row(f"  {kind}, {name}", value, "ms") for kind, value in kinds.items())


def of_garbage(milliseconds: float) -> Iterable[Row]:
    yield Row("a look for garbage after them", milliseconds, "ms")


def of_meaning(times: Times) -> Iterable[Row]:
    yield Row("whole find with encoder, p50", times.p50, "ms")
    yield Row("whole find with encoder, p95", times.p95, "ms")


def of_serving(name: str, page: Pages, bare: Pages) -> Iterable[Row]:
    yield from _served(f"{name}, asked again", page.again, bare.again, 0.25)
    yield from _served(f"{name}, asked first", page.first, bare.again, None)
    yield Row("bare page: processor time", bare.again.processor, "ms")
    yield Row(f"{name}: worker's memory (RSS)", page.again.rss, "MB", 500)
    yield Row(f"{name}: worker's memory (PSS)", page.again.pss, "MB")


def _served(name: str, page: Served, bare: Served, floor: float | None) -> Iterable[Row]:
    yield Row(f"{name}: requests a second", page.a_second, "a second")
    yield Row(f"{name}: p50", page.times.p50, "ms")
    yield Row(f"{name}: p95", page.times.p95, "ms")
    share = page.a_second / bare.a_second
    yield Row(f"{name}: share of a bare page's", share, "times", floor, most=False)
    yield Row(f"{name}: processor time", page.processor, "ms")
