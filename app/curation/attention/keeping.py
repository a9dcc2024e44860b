"""Keeps what the job found, one row for each reason and article, until it is found no more."""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import delete, func, insert, select, update

from app import clock
from app.curation.attention.models import KeptFinding
from app.curation.attention.reasons import OF_TEXT, Finding, Reason, Thing
from app.db import session, take_turns, transaction

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot

AT_ONCE: Final = 500  # rows that one statement deletes


class Kept(NamedTuple):
    """A finding, and when it was looked at last; `stale` when the text is another one by now."""

    finding: Finding
    checked_at: datetime
    stale: bool


def text_key(article: Article) -> str:
    """Return what tells this text from another one; who owns or has verified it is no text."""
    said = json.dumps([article.title, article.questions, article.body], ensure_ascii=False)
    return sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def keep(reason: Reason, findings: Iterable[Finding], articles: Mapping[str, Article]) -> int:
    """Make what is kept of a reason what was found now; return how many findings there are."""
    found = {one.article_id: one for one in findings if one.article_id in articles}
    now = clock.now()
    with transaction() as rows:
        take_turns(f"attention {reason}")
        known = rows.execute(
            select(KeptFinding.article_id, KeptFinding.id).where(KeptFinding.reason == reason)
        )
        ids: dict[str, int] = {row.article_id: row.id for row in known}
        _forget([row_id for article_id, row_id in ids.items() if article_id not in found])
        values = {i: _values(one, articles[i], now) for i, one in found.items()}
        again = [{"id": ids[i], **row} for i, row in values.items() if i in ids]
        new = [{"found_at": now, **row} for i, row in values.items() if i not in ids]
        if again:
            rows.execute(update(KeptFinding), again)
        if new:
            rows.execute(insert(KeptFinding), new)
    return len(found)


def kept(snapshot: Snapshot) -> Sequence[Kept]:
    """Return what is kept of a snapshot's articles.

    One query tells whether anything was kept since the last call; only then all is read again.
    """
    global _read  # noqa: PLW0603  one list a process is the point
    last = select(func.max(KeptFinding.checked_at), func.max(KeptFinding.id), func.count())
    version = (id(session.get_bind()), snapshot.version, *session.execute(last).one())
    known = _read
    if known[0] != version:
        known = _read = (version, _kept_of(snapshot.articles))
    return known[1]


_read: tuple[tuple[object, ...], Sequence[Kept]] = ((), ())


def _kept_of(articles: Mapping[str, Article]) -> Sequence[Kept]:
    """Read it all, as columns: thousands of rows are no objects of the session."""
    columns = KeptFinding.__table__.c
    rows = session.execute(
        select(
            columns.reason,
            columns.article_id,
            columns.text_key,
            columns.at,
            columns.severity,
            columns.numbers,
            columns.things,
            columns.checked_at,
        ).order_by(columns.id)
    )
    known = set(Reason)
    return [
        _kept(row, articles[row.article_id])
        for row in rows
        if row.article_id in articles and row.reason in known
    ]


def _kept(row: Any, article: Article) -> Kept:
    reason, things = Reason(row.reason), tuple(Thing(*thing) for thing in row.things)
    finding = Finding(reason, article.id, row.at, row.severity, row.numbers, things)
    is_stale = reason in OF_TEXT and row.text_key != text_key(article)
    return Kept(finding, row.checked_at, is_stale)


def _values(one: Finding, article: Article, now: datetime) -> dict[str, object]:
    return {
        "reason": one.reason.value,
        "article_id": one.article_id,
        "text_key": text_key(article),
        "at": one.at,
        "severity": one.severity,
        "numbers": dict(one.numbers),
        "things": [list(thing) for thing in one.things],
        "checked_at": now,
    }


def _forget(ids: Sequence[int]) -> None:
    for start in range(0, len(ids), AT_ONCE):
        part = ids[start : start + AT_ONCE]
        session.execute(delete(KeptFinding).where(KeptFinding.id.in_(part)))
