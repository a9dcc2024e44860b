"""An MkDocs site: titles of its nav, `!!!` and `???` boxes, tabs, marks of the Material theme."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

import yaml

from app.errors import DomainError
from app.exchange.adapters.pages import document, markdown_paths, read_pages
from app.exchange.documents import Intake, Note, SourceCategory
from app.exchange.markup import boxes, includes, marks
from app.exchange.markup.prose import in_prose
from app.exchange.markup.reworking import FOLDED, ORDINARY, Rework
from app.exchange.paths import common_folder, folder_of, joined, name_of
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.archives import Archive

CONFIGS = ("mkdocs.yml", "mkdocs.yaml")
_TAB = re.compile(
    r'^([ \t]*)===[!+]?[ \t]+"([^"\n]*)"[ \t]*\n((?:\1(?: {4}|\t)[^\n]*\n|[ \t]*\n)*)', re.MULTILINE
)
_MACRO = re.compile(r"\{%[^\n]*?%\}|\{\{[^\n]*?\}\}")
_REFERENCE = re.compile(r"^:::[ \t]+[\w.]+[ \t]*$", re.MULTILINE)
_SHORTCODE = re.compile(r"<!--\s*(?:md:|more)[^>]*-->")
_MOST_NESTED = 5


class _Loader(yaml.SafeLoader):
    """Settings name Python functions and variables by tags; only nav and docs_dir matter here."""


_Loader.add_multi_constructor("", lambda *_: None)


def read(archive: Archive) -> Intake:
    """Read the pages of docs_dir."""
    intake = Intake("mkdocs")
    settings, base, root = _settings(archive, intake)
    titles = dict(_titles(settings.get("nav"), root))
    paths = markdown_paths(archive, root)
    for page in read_pages(archive, paths, intake):
        rework = Rework(page.path, page.body)
        folders = (root, base, folder_of(page.path))
        rework.body, left = includes.put_in(archive, rework.body, folders, intake.used)
        if left:
            rework.warn("Вставки других файлов остались текстом: %(count)s.", count=left)
        _rework(rework)
        title = titles.get(page.path, "")
        intake.documents.append(document(page, rework.body, intake, root=root, title=title))
        intake.notes += rework.notes
    intake.categories = {item.path: item for item in _sections(settings.get("nav"))}
    intake.roots = (root, "")
    return intake


def _settings(archive: Archive, intake: Intake) -> tuple[dict[str, Any], str, str]:
    """What mkdocs.yml says, its folder, and the folder of the pages."""
    path = _config(archive, intake)
    pages = markdown_paths(archive)
    if not path:
        return {}, "", common_folder(pages)
    intake.used.add(path)
    try:
        said = yaml.load(read_text(archive, path).text, _Loader)  # noqa: S506  a safe loader
    except (yaml.YAMLError, ValueError, RecursionError, DomainError):
        said = None
        message = "Файл mkdocs.yml не читается: названия и порядок взяты из самих страниц."
        intake.notes.append(Note(path, "warning", message))
    settings = said if isinstance(said, dict) else {}
    root = joined(folder_of(path), str(settings.get("docs_dir") or "docs"))
    if not markdown_paths(archive, root):
        root = common_folder(pages)
    return settings, folder_of(path), root


def _config(archive: Archive, intake: Intake) -> str:
    """The mkdocs.yml nearest to the top; of several sites side by side, that of most pages."""
    configs = [path for path in archive.paths() if name_of(path) in CONFIGS]
    top = min((path.count("/") for path in configs), default=0)
    sites = [path for path in configs if path.count("/") == top]
    if not sites:
        return ""
    chosen = max(sites, key=lambda path: len(markdown_paths(archive, folder_of(path))))
    others = [folder_of(path) for path in sites if path != chosen]
    if others:
        message = (
            "Здесь несколько сайтов MkDocs, взят «%(chosen)s». Остальные принесите отдельно, "
            "каждый своей папкой: %(others)s."
        )
        values = {"chosen": folder_of(chosen), "others": ", ".join(others)}
        intake.notes.append(Note(chosen, "error", message, values))
    return chosen


def _titles(nav: object, root: str) -> Iterator[tuple[str, str]]:
    for title, place in _entries(nav):
        if isinstance(place, str):
            yield joined(root, place), title
        else:
            yield from _titles(place, root)


def _sections(nav: object) -> Iterator[SourceCategory]:
    """A folder is called as the nav calls the section whose pages all lie in it."""
    for order, (title, place) in enumerate(_entries(nav), 1):
        if isinstance(place, str):
            continue
        folders = {folder_of(page) for page in _pages(place)}
        if len(folders) == 1 and (folder := folders.pop()):
            yield SourceCategory(folder, title=title, order=order)
        yield from _sections(place)


def _entries(nav: object) -> Iterator[tuple[str, object]]:
    for entry in nav if isinstance(nav, list) else []:
        if isinstance(entry, dict):
            yield from ((str(title), place) for title, place in entry.items())


def _pages(nav: object) -> Iterator[str]:
    """The pages of a section itself, those without a title of their own too."""
    yield from (entry for entry in nav if isinstance(entry, str)) if isinstance(nav, list) else ()
    yield from (place for _, place in _entries(nav) if isinstance(place, str))


def _rework(rework: Rework) -> None:
    _named_losses(rework)
    body = in_prose(rework.body, partial(_SHORTCODE.sub, ""))
    rework.body, folded = boxes.from_folded(boxes.from_callouts(body))
    if folded:
        rework.warn(FOLDED)
    rework.body, tabs = _without_tabs(rework.body)
    if tabs:
        rework.warn("Вкладки показаны одна под другой.")
    rework.take(*ORDINARY, marks.definitions, marks.keys, marks.icons, marks.attributes)
    rework.take(marks.highlighted)


def _named_losses(rework: Rework) -> None:
    for pattern, message in (
        (_MACRO, "Макросы вида {{ … }} остались текстом: %(count)s."),
        (_REFERENCE, "Описания, которые MkDocs строит из кода, остались текстом: %(count)s."),
    ):
        found: list[str] = []
        in_prose(rework.body, partial(_collect, pattern, found))
        if found:
            rework.warn(message, count=len(found))


def _collect(pattern: re.Pattern[str], found: list[str], text: str) -> str:
    found += pattern.findall(text)
    return text


def _without_tabs(body: str) -> tuple[str, bool]:
    before, seen = "", False
    for _ in range(_MOST_NESTED):
        before, body = body, _TAB.sub(_tab, body + "\n").rstrip("\n") + "\n"
        seen = seen or body.rstrip("\n") != before.rstrip("\n")
        if body.rstrip("\n") == before.rstrip("\n"):
            break
    return (body if seen else before), seen


def _tab(match: re.Match[str]) -> str:
    indent = match[1]
    lines = [
        line.removeprefix(f"{indent}    ").removeprefix(f"{indent}\t") if line.strip() else ""
        for line in match[3].split("\n")
    ]
    inner = "\n".join(indent + line if line else "" for line in lines)
    return f"{indent}**{match[2]}**\n\n{inner.strip(chr(10))}\n\n"
