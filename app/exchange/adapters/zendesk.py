"""Zendesk Guide: categories, sections and articles as its Help Center API gives them in JSON."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from app.errors import DomainError
from app.exchange.adapters.json_files import Object, clean, objects
from app.exchange.adapters.pages import as_date, texts
from app.exchange.documents import Document, Intake, Note, SourceCategory
from app.exchange.markup.html_text import to_markdown
from app.exchange.paths import name_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.exchange.archives import Archive

_ARTICLE = re.compile(r"/hc/(?:[a-z]{2}(?:-[a-z0-9]+)?/)?articles/(\d+)", re.IGNORECASE)
_ATTACHMENT = re.compile(
    r"/(?:hc/)?(?:[a-z]{2}(?:-[a-z0-9]+)?/)?article_attachments/(\d+)(?:/([^/?#\"'\s<>]+))?",
    re.IGNORECASE,
)
_PLACE = re.compile(
    r"""((?:src|href)\s*=\s*["'])([^"']*article_attachments/[^"']*)(["'])""", re.IGNORECASE
)
_ANCHOR = re.compile(r"""href\s*=\s*["'][^"'#]*#([^"']+)["']""", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4,}")
_DEEPEST: Final = 10  # sections within sections


def is_its_own(archive: Archive) -> bool:
    """Whether the JSON files hold articles of this system."""
    return any(_is_article(item) for items in objects(archive).values() for _, item in items)


def read(archive: Archive) -> Intake:
    """Read all articles; the category and the outermost section become our two levels."""
    intake = Intake("zendesk", name_of=_name_of)
    found = objects(archive, intake)
    articles = _articles(found)
    sections = _by_id(found, lambda item: "category_id" in item and "body" not in item)
    categories = _by_id(found, _is_category)
    files = _Files(archive, _by_id(found, lambda item: "file_name" in item))
    anchors = {
        anchor for _, item in articles for anchor in _ANCHOR.findall(clean(item.get("body")))
    }
    times = Counter(clean(item.get("id")) for _, item in articles)
    for path, item in articles:
        folder = _folder(item, sections, categories, intake)
        key = clean(item["id"])
        locale = clean(item.get("locale")).lower()
        if times[key] > 1 and locale != clean(item.get("source_locale") or locale).lower():
            key = f"{key}-{locale}"
        document = _document(path, key, item, folder, files, anchors, intake)
        if document:
            intake.documents.append(document)
    return intake


def _articles(found: dict[str, list[tuple[str, Object]]]) -> list[tuple[str, Object]]:
    known: dict[tuple[str, str], tuple[str, Object]] = {}
    for items in found.values():
        for path, item in items:
            if _is_article(item):
                known.setdefault((clean(item["id"]), clean(item.get("locale"))), (path, item))
    return sorted(
        known.values(), key=lambda pair: (clean(pair[1]["id"]), clean(pair[1].get("locale")))
    )


def _is_article(item: Object) -> bool:
    return "id" in item and "section_id" in item and "body" in item


def _is_category(item: Object) -> bool:
    return "name" in item and not {"category_id", "section_id", "body", "file_name"} & set(item)


def _by_id(
    found: dict[str, list[tuple[str, Object]]], is_wanted: Callable[[Object], bool]
) -> dict[str, Object]:
    return {
        clean(item["id"]): item
        for items in found.values()
        for _, item in items
        if "id" in item and is_wanted(item)
    }


def _folder(
    item: Object, sections: dict[str, Object], categories: dict[str, Object], intake: Intake
) -> str:
    """The path of names: category, then sections from the outermost; each one described."""
    chain: list[Object] = []
    section = sections.get(clean(item.get("section_id")))
    while section and len(chain) < _DEEPEST:
        chain.insert(0, section)
        section = sections.get(clean(section.get("parent_section_id")))
    category = categories.get(clean(chain[0].get("category_id"))) if chain else None
    parts: list[str] = []
    for step in ([category] if category else []) + chain:
        name = clean(step.get("name")).strip().replace("/", "-") or clean(step.get("id"))
        parts.append(name)
        position = step.get("position")
        intake.categories["/".join(parts)] = SourceCategory(
            "/".join(parts),
            name,
            clean(step.get("description")),
            position + 1 if isinstance(position, int) else 0,
        )
    return "/".join(parts)


def _document(
    path: str,
    key: str,
    item: Object,
    folder: str,
    files: _Files,
    anchors: set[str],
    intake: Intake,
) -> Document | None:
    title = " ".join(clean(item.get("title") or item.get("name")).split())
    shown = f"{path}: {title or key}"
    html = _PLACE.sub(partial(files.local, item), clean(item.get("body")))
    try:
        body, lost = to_markdown(html, anchors)
    except DomainError as problem:
        intake.notes.append(Note(shown, "error", problem.message, problem.values))
        return None
    if not body.strip() or not title:
        intake.notes.append(Note(shown, "error", "В статье нет текста или названия, она не взята."))
        return None
    intake.notes += [Note(shown, "warning", message, {"count": count}) for message, count in lost]
    restricted = item.get("user_segment_id") not in (None, "") or bool(item.get("user_segment_ids"))
    return Document(
        key=key,
        path=shown,
        folder=folder,
        title=title,
        body=body,
        metadata=_metadata(item),
        slug=title,
        names=(f"article/{clean(item['id'])}", f"article/{key}"),
        lang=clean(item.get("locale"))[:2].lower(),
        is_draft=item.get("draft") is True,
        is_restricted=restricted,
        created=as_date(item.get("created_at")),
        updated=as_date(item.get("edited_at") or item.get("updated_at")),
    )


def _metadata(item: Object) -> dict[str, object]:
    tags = [*texts(item.get("label_names")), *texts(_names(item.get("content_tags")))]
    said: dict[str, object] = {"tags": tags, "outdated": item.get("outdated") or None}
    return {key: value for key, value in said.items() if value}


def _names(tags: object) -> list[object]:
    return (
        [tag.get("name") for tag in tags if isinstance(tag, dict)] if isinstance(tags, list) else []
    )


def _name_of(address: str) -> str | None:
    found = _ARTICLE.search(address)
    return f"article/{found[1]}" if found else None


class _Files:
    """Attachments that lie in the export, found by their id or name."""

    def __init__(self, archive: Archive, described: dict[str, Object]) -> None:
        self._described = described
        self._by_name: dict[str, str] = {}
        self._by_number: dict[str, str] = {}
        for path in reversed([path for path in archive.paths() if not path.endswith(".json")]):
            self._by_name[name_of(path).lower()] = path
            self._by_number.update(dict.fromkeys(_NUMBER.findall(path), path))

    def local(self, item: Object, match: re.Match[str]) -> str:  # noqa: ARG002
        """The attribute with the path of the file in the archive, if it is there."""
        found = _ATTACHMENT.search(match[2])
        path = self._path(found[1], found[2] or "") if found else None
        return f"{match[1]}/{path}{match[3]}" if path else match[0]

    def _path(self, attachment_id: str, name: str) -> str | None:
        named = clean(self._described.get(attachment_id, {}).get("file_name")) or name
        if attachment_id in self._by_number:
            return self._by_number[attachment_id]
        return self._by_name.get(named.lower()) if named else None
