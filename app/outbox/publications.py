"""Notices that an article has become public, once for each, and tells those who want to know."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app import clock
from app.db import add_if_new, session, take_turns, transaction
from app.outbox import webhooks
from app.outbox.models import PublishedArticle

if TYPE_CHECKING:
    from collections.abc import Mapping


def announce(public: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Tell of the articles among `public` (id → what is told) that were not public before.

    Returns their ids. At the very first call all are taken as known: a new server does not
    announce a library that has long been there.
    """
    known = _known()
    if not public.keys() - known:
        return []
    with transaction():
        take_turns("published articles")
        known = _known()
        new = sorted(public.keys() - known)
        for article_id in new:
            add_if_new(PublishedArticle, article_id=article_id, noticed_at=clock.now())
            if known:
                webhooks.tell("article.published", article_id, {"article": public[article_id]})
    return new if known else []


def _known() -> frozenset[str]:
    return frozenset(session.scalars(select(PublishedArticle.article_id)))
