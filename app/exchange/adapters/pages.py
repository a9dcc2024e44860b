"""Markdown files with front matter, as every system of Markdown files has them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from html import unescape
from typing import TYPE_CHECKING

from app.articles import front_matter
from app.articles.article import KEYS
from app.articles.problems import WORDING
from app.errors import DomainError
from app.exchange.documents import Document, Intake, Note
from app.exchange.markup.prose import fence_in
from app.exchange.paths import extension_of, folder_of, name_of, stem_of
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.exchange.archives import Archive

MARKDOWN = {".md", ".markdown", ".mdown", ".mkd", ".mdx"}
INDEXES = {"index", "readme", "_index"}
IMPORTED = "imported"  # the front matter key that says where an article came from

_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(=+|-+)[ \t]*$")
_ATTRIBUTES = re.compile(r"[ \t]*\{[^{}]*\}[ \t]*$")
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\[([^\]]*)\]\([^)]*\)|<[^>]+>|[*`]+")
_SEPARATORS = re.compile(r"[,;]")
_NUMBERED = re.compile(r"^\d{1,4}[ _.-]+(?=\D)")
# Front matter keys of others that say what ours say.
_SUMMARIES = ("summary", "description", "excerpt")
_TAGS = ("tags", "keywords", "labels")
_LANGS = ("lang", "language", "locale")
_CREATED, _UPDATED = ("created", "date"), ("updated", "lastmod", "last_update", "modified")
_OURS = {*_SUMMARIES, *_TAGS, *_LANGS, *_CREATED, *_UPDATED, "title", "questions", "slug", "draft"}


@dataclass(frozen=True)
class Page:
    """A Markdown file taken apart; `title` is the one of its front matter or its first heading."""

    path: str
    metadata: Mapping[str, object]
    body: str
    title: str

    @property
    def is_index(self) -> bool:
        return stem_of(self.path).lower() in INDEXES


def markdown_paths(archive: Archive, root: str = "") -> list[str]:
    """The Markdown files under a folder of the source."""
    inside = f"{root}/" if root else ""
    return [p for p in archive.paths() if p.startswith(inside) and extension_of(p) in MARKDOWN]


def read_pages(archive: Archive, paths: Iterable[str], intake: Intake) -> Iterator[Page]:
    """Yield each file that can be read; of the others `intake` gets a note."""
    for path in paths:
        intake.used.add(path)
        try:
            text = read_text(archive, path)
            page = _page(path, text.text)
        except DomainError as problem:
            intake.notes.append(Note(path, "error", problem.message, problem.values))
            continue
        intake.notes += text.notes
        if page.body.strip():
            yield page
        else:
            message = "В файле нет текста, статья не создана."
            intake.notes.append(Note(path, "warning", message))


def document(page: Page, body: str, intake: Intake, *, root: str = "", title: str = "") -> Document:
    """The document of a page whose body has been made ours; what front matter loses is noted."""
    metadata = page.metadata
    kept, lost = _kept(metadata)
    if lost:
        message = "Ключи описания здесь значат другое и не перенесены: %(keys)s."
        intake.notes.append(Note(page.path, "warning", message, {"keys": ", ".join(lost)}))
    inside = page.path[len(root) + 1 :] if root else page.path
    return Document(
        key=inside,
        path=page.path,
        folder=folder_of(inside),
        title=page.title or title or human(stem_of(page.path)),
        body=body,
        metadata=kept,
        slug=name_of(_text(metadata.get("slug")).strip("/")),
        lang=_text(first(metadata, _LANGS))[:2].lower(),
        is_draft=metadata.get("draft") is True or metadata.get("publish") is False,
        created=as_date(first(metadata, _CREATED)),
        updated=as_date(first(metadata, _UPDATED)),
    )


def human(name: str) -> str:
    """A title made of a file's or folder's name: "01-first_steps" is "First steps"."""
    bare = _NUMBERED.sub("", name)
    words = " ".join(re.split(r"[\s_-]+", bare)).strip() or name
    return words[0].upper() + words[1:] if words else ""


def first(metadata: Mapping[str, object], keys: Iterable[str]) -> object:
    """The value of the first of these keys that has one."""
    return next((metadata[key] for key in keys if metadata.get(key) not in (None, "")), None)


def texts(value: object) -> list[str]:
    """A list of lines from a list, or from words between commas."""
    items = value if isinstance(value, list) else _SEPARATORS.split(_text(value))
    found = [" ".join(_text(item).lstrip("#").split()) for item in items]
    return [item for item in dict.fromkeys(found) if item]


def as_date(value: object) -> date | None:
    """The day that an ISO date or time names."""
    if isinstance(value, dict):
        value = value.get("date")
    try:
        return datetime.fromisoformat(_text(value)).date()
    except ValueError:
        return None


def plain(markdown: str) -> str:
    """A heading's words without markup and attributes."""
    return " ".join(unescape(_MARKUP.sub(r"\1", _ATTRIBUTES.sub("", markdown))).split())


def _page(path: str, text: str) -> Page:
    metadata, body = _taken_apart(text)
    named = plain(_text(metadata.get("title")))
    heading, rest = _without_first_heading(body)
    if not named or heading.casefold() == named.casefold():
        return Page(path, metadata, rest.strip("\n") + "\n", named or heading)
    return Page(path, metadata, body.strip("\n") + "\n", named)


def _taken_apart(text: str) -> tuple[Mapping[str, object], str]:
    try:
        return front_matter.read(text)
    except front_matter.FrontMatterError as error:
        if error.code in ("no-front-matter", "front-matter-unclosed"):
            return {}, text
        said = WORDING[error.code].ru.format_map(error.values)
        raise DomainError("Строка %(line)s: %(said)s", line=error.line, said=said) from error


def _without_first_heading(body: str) -> tuple[str, str]:
    """The first heading, if it is of the first level, and the body without it."""
    lines = body.split("\n")
    fence = None
    for place, line in enumerate(lines):
        mark = fence_in(line)
        if mark:
            fence = mark if fence is None else (None if fence.is_closed_by(mark) else fence)
        if fence or mark:
            continue
        found = _HEADING.match(line)
        if found:
            if len(found[1]) > 1:
                return "", body
            return plain(found[2]), "\n".join(lines[:place] + lines[place + 1 :])
        under = _UNDERLINE.match(lines[place + 1]) if place + 1 < len(lines) else None
        if under and line.strip() and under[1][0] == "=":
            return plain(line), "\n".join(lines[:place] + lines[place + 2 :])
    return "", body


def _kept(metadata: Mapping[str, object]) -> tuple[dict[str, object], list[str]]:
    summary = " ".join(_text(first(metadata, _SUMMARIES)).split())
    ours = {
        "summary": summary,
        "questions": texts(metadata.get("questions")),
        "tags": texts(first(metadata, _TAGS)),
    }
    others = {key: value for key, value in metadata.items() if key not in _OURS}
    lost = [key for key in others if key in KEYS or key == IMPORTED]
    kept = {key: value for key, value in ours.items() if value}
    return kept | {k: v for k, v in others.items() if k not in lost and v is not None}, lost


def _text(value: object) -> str:
    return "" if value is None or isinstance(value, list | dict | bool) else str(value)
