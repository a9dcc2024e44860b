"""Rerun: at which place each query of a gap finds the answer, before and now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime  # noqa: TC003  dataclasses are resolved by readers
from typing import TYPE_CHECKING, Final

from sqlalchemy import exists, select

from app import clock
from app.curation.gap_models import GapRank
from app.curation.query_tests import TOP, Watched, find, rank_of
from app.db import add_if_new, session, transaction
from app.language.analysis import normalise
from app.learning import gaps
from app.learning.models import Gap, State
from app.search.models import MAX_QUERY

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.curation.query_tests import Found
    from app.search.searcher import Searcher

MOST_AT_ONCE: Final = 100  # gaps whose queries are looked at for the first time in one night


@dataclass(frozen=True)
class Place:
    """One query of a gap, and the answer's ranks (None: not in the first ten).

    `first` was when the gap was first looked at, `previous` at the last rerun but one, `now` at the
    last one; `reran` and `reran_twice` tell whether there were any.
    """

    query: str
    visitors: int
    first: int | None
    previous: int | None
    now: int | None
    reran: bool
    reran_twice: bool

    @property
    def answered(self) -> bool:
        return self.reran and self.now is not None and self.now <= TOP


@dataclass(frozen=True)
class Places:
    """All queries of a gap, the most asked first, and when they were run last."""

    rows: Sequence[Place]
    reran_at: datetime | None

    @property
    def unanswered(self) -> list[Place]:
        return [place for place in self.rows if not place.answered]

    @property
    def answered(self) -> bool:
        """Whether every query finds the answer in the first TOP places."""
        return bool(self.rows) and not self.unanswered


def remember(gap: Gap, searcher: Searcher) -> None:
    """Keep what the gap's queries find now, where that is not known yet."""
    _keep(gap.id, _found(gap, searcher), rerun=False)


def remember_new(searcher: Searcher) -> int:
    """Remember for the gaps that nobody has looked at yet; return how many."""
    known = exists().where(GapRank.gap_id == Gap.id)
    living = select(Gap).where(Gap.state.in_([State.OPEN, State.IN_WORK]), ~known)
    new = session.scalars(living.order_by(Gap.visitors.desc(), Gap.id).limit(MOST_AT_ONCE)).all()
    for gap in new:
        remember(gap, searcher)
    return len(new)


def rerun(gap: Gap, searcher: Searcher, article_ids: frozenset[str]) -> Places:
    """Run the gap's queries as customers do, keep what they find, and tell the answer's places."""
    _keep(gap.id, _found(gap, searcher), rerun=True)
    return places(gap, article_ids)


def places(gap: Gap, article_ids: frozenset[str]) -> Places:
    """Return what is kept of the gap's queries; `article_ids` are the answer in every language."""
    kept = _kept(gap.id)
    rows = [
        _place(query, visitors, kept.get(_key(query)), article_ids)
        for query, visitors in _queries(gap)
    ]
    moments = [row.latest_at for row in kept.values() if row.latest_at]
    return Places(rows, max(moments, default=None))


def _queries(gap: Gap) -> list[tuple[str, int]]:
    """The wordings with their visitors; the gap's title, once the searches are forgotten."""
    asked = [(wording.query, wording.visitors) for wording in gaps.wordings(gap.id)]
    return asked or [(gap.title, gap.visitors)]


def _found(gap: Gap, searcher: Searcher) -> dict[str, Found]:
    return {query: find(searcher, Watched(query)) for query, _visitors in _queries(gap)}


def _keep(gap_id: int, found: Mapping[str, Found], *, rerun: bool) -> None:
    now = clock.now()
    with transaction():
        known = _kept(gap_id)
        for query, ids in found.items():
            row = known.get(_key(query))
            if row is None:
                values = {"gap_id": gap_id, "normalised": _key(query), "first": list(ids)}
                latest = {"latest": list(ids), "latest_at": now} if rerun else {}
                add_if_new(GapRank, first_at=now, **values, **latest)
            elif rerun:
                row.previous, row.latest, row.latest_at = row.latest, list(ids), now


def _kept(gap_id: int) -> dict[str, GapRank]:
    rows = select(GapRank).where(GapRank.gap_id == gap_id)
    fresh = session.scalars(rows.execution_options(populate_existing=True))
    return {row.normalised: row for row in fresh}


def _place(query: str, visitors: int, row: GapRank | None, article_ids: frozenset[str]) -> Place:
    if row is None:
        return Place(query, visitors, None, None, None, reran=False, reran_twice=False)
    first, previous, now = (
        rank_of(article_ids, found or ()) for found in (row.first, row.previous, row.latest)
    )
    reran, twice = row.latest is not None, row.previous is not None
    return Place(query, visitors, first, previous, now, reran=reran, reran_twice=twice)


def _key(query: str) -> str:
    return normalise(query)[:MAX_QUERY]
