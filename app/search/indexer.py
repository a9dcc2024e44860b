"""Keeps the index that all processes share in step with the articles, whoever wrote it last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.search.results import SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.articles.library import Library
    from app.articles.snapshot import Snapshot
    from app.search.engines.base import Engine
    from app.search.searcher import Searcher

    Progress = Callable[[int, int], None]


class Indexer:
    """Takes what the library holds up into the engine that the searcher asks; any thread may."""

    def __init__(self, library: Library, engine: Engine, searcher: Searcher) -> None:
        self._library, self._engine, self._searcher = library, engine, searcher
        self._in_step: tuple[object, ...] = ()  # content and index as the last take-up left them

    def take_up(self, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with the library; unchanged articles are not touched.

        The library looks again where the index is newer than its last look: another process may
        have indexed what it has not seen, which would be taken out again.
        """
        now = (*_moment(self._library.snapshot), *self._engine.moment())
        if self._in_step == now and not self._engine.needs_rebuild():
            return SyncReport()
        with self._engine.writing():
            if self._library.looked_at <= (self._engine.stats().updated_at or 0.0):
                self._library.refresh()
            snapshot = self._library.snapshot
            moment = _moment(snapshot)
            report = self._searcher.sync(snapshot, progress)
            self._in_step = (*moment, *self._engine.moment())
        return report

    def rebuild(self, progress: Progress | None = None) -> SyncReport:
        """Build the index anew from what lies on disk; the old one answers meanwhile."""
        with self._engine.writing():  # before the look, so that nobody indexes what it misses
            return self._searcher.rebuild(progress)


def _moment(snapshot: Snapshot) -> tuple[Snapshot, int]:
    """What the index is to hold depends on: the content, and what came out or went by the clock."""
    return snapshot, snapshot.passed(clock.now())
