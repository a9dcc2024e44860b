"""An engine without files: for tests, and for trying a change over what another engine holds."""

from __future__ import annotations

import threading
import time
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines import completion, matching
from app.search.engines.base import NOTHING_ELSE, Stats
from app.search.engines.joining import join
from app.search.engines.view import View

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping
    from contextlib import AbstractContextManager

    from numpy.typing import NDArray

    from app.search.engines.base import Filter, Hits
    from app.search.engines.segment import Segment
    from app.search.query import Query

_NOTHING = View((), ())


def _as_it_is(segment: Segment) -> Segment:
    return segment


class MemoryEngine:
    """Keeps all articles in one segment, which every commit makes anew.

    It begins with what `base` shows, which stays as it is; `scored` gives the lengths of a new
    segment's fields as they are scored.
    """

    def __init__(
        self, base: View = _NOTHING, scored: Callable[[Segment], Segment] = _as_it_is
    ) -> None:
        self._base = base
        self._scored = scored
        self._hidden: set[str] = set()  # articles of `base` that were changed or removed
        self._own: Segment | None = None
        self._view = base
        self._updated_at: float | None = None
        self._lock = threading.RLock()

    def writing(self) -> AbstractContextManager[object]:
        return self._lock

    def put(self, segments: Iterable[Segment], removed: Collection[str] = ()) -> None:
        with self._lock:
            new = list(segments)
            gone = {*removed, *chain.from_iterable(s.article_numbers for s in new)}
            self._hidden |= gone
            old = [self._own] if self._own else []
            kept = [*(_are_shown(s, gone) for s in old), *(_are_shown(s, set()) for s in new)]
            self._own = self._scored(join([*old, *new], kept))
            self._view = self._together()
            self._updated_at = time.time()

    def replace(self, segments: Iterable[Segment]) -> None:
        new = list(segments)
        kept = chain.from_iterable(segment.article_numbers for segment in new)
        self.put(new, self.fingerprints().keys() - kept)

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
        return self._view.fingerprints

    def needs_rebuild(self) -> bool:
        return False

    def tidy(self) -> None:
        """Do nothing: all is one segment."""

    def stats(self) -> Stats:
        view = self._view
        counts, sizes = (view.article_count, view.doc_count), (view.memory_bytes, view.mapped_bytes)
        return Stats("ready", *counts, "memory", self._updated_at, "", *sizes)

    def trial(self) -> MemoryEngine:
        return MemoryEngine(self._view, self._scored)

    def close(self) -> None:
        self._own, self._base, self._view = None, _NOTHING, _NOTHING

    def _together(self) -> View:
        """Return the base's segments without what is hidden, and the own one."""
        segments = list(self._base.segments)
        alive = [
            was & _are_shown(segment, self._hidden)
            for segment, was in zip(segments, self._base.alive, strict=True)
        ]
        if self._own and self._own.doc_count:
            segments.append(self._own)
            alive.append(np.ones(len(self._own.starts), bool))
        return View(segments, alive)


def _are_shown(segment: Segment, hidden: set[str]) -> NDArray[np.bool_]:
    facts = segment.facts
    return np.fromiter((one.article_id not in hidden for one in facts), bool, len(facts))
