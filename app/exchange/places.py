"""Where each document and attachment of a source will lie with us: folders, slugs, ids, names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.articles.files import MAX_DEPTH
from app.articles.slugs import slug
from app.exchange.adapters.pages import IMPORTED, INDEXES, human
from app.exchange.documents import Note, SourceCategory, digest
from app.exchange.paths import name_of, stem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.exchange.documents import Document, Intake

SLUG_LIMIT = 60  # characters; a number may follow
_NO_NAME = "statya"
_ID = "imp-{}"


@dataclass(frozen=True)
class Place:
    """Where a document goes. `article` is the one that an earlier import has made of it."""

    source: str
    category: str
    slug: str
    article_id: str
    article: Article | None = None

    @property
    def path(self) -> str:
        return f"{self.category}/{self.slug}.md"


@dataclass
class Places:
    """`by_key` are the documents' places; `categories` those that do not exist yet, by path."""

    by_key: dict[str, Place] = field(default_factory=dict)
    categories: dict[str, SourceCategory] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)


def place(intake: Intake, source: str, into: str, snapshot: Snapshot) -> Places:
    """Give every document its place. `into` is a category for all of them, or "".

    Who was imported before under the same `source` and key stays where it is now.
    """
    places = Places()
    known = imported_before(snapshot)
    taken = _taken(snapshot)
    for document in sorted(intake.documents, key=lambda item: (not _is_index(item), item.key)):
        name = f"{source}/{document.key}"
        before = known.get(name)
        if before:
            found = Place(name, before.category, before.slug, before.id, before)
            places.folders.setdefault(document.folder, before.category)
        else:
            category = _category(document, source, into, intake, places)
            found = Place(
                name, category, _slug(document, source, taken), _ID.format(digest(name)[:8])
            )
        places.by_key[document.key] = found
    places.categories = {
        path: described
        for path, described in sorted(places.categories.items())
        if path not in snapshot.categories
    }
    return places


def imported_before(snapshot: Snapshot) -> dict[str, Article]:
    """The articles that imports have made, by source and key."""
    found: dict[str, Article] = {}
    for article in snapshot.articles.values():
        said = article.extra.get(IMPORTED)
        if isinstance(said, dict) and isinstance(said.get("from"), str):
            found.setdefault(said["from"], article)
    return found


def _taken(snapshot: Snapshot) -> set[str]:
    taken = {article.slug for article in snapshot.articles.values()}
    return taken.union(*(article.redirect_from for article in snapshot.articles.values()))


def _category(document: Document, source: str, into: str, intake: Intake, places: Places) -> str:
    if document.folder in places.folders and (into or document.folder):
        return places.folders[document.folder]
    parts = document.folder.split("/") if document.folder else []
    base = into.split("/") if into else ([] if parts else [source])
    kept = parts[: max(0, MAX_DEPTH - len(base))]
    path = "/".join(base + [slug(human(part)) or slug(part) or "razdel" for part in kept])
    if len(kept) < len(parts) and document.folder not in places.folders:
        message = "Разделы вкладываются не глубже двух: папка «%(folder)s» вошла в «%(category)s»."
        values = {"folder": document.folder, "category": path}
        places.notes.append(Note(document.path, "warning", message, values))
    places.folders[document.folder] = path
    for depth in range(1, path.count("/") + 2):
        own = "/".join(path.split("/")[:depth])
        folder = "/".join(kept[: max(0, depth - len(base))])
        _describe(own, folder, source, intake, places)
    return path


def _describe(path: str, folder: str, source: str, intake: Intake, places: Places) -> None:
    if path in places.categories:
        return
    said: Mapping[str, SourceCategory] = intake.categories
    found = said.get(folder) if folder else None
    title = (found.title if found else "") or human(name_of(folder) or source)
    places.categories[path] = SourceCategory(
        path, title, found.summary if found else "", found.order if found else 0
    )


def _slug(document: Document, source: str, taken: set[str]) -> str:
    folder = name_of(document.folder)
    own = (
        ""
        if _is_index(document) and not document.slug
        else slug(document.slug or human(stem_of(document.path)), limit=SLUG_LIMIT)
    )
    name = own or slug(human(folder or source), limit=SLUG_LIMIT) or _NO_NAME
    if name in taken and own and folder:
        name = slug(f"{human(folder)}-{own}", limit=SLUG_LIMIT)
    candidate, number = name, 1
    while candidate in taken:
        number += 1
        candidate = f"{name}-{number}"
    taken.add(candidate)
    return candidate


def _is_index(document: Document) -> bool:
    return stem_of(document.path).lower() in INDEXES
