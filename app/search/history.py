"""The log of searches: one row for each thing a visitor wanted to find, and its clicks."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, delete, select, update

from app import clock
from app.db import add_if_new, session, statements, take_turns, transaction
from app.language.analysis import lemma_key, normalise
from app.search.lone_rows import LoneRows
from app.search.masking import mask
from app.search.models import MAX_QUERY, MAX_VISITOR, Click, Search

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from typing import Literal

    from sqlalchemy import Connection, Row, Table

    from app.accounts.roles import Reader
    from app.search.results import Results

    Channel = Literal["site", "completion", "ask", "desk"]

ONE_INTENT = timedelta(seconds=30)  # between wordings of one intent (journeys.md, metrics)
KEPT_KEYS = 1_000  # queries; people ask the same things again and again
ONE_LIST = timedelta(minutes=30)  # in which another page, filter or look at one query goes on

_BOT = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|headless|curl|wget|python|java/|go-http|httpclient"
    r"|okhttp|scrapy|facebookexternalhit|mediapartners|lighthouse|monitor",
    re.IGNORECASE,
)


# Every search page writes its row: statements that are built once, and rows without objects.
_SEARCHES = cast("Table", Search.__table__)
_NEWEST = (
    select(*(_SEARCHES.c[name] for name in ("id", "query", "normalised", "typed", "updated_at")))
    .where(_SEARCHES.c.visitor == bindparam("whose"))
    .order_by(_SEARCHES.c.updated_at.desc(), _SEARCHES.c.id.desc())
    .limit(1)
)
_rows = LoneRows(_SEARCHES)
_CHANGE = update(_SEARCHES).where(_SEARCHES.c.id == bindparam("row"))


def is_bot(user_agent: str) -> bool:
    """Tell whether a request's User-Agent is no person's browser; an empty one is none either."""
    return not user_agent or _BOT.search(user_agent) is not None


def remember(
    results: Results,
    *,
    visitor: str,
    reader: Reader,
    user_agent: str,
    channel: Channel,
    lang: str,
    is_new: bool = False,
) -> int:
    """Log a search, personal data masked; requests of one intent share one row. Return its id.

    A visitor who `is_new` has had no search before.
    """
    now, visitor = clock.now(), visitor[:MAX_VISITOR]
    about = {"updated_at": now, "is_staff": reader.is_staff, "is_bot": is_bot(user_agent)}
    words = _words(results) | {"channel": channel, "lang": lang}
    new = about | words | {"visitor": visitor, "searched_at": now, "typed": 1}
    if is_new:
        return _rows.add(new)
    with statements(lasting=False) as rows:
        last = _newest(rows, visitor)
        if last is None or not _goes_on(last, words, now):
            return int(rows.execute(_rows.statement, new).scalar_one())
        if channel != "completion" or len(words["normalised"]) >= len(last.normalised):
            about |= words
        rows.execute(_CHANGE, about | {"row": last.id, "typed": last.typed + 1})
        return int(last.id)


def own(search_id: int | None, visitor: str) -> int | None:
    """Return `search_id` if it is a search of this visitor, else None."""
    return cast("int | None", _of_own(Search.id, search_id, visitor))


def own_query(search_id: int | None, visitor: str) -> str | None:
    """Return what was searched for, personal data masked, in a search of this visitor."""
    return cast("str | None", _of_own(Search.query, search_id, visitor))


def find_own(search_id: int | None, visitor: str) -> Search | None:
    """Return the search itself if it is one of this visitor."""
    return cast("Search | None", _of_own(Search, search_id, visitor))


def _of_own(wanted: Any, search_id: int | None, visitor: str) -> object:
    if search_id is None or not 0 < search_id < 2**31:
        return None
    return session.scalar(select(wanted).where(Search.id == search_id, Search.visitor == visitor))


def click(search_id: int, article_id: str, rank: int, visitor: str) -> None:
    """Note that the visitor opened a result of their search; each result counts once."""
    with transaction():
        if own(search_id, visitor) is None or not 0 < rank < 10_000:
            return
        add_if_new(
            Click,
            search_id=search_id,
            article_id=article_id[:200],
            rank=rank,
            clicked_at=clock.now(),
        )


def dissatisfied(search_id: int, visitor: str) -> bool:
    """Note the visitor's «Не помогло» about a result list; False when the list is not theirs."""
    with transaction() as rows:
        if own(search_id, visitor) is None:
            return False
        rows.execute(
            update(Search).where(Search.id == search_id).values(dissatisfied_at=clock.now())
        )
    return True


def recent(visitor: str, limit: int = 50) -> Sequence[Search]:
    """Return the visitor's latest searches, newest first."""
    wanted = select(Search).where(Search.visitor == visitor)
    ordered = wanted.order_by(Search.searched_at.desc(), Search.id.desc())
    return session.scalars(ordered.limit(limit)).all()


def forget_before(moment: datetime) -> int:
    """Delete searches older than an aware `moment`, with their clicks; return how many."""
    with transaction() as rows:
        gone = rows.execute(delete(Search).where(Search.updated_at < moment))
    return int(gone.rowcount)  # type: ignore[attr-defined]


def _newest(rows: Connection, visitor: str) -> Row[Any] | None:
    take_turns(visitor, rows)
    return rows.execute(_NEWEST, {"whose": visitor}).first()


def _kept(text: str) -> str:
    """Mask and cut a query, without what a database cannot hold (NUL, lone surrogates)."""
    storable = text[: 4 * MAX_QUERY].encode("utf-8", "replace").decode().replace("\0", " ")
    return mask(storable)[:MAX_QUERY]


def _words(results: Results) -> dict[str, Any]:
    """What a row keeps of a query and of what it found."""
    return {
        **_keys(results.query[: 4 * MAX_QUERY]),
        "correction": _kept(results.correction) if results.correction else None,
        "category": results.filter[:200] if results.filter else None,
        "total": results.total,
        "is_rescued": results.rescued,
    }


@lru_cache(KEPT_KEYS)
def _keys(text: str) -> Mapping[str, str]:
    """A query as it is kept, and the keys by which it is counted."""
    query = _kept(text)
    lemmas = lemma_key(query)[:MAX_QUERY]
    return {"query": query, "normalised": normalise(query)[:MAX_QUERY], "lemmas": lemmas}


def _goes_on(last: Row[Any], words: dict[str, Any], now: datetime) -> bool:
    """Whether a query goes on with the visitor's last search; one without words is itself."""
    key, before, age = words["normalised"], last.normalised, now - last.updated_at
    if before == key and (key or last.query == words["query"]):
        return bool(age <= ONE_LIST)
    goes_on = key.startswith(before) or before.startswith(key)
    return bool(goes_on and key and before and age <= ONE_INTENT)
