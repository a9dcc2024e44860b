"""A new article: its address, its id, and a file to begin with."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from app.articles import front_matter
from app.articles.slugs import slug
from app.articles.snapshot import Snapshot
from app.errors import DomainError

_SLUG_LIMIT = 50
_ID = re.compile(r"(.+?)-(\d+)\Z")
_BODY = """
Начните с ответа: что сделать и что получится.

## Шаги

1. Первый шаг.
2. Второй шаг.

## Если не получилось

Что проверить и куда обратиться.
"""


@dataclass(frozen=True)
class Draft:
    """A file that is not written yet."""

    id: str
    path: Path
    content: bytes


def begin(snapshot: Snapshot, title: str, category: str, today: date) -> Draft:
    """Draft an article in an existing category. Raises DomainError."""
    if category not in snapshot.categories:
        known = ", ".join(sorted(snapshot.categories))
        raise DomainError(
            "Раздела «%(category)s» нет. Есть: %(known)s.", category=category, known=known
        )
    if not title.strip():
        raise DomainError("У статьи нет названия.")
    article_id, name = _free_id(snapshot, category), _free_slug(snapshot, category, title)
    metadata = {
        "id": article_id,
        "title": " ".join(title.split()),
        "summary": "",
        "audience": "public",
        "status": "draft",
        "lang": "ru",
        "created": today,
        "updated": today,
    }
    content = front_matter.write(b"", metadata, _BODY)
    return Draft(article_id, snapshot.folder / category / f"{name}.md", content)


def _free_slug(snapshot: Snapshot, category: str, title: str) -> str:
    name = slug(title, limit=_SLUG_LIMIT) or "statya"
    candidate, number = name, 1
    while _is_taken(snapshot, category, candidate):
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def _is_taken(snapshot: Snapshot, category: str, name: str) -> bool:
    held = snapshot.find_by_slug(name) or snapshot.find_redirect(name)
    return bool(held) or (snapshot.folder / category / f"{name}.md").exists()


def _free_id(snapshot: Snapshot, category: str) -> str:
    """The category's usual prefix and its next number: opl-09 is followed by opl-10."""
    numbered = [_ID.match(article.id) for article in snapshot.in_category(category)]
    prefixes = Counter(found[1] for found in numbered if found)
    folder = category.rpartition("/")[2]
    prefix = prefixes.most_common(1)[0][0] if prefixes else (slug(folder)[:3] or "art")
    taken = [_ID.match(article_id) for article_id in snapshot.articles]
    last = max((int(found[2]) for found in taken if found and found[1] == prefix), default=0)
    return f"{prefix}-{last + 1:02}"
