"""Files that articles need, named beside them; what could harm a reader stays out."""

from __future__ import annotations

import re
from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from app.articles.slugs import slug
from app.editing import pictures
from app.errors import DomainError, InvalidInput
from app.exchange.documents import Note, digest
from app.exchange.paths import extension_of, stem_of
from app.exchange.stripping import stripped

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.archives import Archive

# What a browser or a system would run.
_REFUSED = {
    *(".md", ".yml", ".yaml", ".html", ".htm", ".xhtml", ".js", ".mjs", ".php", ".swf", ".mdx"),
    *(".exe", ".bat", ".cmd", ".com", ".scr", ".msi", ".ps1", ".vbs", ".jar", ".app", ".lnk"),
}
_EXTENSION = re.compile(r"\.[a-z0-9]{1,10}")
_PICTURES = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".gif": "GIF", ".webp": "WEBP"}
_RUNS = re.compile(
    rb"<script|\son\w+\s*=|javascript:|<foreignObject|<!ENTITY|<iframe|<embed|<object"
    rb"|(?:href|src)\s*=\s*[\"'](?:https?:)?//",
    re.IGNORECASE,
)
_STEM_LIMIT = 60
_UNSAFE = "Файлы такого вида рядом со статьями не кладут."
_STRIPPED = "Из картинок убрано то, что дописали камеры и программы: место, время: %(count)s."
_FITTED = "Картинки, которые больше нужного, уменьшаются до ширины %(width)s точек: %(count)s."


class Attachments:
    """Names for the files of one import: the same file gets the same name at every import.

    What a picture becomes when it is made small is never compared, and made only when it is
    written: its name holds the digest of what the source had.
    """

    def __init__(self, archive: Archive, folder: Path) -> None:
        self._notes: dict[str, Note] = {}  # by path: a file may be wanted in several categories
        self._stripped = self._large = 0
        self.used: set[str] = set()
        self._fitted: set[str] = set()  # target paths
        self._archive, self._folder = archive, folder
        self._names: dict[tuple[str, str], str | None] = {}
        self._digests: dict[str, str] = {}
        self._taken: dict[str, str] = {}  # target path → digest

    @property
    def notes(self) -> list[Note]:
        """What is to be said of the files."""
        said = [
            (_STRIPPED, {"count": self._stripped}),
            (_FITTED, {"count": self._large, "width": pictures.LARGEST[0]}),
        ]
        counted = [Note("", "info", message, values) for message, values in said if values["count"]]
        return [*self._notes.values(), *counted]

    def name(self, path: str, category: str) -> str | None:
        """The name of the source's file in a category's folder; None where it is refused."""
        key = (path, category)
        if key not in self._names:
            self._names[key] = self._new_name(path, category)
        return self._names[key]

    def digest_of(self, path: str) -> str:
        """The digest of a file that has got a name."""
        return self._digests[path]

    def is_there(self, path: str, source_path: str) -> bool:
        """Whether the content folder holds this very file already."""
        if path in self._fitted:
            return (self._folder / path).is_file()
        return _digest_of(self._folder / path) == self._digests[source_path]

    def _new_name(self, path: str, category: str) -> str | None:
        extension = extension_of(path)
        self.used.add(path)
        if extension in _REFUSED or not _EXTENSION.fullmatch(extension):
            self._notes[path] = Note(path, "warning", _UNSAFE)
            return None
        try:
            content = self._archive.read(path)
            check(content, extension)
            smaller = extension_fitted(content, extension)
        except DomainError as problem:
            self._notes[path] = Note(path, "error", problem.message, problem.values)
            return None
        kept = stripped(content)
        if path not in self._digests:
            self._stripped += kept != content
            self._large += bool(smaller)
        self._digests[path] = digest(kept)
        return self._free_name(path, category, smaller)

    def _free_name(self, path: str, category: str, smaller: str | None) -> str:
        own, extension = self._digests[path], extension_of(path)
        stem = slug(stem_of(path), limit=_STEM_LIMIT) or "fayl"
        plain = f"{stem}{extension}"
        target = f"{category}/{plain}"
        holder = self._taken.get(target) or _digest_of(self._folder / target)
        if holder == own or (holder is None and not smaller):
            self._taken[target] = own
            return plain
        name = f"{stem}-{own[:8]}{smaller or extension}"
        if smaller:
            self._fitted.add(f"{category}/{name}")
        return name


def extension_fitted(content: bytes, extension: str) -> str | None:
    """With its dot, what a picture that is too large ends in when it is made small; else None.

    Raises DomainError where it is too large for that.
    """
    if extension not in _PICTURES:
        return None
    try:
        smaller = pictures.extension_fitted(content)
    except InvalidInput as problem:
        raise problem.fields[pictures.FIELD] from None
    return f".{smaller}" if smaller else None


def stored(content: bytes, source_path: str) -> bytes:
    """What is written of a file of the source: pictures small, and without places of taking.

    A picture that is damaged behind its head stays as large as it is.
    """
    if extension_fitted(content, extension_of(source_path)):
        with suppress(InvalidInput):
            return pictures.fitted(content).content
    return stripped(content)


def check(content: bytes, extension: str) -> None:
    """Raise DomainError for a picture that is none, too large, or runs something."""
    if extension == ".svg" and _RUNS.search(content):
        raise DomainError("В картинке SVG есть программа или чужие файлы. Сохраните её как PNG.")
    if extension not in _PICTURES:
        return
    try:
        with Image.open(BytesIO(content), formats=list(_PICTURES.values())) as image:
            pixels = image.width * image.height
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        pixels = pictures.MOST_PIXELS + 1
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DomainError("Это не картинка, или она повреждена. Сохраните её заново.") from error
    if pixels > pictures.MOST_PIXELS:
        raise DomainError(
            "В картинке больше %(most)s мегапикселей. Уменьшите её.",
            most=pictures.MOST_PIXELS // 1_000_000,
        )


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None
