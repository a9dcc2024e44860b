"""A Docusaurus site: its docs folder, sidebar categories, `:::` admonitions, MDX."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import yaml

from app.errors import DomainError
from app.exchange.adapters import jsx
from app.exchange.adapters.pages import Page, document, human, markdown_paths, read_pages
from app.exchange.adapters.plain_markdown import from_common_mark
from app.exchange.documents import Document, Intake, Note, SourceCategory
from app.exchange.markup import boxes
from app.exchange.markup.reworking import Rework
from app.exchange.paths import common_folder, folder_of, name_of, stem_of
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from app.exchange.archives import Archive

CONFIGS = ("docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs")
CATEGORIES = ("_category_.json", "_category_.yml", "_category_.yaml")
_NUMBER = re.compile(r"^\d+\s*[-_.]+\s*(?=\S)")
# What only Docusaurus's own pages need; the values stay in the archive.
_OWN = {"sidebar_label", "hide_title", "hide_table_of_contents", "pagination_next"}


def read(archive: Archive) -> Intake:
    """Read the docs; a page that begins with "_" is a part of others and is named."""
    intake = Intake("docusaurus")
    site, root = _roots(archive)
    paths = markdown_paths(archive, root)
    for part in [p for p in paths if name_of(p).startswith("_")]:
        message = "Файл с «_» в начале имени — часть других страниц, статья из него не создаётся."
        intake.notes.append(Note(part, "warning", message))
        intake.used.add(part)
    _categories(archive, root, intake)
    for page in read_pages(archive, [p for p in paths if not name_of(p).startswith("_")], intake):
        intake.documents.append(_document(page, intake, root))
    static = f"{site}/static" if site else "static"
    intake.roots = (static, site, root, "")
    return intake


def _roots(archive: Archive) -> tuple[str, str]:
    """The site's folder and that of its docs."""
    configs = [p for p in archive.paths() if name_of(p) in CONFIGS]
    if configs:
        site = folder_of(min(configs, key=lambda path: path.count("/")))
        docs = f"{site}/docs".lstrip("/")
        if markdown_paths(archive, docs):
            return site, docs
        return site, site
    return "", common_folder(markdown_paths(archive))


def _document(page: Page, intake: Intake, root: str) -> Document:
    rework = Rework(page.path, page.body)
    jsx.reduce(rework)
    rework.body = boxes.from_directives(rework.body)
    from_common_mark(rework)
    intake.notes += rework.notes
    metadata = {k: v for k, v in page.metadata.items() if k != "id" and k not in _OWN}
    label = str(page.metadata.get("sidebar_label") or "")
    found = document(replace(page, metadata=metadata), rework.body, intake, root=root, title=label)
    own_id = str(page.metadata.get("id") or _NUMBER.sub("", stem_of(page.path)))
    folder = "/".join(_NUMBER.sub("", part) for part in found.folder.split("/"))
    inside = f"{folder}/{own_id}".lstrip("/")
    stem = "" if page.is_index else own_id
    return replace(
        found,
        title=page.title or label or human(own_id),
        slug=found.slug or stem,
        names=(inside, f"docs/{inside}", str(page.metadata.get("slug") or "").strip("/")),
    )


def _categories(archive: Archive, root: str, intake: Intake) -> None:
    for path in archive.paths():
        if name_of(path) not in CATEGORIES or not path.startswith(f"{root}/" if root else ""):
            continue
        intake.used.add(path)
        try:
            said = _described(read_text(archive, path).text, path)
        except DomainError as problem:
            intake.notes.append(Note(path, "error", problem.message, problem.values))
            continue
        folder = folder_of(path)[len(root) + 1 if root else 0 :]
        link = said.get("link")
        about = link.get("description") if isinstance(link, dict) else said.get("description")
        position = said.get("position")
        intake.categories[folder] = SourceCategory(
            folder,
            title=str(said.get("label") or ""),
            summary=str(about or ""),
            order=int(position) if isinstance(position, int | float) else 0,
        )


def _described(text: str, path: str) -> dict[str, object]:
    try:
        said = json.loads(text) if path.endswith(".json") else yaml.safe_load(text)
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        raise DomainError("Описание раздела не читается: исправьте его запись.") from error
    return said if isinstance(said, dict) else {}
