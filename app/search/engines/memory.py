"""An engine without files: for tests, and for trying a change over what another engine holds."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines import completion, matching
from app.search.engines.base import NOTHING_ELSE, Stats
from app.search.engines.building import SegmentBuilder
from app.search.engines.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from app.search.documents import Entry
    from app.search.engines.base import Filter, Hits
    from app.search.engines.segment import Segment
    from app.search.query import Query


_NOTHING = View((), ())


class MemoryEngine:
    """Keeps all entries, and builds one segment of them at every commit.

    It begins with what `base` shows, which stays as it is; `rounded` as SegmentBuilder has it.
    """

    def __init__(self, base: View = _NOTHING, rounded: Callable[[int], int] = int) -> None:
        self._base = base
        self._rounded = rounded
        self._hidden: set[str] = set()  # articles of `base` that were changed or removed
        self._entries: dict[str, Entry] = {}
        self._view = base
        self._updated_at: float | None = None
        self._lock = threading.RLock()

    def writing(self) -> AbstractContextManager[object]:
        return self._lock

    def put(self, entries: Iterable[Entry], removed: Collection[str] = ()) -> None:
        with self._lock:
            for article_id in removed:
                self._entries.pop(article_id, None)
            self._entries.update((entry.article_id, entry) for entry in entries)
            self._hidden.update(removed, self._entries)
            self._view = self._together()
            self._updated_at = time.time()

    def replace(self, entries: Iterable[Entry]) -> None:
        kept = {entry.article_id: entry for entry in entries}
        self.put(kept.values(), self.fingerprints().keys() - kept.keys())

    def find(
        self, query: Query, where: Filter, *, limit: int, also: Mapping[str, str] = NOTHING_ELSE
    ) -> Hits:
        return matching.find(self._view, query, where, limit, also)

    def complete(self, query: Query, prefix: str, where: Filter, *, limit: int) -> Hits:
        return completion.find(self._view, query, prefix, where, limit)

    def article_ids(self, where: Filter) -> frozenset[str]:
        return self._view.article_ids(where)

    def moment(self) -> tuple[object, ...]:
        return (self._view,)

    def lemmas(self) -> Mapping[str, int]:
        return self._view.lemmas()

    def vocabulary(self) -> Mapping[str, int]:
        return self._view.vocabulary

    def frequency(self, term: str) -> int:
        return self._view.total_frequency(term)

    def stands(self, term: str, where: Filter) -> bool:
        return self._view.stands(term, where)

    def fingerprints(self) -> Mapping[str, str]:
        return {f.article_id: f.fingerprint for f in self._view.facts()}

    def needs_rebuild(self) -> bool:
        return False

    def fragments(self) -> frozenset[str]:
        return frozenset()

    def stats(self) -> Stats:
        view = self._view
        return Stats("ready", view.article_count, view.doc_count, "memory", self._updated_at)

    def trial(self) -> MemoryEngine:
        return MemoryEngine(self._view, self._rounded)

    def close(self) -> None:
        self._entries.clear()
        self._base = self._view = _NOTHING

    def _together(self) -> View:
        """Return the base's segments without what is hidden, and one of the own entries."""
        segments = list(self._base.segments)
        alive = [
            was & _is_shown(segment, self._hidden)
            for segment, was in zip(segments, self._base.alive, strict=True)
        ]
        if self._entries:
            segments.append(self._segment())
            alive.append(np.ones(len(self._entries), bool))
        return View(segments, alive)

    def _segment(self) -> Segment:
        builder = SegmentBuilder(self._rounded)
        for entry in self._entries.values():
            builder.add(entry)
        return builder.build()


def _is_shown(segment: Segment, hidden: set[str]) -> NDArray[np.bool_]:
    facts = segment.facts
    return np.fromiter((one.article_id not in hidden for one in facts), bool, len(facts))
