"""Which revisions of an article have the same text: an edited front matter makes no new one."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from app.articles.reading import read_article
from app.curation.attention.keeping import text_key
from app.db import session
from app.editing.models import Revision

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AT_ONCE: Final = 200  # articles that one statement asks for


def known_texts(article_ids: Sequence[str]) -> Mapping[str, Mapping[str, str]]:
    """Return for each article its kept revisions → the key of the text that they have."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    columns = (Revision.article_id, Revision.revision, Revision.path, Revision.content)
    for start in range(0, len(article_ids), AT_ONCE):
        mine = article_ids[start : start + AT_ONCE]
        for row in session.execute(select(*columns).where(Revision.article_id.in_(mine))):
            article = read_article(row.path, Path(row.path), row.content).article
            if article:
                found[row.article_id][row.revision] = text_key(article)
    return found
