"""Which system a source comes from, and its adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.errors import DomainError
from app.exchange import native
from app.exchange.adapters import (
    csv_table,
    docusaurus,
    helpscout,
    html_pages,
    mkdocs,
    obsidian,
    plain_markdown,
    zendesk,
)
from app.exchange.adapters.pages import markdown_paths
from app.exchange.documents import Note
from app.exchange.paths import extension_of, name_of, stem_of
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.exchange.archives import Archive
    from app.exchange.documents import Flavour, Intake

FLAVOURS: Final[Mapping[Flavour, str]] = {
    "podskazhi": "выгрузка Подскажи",
    "markdown": "файлы Markdown",
    "obsidian": "Obsidian",
    "docusaurus": "Docusaurus",
    "mkdocs": "MkDocs",
    "zendesk": "Zendesk Guide",
    "helpscout": "Help Scout",
    "html": "страницы HTML",
    "csv": "таблица CSV",
}
_ADAPTERS: Final[Mapping[Flavour, Callable[[Archive], Intake]]] = {
    "markdown": plain_markdown.read,
    "obsidian": obsidian.read,
    "docusaurus": docusaurus.read,
    "mkdocs": mkdocs.read,
    "zendesk": zendesk.read,
    "helpscout": helpscout.read,
    "html": html_pages.read,
    "csv": csv_table.read,
}
_LOOKED_AT = 200  # Markdown files whose marks are sought


def recognised(archive: Archive) -> Flavour:
    """The system that the source's files are of. Raises DomainError where there is none."""
    if native.is_ours(archive):
        return "podskazhi"
    extensions = {extension_of(path) for path in archive.paths()}
    if markdown_paths(archive):
        return _of_markdown(archive)
    if ".json" in extensions:
        if zendesk.is_its_own(archive):
            return "zendesk"
        if helpscout.is_its_own(archive):
            return "helpscout"
    if extensions & html_pages.EXTENSIONS:
        return "html"
    if extensions & csv_table.EXTENSIONS:
        return "csv"
    raise DomainError(
        "Статей здесь не нашлось. Подойдут файлы Markdown, HTML или CSV, "
        "выгрузки Zendesk Guide и Help Scout, в папке или в архиве zip."
    )


def read(archive: Archive, flavour: Flavour) -> Intake:
    """Read the source as one of this system's. Raises DomainError where it holds no article."""
    intake = _ADAPTERS[flavour](archive)
    for empty in [document for document in intake.documents if not document.body.strip()]:
        message = "Кроме того, что перенести нельзя, в файле ничего нет, статья не создана."
        intake.notes.append(Note(empty.path, "warning", message))
        intake.documents.remove(empty)
    if not intake.documents and not any(note.severity == "error" for note in intake.notes):
        raise DomainError("Статей вида «%(flavour)s» здесь нет.", flavour=FLAVOURS[flavour])
    return intake


def _of_markdown(archive: Archive) -> Flavour:
    names = {name_of(path) for path in archive.paths()}
    if names & set(mkdocs.CONFIGS):
        return "mkdocs"
    if names & {*docusaurus.CONFIGS, *docusaurus.CATEGORIES} or _has(archive, ".mdx"):
        return "docusaurus"
    return "obsidian" if _is_vault(archive) else "markdown"


def _has(archive: Archive, extension: str) -> bool:
    return any(extension_of(path) == extension for path in archive.paths())


def _is_vault(archive: Archive) -> bool:
    """Whether notes link to each other, or show pictures, with [[…]]."""
    names = {name for path in archive.paths() for name in (name_of(path), stem_of(path))}
    for path in markdown_paths(archive)[:_LOOKED_AT]:
        try:
            text = read_text(archive, path).text
        except DomainError:
            continue
        if any(name_of(found[2].strip()) in names for found in obsidian.WIKILINK.finditer(text)):
            return True
    return False
