"""Pages of a help centre saved as HTML files, one article a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bs4 import BeautifulSoup

from app.errors import DomainError
from app.exchange.adapters.pages import human
from app.exchange.documents import Document, Intake, Note
from app.exchange.markup.html_text import MAX_ELEMENTS, to_markdown
from app.exchange.paths import common_folder, extension_of, folder_of, stem_of
from app.exchange.texts import read_text

if TYPE_CHECKING:
    from bs4 import Tag

    from app.exchange.archives import Archive

EXTENSIONS: Final = {".html", ".htm"}
# Where help centres keep the text of an article; the first that a page has.
_BODIES: Final = (
    "#fullArticle",
    ".article-body",
    ".article__body",
    "[itemprop=articleBody]",
    "article",
    "main",
    "body",
)
_AROUND: Final = ("nav", "header", "footer", "form", "script", "style", "noscript", ".breadcrumbs")
_ANCHOR = re.compile(r"""href\s*=\s*["'][^"'#]*#([^"']+)["']""", re.IGNORECASE)
_TITLE_END = re.compile(r"\s+[|–—·-]\s+[^|–—·-]*$")


def read(archive: Archive) -> Intake:
    """Read every page that has a text."""
    intake = Intake("html")
    paths = [path for path in archive.paths() if extension_of(path) in EXTENSIONS]
    root = common_folder(paths)
    pages: dict[str, str] = {}
    for path in paths:
        intake.used.add(path)
        try:
            text = read_text(archive, path)
            intake.notes += text.notes
            pages[path] = text.text
        except DomainError as problem:
            intake.notes.append(Note(path, "error", problem.message, problem.values))
    anchors = {anchor for html in pages.values() for anchor in _ANCHOR.findall(html)}
    for path, html in pages.items():
        document = _document(path, html, root, anchors, intake)
        if document:
            intake.documents.append(document)
    intake.roots = (root, "")
    return intake


def _document(
    path: str, html: str, root: str, anchors: set[str], intake: Intake
) -> Document | None:
    try:
        title, inner = _taken_apart(html)
        body, lost = to_markdown(inner, anchors)
    except (DomainError, RecursionError) as problem:
        said = problem if isinstance(problem, DomainError) else None
        message = said.message if said else "Разметка вложена слишком глубоко. Упростите её."
        intake.notes.append(Note(path, "error", message, said.values if said else {}))
        return None
    if not body.strip():
        intake.notes.append(Note(path, "warning", "В файле нет текста, статья не создана."))
        return None
    intake.notes += [Note(path, "warning", message, {"count": count}) for message, count in lost]
    inside = path[len(root) + 1 :] if root else path
    return Document(
        key=inside,
        path=path,
        folder=folder_of(inside),
        title=title or human(stem_of(path)),
        body=body,
    )


def _taken_apart(html: str) -> tuple[str, str]:
    """The title, and the HTML of the text without its heading."""
    if html.count("<") > 2 * MAX_ELEMENTS:
        raise DomainError("Разметки в статье слишком много. Разделите её на несколько.")
    soup = BeautifulSoup(html, "html.parser")
    heading = soup.find("h1")
    named = heading.get_text(" ", strip=True) if heading else ""
    if not named and soup.title:
        named = _TITLE_END.sub("", soup.title.get_text(" ", strip=True))
    if heading:
        heading.decompose()
    body: Tag | None = next(filter(None, map(soup.select_one, _BODIES)), None)
    for around in soup.select(",".join(_AROUND)):
        around.decompose()
    return " ".join(named.split()), str(body if body is not None else soup)
