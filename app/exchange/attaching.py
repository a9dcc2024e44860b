"""Files that articles need, named beside them; what could harm a reader stays out."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from app.articles.slugs import slug
from app.editing.pictures import MOST_PIXELS
from app.errors import DomainError
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


class Attachments:
    """Names for the files of one import: the same file gets the same name at every import."""

    def __init__(self, archive: Archive, folder: Path) -> None:
        self._notes: list[Note] = []
        self._stripped = 0
        self.used: set[str] = set()
        self._archive, self._folder = archive, folder
        self._names: dict[tuple[str, str], str | None] = {}
        self._digests: dict[str, str] = {}
        self._taken: dict[str, str] = {}  # target path → digest

    @property
    def notes(self) -> list[Note]:
        """What is to be said of the files."""
        if not self._stripped:
            return self._notes
        message = "Из картинок убрано то, что дописали камеры и программы: место, время: %(count)s."
        return [*self._notes, Note("", "info", message, {"count": self._stripped})]

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
        return _digest_of(self._folder / path) == self._digests[source_path]

    def _new_name(self, path: str, category: str) -> str | None:
        extension = extension_of(path)
        self.used.add(path)
        if extension in _REFUSED or not _EXTENSION.fullmatch(extension):
            return None
        try:
            content = self._archive.read(path)
            check(content, extension)
        except DomainError as problem:
            self._notes.append(Note(path, "error", problem.message, problem.values))
            return None
        kept = stripped(content)
        self._stripped += kept != content and path not in self._digests
        own = self._digests[path] = digest(kept)
        stem = slug(stem_of(path), limit=_STEM_LIMIT) or "fayl"
        for name in (f"{stem}{extension}", f"{stem}-{own[:8]}{extension}"):
            target = f"{category}/{name}"
            holder = self._taken.get(target) or _digest_of(self._folder / target)
            if holder in (None, own):
                break
        self._taken[target] = own
        return name


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
        pixels = MOST_PIXELS + 1
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise DomainError("Это не картинка, или она повреждена. Сохраните её заново.") from error
    if pixels > MOST_PIXELS:
        raise DomainError(
            "В картинке больше %(most)s мегапикселей. Уменьшите её.", most=MOST_PIXELS // 1_000_000
        )


def _digest_of(path: Path) -> str | None:
    try:
        return digest(path.read_bytes())
    except OSError:
        return None
