"""What the demo's editor keeps in the studio: pinned answers, tests of queries, announcements."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml
from sqlalchemy import and_, delete

from app import clock
from app.accounts import accounts
from app.curation.query_models import QueryTest
from app.db import add_if_new, session, transaction
from app.demo.staff import SIGNING_IN
from app.editing.announcement_models import Announcement, Kind, NoticeAudience
from app.language.analysis import normalise
from app.search import pins
from app.search.models import Pin

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article

_FILE: Final = Path(__file__).parent / "data" / "studio.yml"
_EDITOR: Final = SIGNING_IN[1][0]


def keep(articles: Mapping[str, Article]) -> None:
    """Write it all, but for what names articles that are not there."""
    said, editor = _read(), accounts.get_by_email(_EDITOR)
    with transaction():
        for query, article_id in said["pins"]:
            if article_id in articles:
                pins.add(query, article_id, editor.id)
        for query, article_id, lowest, note in said["tests"]:
            if article_id in articles:
                _test(query, article_id, lowest=lowest, note=note, account_id=editor.id)
        for notice in said["announcements"]:
            if notice.get("article_id", "") in {"", *articles}:
                _announce(notice, editor.id)


def forget() -> None:
    """Within a transaction: delete what `keep` wrote, and nothing that was changed since."""
    said = _read()
    for query, article_id in said["pins"]:
        session.execute(delete(Pin).where(_is(Pin, query, article_id)))
    for query, article_id, *_ in said["tests"]:
        session.execute(delete(QueryTest).where(_is(QueryTest, query, article_id)))
    texts = [notice["text"] for notice in said["announcements"]]
    session.execute(delete(Announcement).where(Announcement.text.in_(texts)))


def _is(table: type[Pin | QueryTest], query: str, article_id: str) -> Any:
    return and_(table.query == query, table.article_id == article_id)


def _test(query: str, article_id: str, **facts: object) -> None:
    key = {"query": query, "normalised": normalise(query), "article_id": article_id}
    add_if_new(QueryTest, **key, **facts, added_at=clock.now())


def _announce(said: Mapping[str, Any], account_id: int) -> None:
    starts = clock.now() + timedelta(hours=said["since"])
    ends = starts + timedelta(hours=said["lasts"]) if "lasts" in said else None
    notice = Announcement(
        kind=Kind(said["kind"]),
        text=said["text"],
        text_en=said.get("text_en", ""),
        category=said.get("category"),
        article_id=said.get("article_id"),
        audience=NoticeAudience(said.get("audience", "public")),
        starts_at=starts,
        ends_at=ends,
        version=1,
        changed_at=starts,
        account_id=account_id,
    )
    session.add(notice)


def _read() -> Any:
    return yaml.load(_FILE.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
