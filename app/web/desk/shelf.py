"""The articles that the desk's pages name: those that whoever is signed in may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import may
from app.current import services
from app.web.signing_in import reader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.articles.article import Article


def readable(ids: Iterable[str | None]) -> Mapping[str, Article]:
    """Return the articles of these ids that the reader may read, by id."""
    known = services().library.snapshot.articles
    now, asking = clock.now(), reader()
    found = (known[article_id] for article_id in ids if article_id and article_id in known)
    return {a.id: a for a in found if may(asking, "read", a.visibility(now))}
