"""Help Scout Docs: collections, categories and articles as its Docs API gives them in JSON."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from app.errors import DomainError
from app.exchange.adapters.json_files import Object, clean, objects
from app.exchange.adapters.pages import as_date, texts
from app.exchange.documents import Document, Intake, Note, SourceCategory
from app.exchange.markup.html_text import to_markdown

if TYPE_CHECKING:
    from app.exchange.archives import Archive

_ADDRESS = re.compile(r"(?:helpscoutdocs\.com|^)/article/(\d+)(?:-|$)", re.IGNORECASE)
_OWN_DOMAIN = re.compile(r"^https?://[^/]+/article/(\d+)-[\w-]+/?$", re.IGNORECASE)
_ANCHOR = re.compile(r"""href\s*=\s*["'][^"'#]*#([^"']+)["']""", re.IGNORECASE)


def is_its_own(archive: Archive) -> bool:
    """Whether the JSON files hold articles of this system."""
    return any(_is_article(item) for items in objects(archive).values() for _, item in items)


def read(archive: Archive) -> Intake:
    """Read all articles; a collection and its first category become our two levels."""
    intake = Intake("helpscout", name_of=_name_of)
    everything = [pair for items in objects(archive, intake).values() for pair in items]
    collections = {
        clean(i["id"]): i for _, i in everything if "siteId" in i and "name" in i and "id" in i
    }
    categories = {
        clean(i["id"]): i
        for _, i in everything
        if "collectionId" in i and "name" in i and "id" in i and not _is_article(i)
    }
    found = {
        clean(item["id"]): (path, item) for path, item in reversed(everything) if _is_article(item)
    }
    listed = {clean(i["id"]) for _, i in everything if _is_listed(i)} - set(found)
    for article_id in sorted(listed):
        message = "Статья %(id)s есть в списке, но её текста нет. Выгрузите статьи целиком."
        intake.notes.append(Note("", "error", message, {"id": article_id}))
    anchors = {a for _, item in found.values() for a in _ANCHOR.findall(clean(item.get("text")))}
    for key, (path, item) in sorted(found.items()):
        folder = _folder(path, item, collections, categories, intake)
        collection = collections.get(clean(item.get("collectionId")), {})
        private = clean(collection.get("visibility")) == "private"
        document = _document(path, key, item, folder, anchors, intake)
        if document:
            intake.documents.append(replace(document, is_restricted=private))
    return intake


def _is_article(item: Object) -> bool:
    return "id" in item and "collectionId" in item and isinstance(item.get("text"), str)


def _is_listed(item: Object) -> bool:
    """An article as lists give it, without its text."""
    return (
        "id" in item
        and "collectionId" in item
        and "publicUrl" in item
        and "text" not in item
        and "status" in item
    )


def _folder(
    path: str,
    item: Object,
    collections: dict[str, Object],
    categories: dict[str, Object],
    intake: Intake,
) -> str:
    own = [clean(category) for category in item.get("categories") or []]
    known = [categories[category] for category in own if category in categories]
    if len(known) > 1:
        message = "Статья лежит в нескольких разделах, взят первый: %(name)s."
        values = {"name": clean(known[0].get("name"))}
        intake.notes.append(Note(_shown(path, item), "warning", message, values))
    collection = collections.get(clean(item.get("collectionId")))
    parts: list[str] = []
    for step in ([collection] if collection else []) + known[:1]:
        name = clean(step.get("name")).strip().replace("/", "-") or clean(step["id"])
        parts.append(name)
        order = step.get("order")
        whole = "/".join(parts)
        intake.categories[whole] = SourceCategory(
            whole, name, clean(step.get("description")), order if isinstance(order, int) else 0
        )
    return "/".join(parts)


def _document(
    path: str, key: str, item: Object, folder: str, anchors: set[str], intake: Intake
) -> Document | None:
    title = " ".join(clean(item.get("name")).split())
    shown = _shown(path, item)
    try:
        body, lost = to_markdown(clean(item["text"]), anchors)
    except DomainError as problem:
        intake.notes.append(Note(shown, "error", problem.message, problem.values))
        return None
    if not body.strip() or not title:
        intake.notes.append(Note(shown, "error", "В статье нет текста или названия, она не взята."))
        return None
    intake.notes += [Note(shown, "warning", message, {"count": count}) for message, count in lost]
    tags = [*texts(item.get("keywords")), *texts(item.get("tags"))]
    return Document(
        key=key,
        path=shown,
        folder=folder,
        title=title,
        body=body,
        metadata={"tags": tags} if tags else {},
        slug=clean(item.get("slug")) or title,
        names=tuple(f"article/{name}" for name in (key, clean(item.get("number"))) if name),
        is_draft=clean(item.get("status")) not in ("published", ""),
        created=as_date(item.get("createdAt")),
        updated=as_date(item.get("updatedAt")),
    )


def _shown(path: str, item: Object) -> str:
    return f"{path}: {clean(item.get('name')) or clean(item['id'])}"


def _name_of(address: str) -> str | None:
    found = _ADDRESS.search(address) or _OWN_DOMAIN.match(address)
    return f"article/{found[1]}" if found else None
