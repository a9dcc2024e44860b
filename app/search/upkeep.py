"""Keeps an engine and its vectors in step with the articles, and tells how they are."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from app import clock
from app.search import documents, indexing
from app.search.meaning import NO_ENCODER
from app.search.results import IndexStatus, SyncReport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.engines.base import Engine
    from app.search.meaning import Meaning

    Progress = Callable[[int, int], None]


class Wanted:
    """What the index is to hold: article id → fingerprint; a change costs what it changed."""

    def __init__(self) -> None:
        self._last = _Wanted({}, {}, frozenset())

    def of(self, snapshot: Snapshot) -> dict[str, str]:
        """Return the fingerprints of the articles, by what they are at this moment."""
        now, articles, last = clock.now(), snapshot.articles, self._last
        before = last.articles
        changed = {i for i, article in articles.items() if before.get(i) is not article}
        gone = before.keys() - articles.keys()
        timed = (last.timed - gone - changed) | {i for i in changed if articles[i].moments()}
        found = dict(last.fingerprints)
        for article_id in changed | timed:
            found[article_id] = documents.fingerprint(articles[article_id], now)
        for article_id in gone:
            del found[article_id]
        self._last = _Wanted(articles, found, timed)
        return found


class _Wanted(NamedTuple):
    """Articles with their fingerprints; `timed` are those that come out or go by the clock."""

    articles: Mapping[str, Article]
    fingerprints: Mapping[str, str]
    timed: frozenset[str]


def sync(
    engine: Engine, snapshot: Snapshot, wanted: Wanted, progress: Progress | None
) -> SyncReport:
    """Store what changed; unchanged articles are not touched."""
    fingerprints = wanted.of(snapshot)
    if fingerprints == engine.fingerprints() and not engine.needs_rebuild():
        return SyncReport()
    with engine.writing():
        if engine.needs_rebuild():
            return replace(engine, snapshot, progress)
        return _update(engine, snapshot, fingerprints, progress)


def replace(engine: Engine, snapshot: Snapshot, progress: Progress | None) -> SyncReport:
    """Store all anew; the caller is the engine's writer."""
    started = time.perf_counter()
    articles = list(snapshot.articles.values())
    engine.replace(indexing.segments(articles, progress))
    return SyncReport(added=len(articles), seconds=time.perf_counter() - started)


def trial(engine: Engine, articles: Sequence[Article]) -> Engine:
    """Return an engine that holds what this one does, but to which these articles are so."""
    now = clock.now()
    shown = [one for one in articles if one.visibility(now) != "unpublished"]
    hidden = {one.id for one in articles} - {one.id for one in shown}
    other = engine.trial()
    other.put(indexing.segments(shown), hidden)
    return other


def sync_meaning(
    engine: Engine, meaning: Meaning, snapshot: Snapshot, progress: Progress | None
) -> int:
    """Make the encoder ready and the vectors fresh; return how many articles it encoded."""
    meaning.load()
    return 0 if meaning.problem else meaning.sync(snapshot, engine.lemmas, progress)


def status(engine: Engine, meaning: Meaning | None) -> IndexStatus:
    """Tell how the index is, and whether searches go by meaning too."""
    stats = engine.stats()
    return IndexStatus(
        stats.state,
        stats.documents,
        stats.articles,
        stats.version,
        stats.updated_at,
        stats.problem,
        stats.memory_bytes + (meaning.memory_bytes if meaning else 0),
        stats.mapped_bytes,
        meaning.problem if meaning else NO_ENCODER,
    )


def _update(
    engine: Engine, snapshot: Snapshot, wanted: Mapping[str, str], progress: Progress | None
) -> SyncReport:
    started, stored = time.perf_counter(), engine.fingerprints()
    added = wanted.keys() - stored.keys()
    removed = stored.keys() - wanted.keys()
    changed = {i for i in wanted.keys() & stored.keys() if wanted[i] != stored[i]}
    if added or changed or removed:
        articles = [snapshot.articles[i] for i in sorted(added | changed)]
        engine.put(indexing.segments(articles, progress), removed)
    seconds = time.perf_counter() - started
    return SyncReport(len(added), len(changed), len(removed), seconds)
