"""The nightly conclusion: searches that ended in nothing become gaps, counted up and reopened."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from app import clock
from app.db import session, take_turns, transaction
from app.learning.evidence import failed_since
from app.learning.grouping import Phrase, Words, grouped
from app.learning.models import Gap, GapSearch, State
from app.search.models import Search

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from app.learning.evidence import Asked, Failed

    Groups = Mapping[Words, Sequence[Failed]]

AT_ONCE = 500  # rows that one statement deletes


@dataclass(frozen=True)
class Terms:
    """When a group is a gap: `visitors` different ones in a period that began at `since`.

    The period before it, for the trend, began at `before`.
    """

    visitors: int
    since: datetime
    before: datetime

    @classmethod
    def of(cls, visitors: int, days: int) -> Terms:
        period = timedelta(days=days)
        return cls(visitors, clock.now() - period, clock.now() - 2 * period)


@dataclass(frozen=True)
class Concluded:
    """What came of it: searches that ended in nothing, gaps that are new, and that came back."""

    failed: int
    new: int
    reopened: int


def conclude(asked: Mapping[int, Asked], *, visitors: int, days: int) -> Concluded:
    """Find the gaps that at least so many different `visitors` met in the last `days`.

    `asked` maps ids of searches to the tickets they ended in. Doing it again changes nothing; two
    processes that do it at once make each gap once.
    """
    terms = Terms.of(visitors, days)
    failed = failed_since(terms.before, clock.now(), asked)
    while True:
        known = _known()
        groups = _groups(failed, known)  # takes long: other writers need not wait for it
        with transaction():
            take_turns("gaps")
            if _known() == known:
                new, reopened = _write(groups, terms)
                return Concluded(len(failed), new, reopened)


def key_of(words: Iterable[str]) -> str:
    """Return what a gap of these telling words is known by."""
    return ", ".join(sorted(words))


def _known() -> list[Words]:
    return [frozenset(key.split(", ")) for key in session.scalars(select(Gap.key).order_by(Gap.id))]


def _groups(failed: Iterable[Failed], known: Iterable[Words]) -> Groups:
    by_words: defaultdict[Words, list[Failed]] = defaultdict(list)
    for one in failed:
        by_words[one.words].append(one)
    leaders = grouped(
        [_phrase(words, same) for words, same in by_words.items()],
        [_phrase(words, by_words.get(words, ())) for words in known],
    )
    groups: defaultdict[Words, list[Failed]] = defaultdict(list)
    for words, same in by_words.items():
        groups[leaders[words]].extend(same)
    return groups


def _phrase(words: Words, failed: Sequence[Failed]) -> Phrase:
    return Phrase(words, len({one.visitor for one in failed}), _most_opened(failed))


def _write(groups: Groups, terms: Terms) -> tuple[int, int]:
    """Write gaps and evidence; return how many are new, and how many came back."""
    known = {gap.key: gap for gap in session.scalars(select(Gap).with_for_update())}
    chosen = {key_of(words): failed for words, failed in groups.items()}
    new = [
        _begun(key, chosen[key], terms)
        for key in sorted(chosen.keys() - known.keys())
        if _visitors(one for one in chosen[key] if one.at >= terms.since) >= terms.visitors
    ]
    for key, gap in known.items():
        _count(gap, chosen.get(key, ()), terms)
    reopened = [_reopen(gap, chosen.get(key, ()), terms) for key, gap in known.items()]
    session.add_all(new)
    session.flush()
    shown = [*known.values(), *new]
    _keep_evidence({gap.id: chosen.get(gap.key, ()) for gap in shown}, terms)
    return len(new), sum(reopened)


def _begun(key: str, failed: Sequence[Failed], terms: Terms) -> Gap:
    gap = Gap(key=key, state=State.OPEN, found_at=clock.now(), title="")
    _count(gap, failed, terms)
    return gap


def _count(gap: Gap, failed: Sequence[Failed], terms: Terms) -> None:
    now = [one for one in failed if one.at >= terms.since]
    gap.visitors, gap.searches = _visitors(now), len(now)
    gap.visitors_before = _visitors(one for one in failed if one.at < terms.since)
    gap.tickets = len({one.ticket_number for one in now} - {None})
    if failed:
        gap.last_at = max(one.at for one in failed)
        gap.title = _most_used(failed)
        gap.article_id = _most_opened(failed)


def _reopen(gap: Gap, failed: Iterable[Failed], terms: Terms) -> bool:
    """Open a closed gap again that as many visitors have met since as make a new one."""
    if gap.state is not State.CLOSED or gap.closed_at is None:
        return False
    closed_at = max(gap.closed_at, terms.since)
    if _visitors(one for one in failed if one.at > closed_at) < terms.visitors:
        return False
    gap.state, gap.reopened_at = State.OPEN, clock.now()
    gap.changed_at, gap.changed_by_id = gap.reopened_at, None
    return True


def _visitors(failed: Iterable[Failed]) -> int:
    return len({one.visitor for one in failed})


def _most_used(failed: Iterable[Failed]) -> str:
    """Return the wording of most visitors, the shortest of equals."""
    counts = Counter(query for query, _visitor in {(one.query, one.visitor) for one in failed})
    return min(counts, key=lambda query: (-counts[query], len(query), query))


def _most_opened(failed: Iterable[Failed]) -> str | None:
    counts = Counter(one.article_id for one in failed if one.article_id)
    return min(counts, key=lambda opened: (-counts[opened], opened)) if counts else None


def _keep_evidence(by_gap: Mapping[int, Sequence[Failed]], terms: Terms) -> None:
    """Make the evidence of both periods what it is now; what is older stays as it was."""
    wanted = {row["search_id"]: row for row in _rows(by_gap)}
    columns = (GapSearch.search_id, GapSearch.gap_id, GapSearch.reason, GapSearch.ticket_number)
    kept = select(*columns).join(Search, Search.id == GapSearch.search_id)
    rows = session.execute(kept.where(Search.searched_at >= terms.before)).mappings()
    there = {row["search_id"]: dict(row) for row in rows}
    gone = [search_id for search_id, row in there.items() if wanted.get(search_id) != row]
    for start in range(0, len(gone), AT_ONCE):
        part = gone[start : start + AT_ONCE]
        session.execute(delete(GapSearch).where(GapSearch.search_id.in_(part)))
    new = [row for search_id, row in wanted.items() if there.get(search_id) != row]
    if new:
        session.execute(insert(GapSearch), new)


def _rows(by_gap: Mapping[int, Sequence[Failed]]) -> Iterator[dict[str, Any]]:
    for gap_id, failed in by_gap.items():
        for one in failed:
            yield {
                "search_id": one.search_id,
                "gap_id": gap_id,
                "reason": one.reason,
                "ticket_number": one.ticket_number,
            }
