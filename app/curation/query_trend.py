"""How tests of queries went from day to day, and what changed since an editor looked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from app import clock
from app.curation.frequent import watched
from app.curation.query_list import report
from app.curation.query_models import KeptTop, QueryRun
from app.curation.query_tests import TOP, Changed, find
from app.db import add_if_new, session, transaction
from app.editing.models import Revision
from app.language.analysis import normalise
from app.search.models import MAX_QUERY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.articles.snapshot import Snapshot
    from app.curation.query_tests import Found, Watched
    from app.search.searcher import Searcher

SHOWN: Final = timedelta(days=60)
KEPT: Final = timedelta(days=800)
MOST_EDITS: Final = 30


def record(searcher: Searcher, snapshot: Snapshot) -> QueryRun:
    """Run every test and write down how it went; keep what stands first for new queries."""
    scored = report(searcher, snapshot).score
    begin(searcher, watched(snapshot))
    with transaction() as rows:
        rows.execute(delete(QueryRun).where(QueryRun.ran_at < clock.now() - KEPT))
        done = QueryRun(ran_at=clock.now(), tests=scored.tests, failures=scored.failures)
        done.mrr = scored.mrr
        rows.add(done)
    return done


def days(zone: str) -> list[QueryRun]:
    """Return the last run of each day, the oldest first."""
    since = clock.now() - SHOWN
    runs = session.scalars(
        select(QueryRun).where(QueryRun.ran_at >= since).order_by(QueryRun.ran_at, QueryRun.id)
    )
    by_day = {run.ran_at.astimezone(ZoneInfo(zone)).date(): run for run in runs}
    return list(by_day.values())


def changes(searcher: Searcher, snapshot: Snapshot) -> list[Changed]:
    """Return the queries that matter whose first places are not what an editor last accepted."""
    kept = _kept()
    now = {one: find(searcher, one, TOP) for one in watched(snapshot) if _key(one) in kept}
    return [
        Changed(one, kept[_key(one)], found)
        for one, found in now.items()
        if found != kept[_key(one)]
    ]


def kept_since() -> datetime | None:
    """Return when the first places were last accepted, None where they never were."""
    return session.scalar(select(KeptTop.kept_at).order_by(KeptTop.kept_at.desc()).limit(1))


def begin(searcher: Searcher, queries: Iterable[Watched]) -> None:
    """Keep what stands first for queries that nobody has looked at yet."""
    known = _kept().keys()
    new = {one: find(searcher, one, TOP) for one in queries if _key(one) not in known}
    with transaction():
        for one, found in new.items():
            add_if_new(KeptTop, **_row(one, found))


def accept(searcher: Searcher, queries: Iterable[Watched]) -> None:
    """Keep what stands first now for these queries: an editor has seen it."""
    found = {_key(one): _row(one, find(searcher, one, TOP)) for one in queries}
    with transaction() as rows:
        for values in found.values():
            rows.merge(KeptTop(**values))


def accept_all(searcher: Searcher, snapshot: Snapshot) -> None:
    """Keep what stands first now for all queries that matter."""
    accept(searcher, watched(snapshot))


def edits_since(moment: datetime, limit: int = MOST_EDITS) -> Sequence[Revision]:
    """Return what was saved since, without its content, the newest first."""
    chosen = select(Revision).where(Revision.created_at >= moment)
    return session.scalars(chosen.order_by(Revision.id.desc()).limit(limit)).all()


def _kept() -> Mapping[tuple[str, bool], Found]:
    rows = session.execute(select(KeptTop.normalised, KeptTop.staff, KeptTop.article_ids))
    return {(normalised, staff): tuple(ids) for normalised, staff, ids in rows}


def _key(one: Watched) -> tuple[str, bool]:
    return normalise(one.query)[:MAX_QUERY], one.staff


def _row(one: Watched, found: Found) -> dict[str, object]:
    normalised, staff = _key(one)
    return {
        "normalised": normalised,
        "staff": staff,
        "article_ids": list(found),
        "kept_at": clock.now(),
    }
