"""An engine without files, for tests and small throw-away indexes."""

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
    from collections.abc import Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

    from app.search.documents import Entry
    from app.search.engines.base import Filter, Hits
    from app.search.query import Query


class MemoryEngine:
    """Keeps all entries, and builds one segment of them at every commit."""

    def __init__(self) -> None:
        self._entries: dict[str, Entry] = {}
        self._view = View((), ())
        self._updated_at: float | None = None
        self._lock = threading.RLock()

    def writing(self) -> AbstractContextManager[object]:
        return self._lock

    def put(self, entries: Iterable[Entry], removed: Collection[str] = ()) -> None:
        with self._lock:
            for article_id in removed:
                self._entries.pop(article_id, None)
            self._entries.update((entry.article_id, entry) for entry in entries)
            self._view = _view(self._entries.values())
            self._updated_at = time.time()

    def replace(self, entries: Iterable[Entry]) -> None:
        kept = {entry.article_id: entry for entry in entries}
        self.put(kept.values(), self._entries.keys() - kept.keys())

    def find(
        self, query: Query, where: Filter, *, limit: int, also: Mapping[str, str] = NOTHING_ELSE
    ) -> Hits:
        return matching.find(self._view, query, where, limit, also)

    def complete(self, query: Query, prefix: str, where: Filter, *, limit: int) -> Hits:
        return completion.find(self._view, query, prefix, where, limit)

    def article_ids(self, where: Filter) -> frozenset[str]:
        return self._view.article_ids(where)

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
        documents = self._view.doc_count_all
        articles = len(self._entries)
        return Stats("ready", articles, documents, "memory", self._updated_at)

    def close(self) -> None:
        self._entries.clear()
        self._view = View((), ())


def _view(entries: Iterable[Entry]) -> View:
    builder = SegmentBuilder()
    for entry in entries:
        builder.add(entry)
    if not builder.doc_count:
        return View((), ())
    segment = builder.build()
    return View((segment,), (np.ones(len(segment.starts), bool),))
