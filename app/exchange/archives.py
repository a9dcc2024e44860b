"""Where an import comes from: a folder, a zip or a single file, listed before anything is read."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Protocol

from app.errors import DomainError
from app.exchange.documents import Note
from app.exchange.paths import extension_of, is_noise, safe

MAX_ENTRIES = 20_000  # files of one source
MAX_TOTAL_BYTES = 1_000_000_000  # of all files, unpacked
MAX_FILE_BYTES = 50_000_000
NESTED = {".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}

# What is no part of a name that stays from one version to the next: docs-1.2.3 (2).zip.
_VERSION = re.compile(
    r"[\s_-]*(\(\d+\)|v?\d+(\.\d+)+\w*|\d{4}-\d\d-\d\d|v\d+|main|master)\Z", re.IGNORECASE
)
_ODD = re.compile(r"[^\w-]+")


class Archive(Protocol):
    """Files by their paths. `notes` name what was left out; `name` is what it is called."""

    name: str
    notes: list[Note]

    def paths(self) -> list[str]:
        """Every file that may be read, sorted."""

    def size(self, path: str) -> int:
        """Bytes of the file, unpacked."""

    def read(self, path: str) -> bytes:
        """The file's content. Raises DomainError where it cannot be read."""


class FolderArchive:
    """A folder on this machine, or a single file as if it lay alone in one."""

    def __init__(self, root: Path, name: str = "") -> None:
        self.name = source_name(name or root.absolute().name)
        self.notes: list[Note] = []
        self._files: dict[str, Path] = {}
        self._sizes: dict[str, int] = {}
        if root.is_dir():
            self._walk(root)
        else:
            self._take(name or root.name, root)
        check_total(sum(self._sizes.values()))

    def paths(self) -> list[str]:
        return sorted(self._files)

    def size(self, path: str) -> int:
        return self._sizes[path]

    def read(self, path: str) -> bytes:
        try:
            return self._files[path].read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise DomainError("Файл не читается: %(reason)s.", reason=reason) from error

    def _walk(self, root: Path) -> None:
        noise = 0
        for folder, folders, names in os.walk(root):
            noise += sum(is_noise(name) for name in names)
            folders[:] = sorted(name for name in folders if not is_noise(name))
            for name in sorted(names):
                path = Path(folder) / name
                self._take(path.relative_to(root).as_posix(), path)
        self.notes += noise_note(noise)

    def _take(self, name: str, path: Path) -> None:
        if is_noise(name):
            return
        accepted = safe(name)
        shown = printable(name)
        if accepted is None:
            self.notes.append(refused(shown, "name"))
        elif not stat.S_ISREG((facts := path.lstat()).st_mode):
            self.notes.append(refused(shown, "link"))
        elif facts.st_size > MAX_FILE_BYTES:
            self.notes.append(refused(shown, "large"))
        else:
            self._files[accepted], self._sizes[accepted] = path, facts.st_size
            check_count(len(self._files))


def source_name(name: str) -> str:
    """What the source is called at every import: its file's name without versions and dates."""
    stem = name[: -len(ending)] if (ending := extension_of(name)) and len(ending) < 6 else name
    before = ""
    while stem and stem != before:
        before, stem = stem, _VERSION.sub("", stem)
    return _ODD.sub("-", stem or before).strip("-").lower()[:60] or "import"


def printable(name: str) -> str:
    """A name for showing: bytes that are no text as escapes, control characters too."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in shown)[:300]


def check_count(count: int) -> None:
    """Raises DomainError above the limit."""
    if count > MAX_ENTRIES:
        raise DomainError(
            "В архиве больше %(most)s файлов. Разделите его на части.", most=MAX_ENTRIES
        )


def check_total(size: int) -> None:
    """Raises DomainError above the limit."""
    if size > MAX_TOTAL_BYTES:
        raise DomainError(
            "Файлы в распакованном виде занимают больше %(most)s МБ. Разделите архив на части.",
            most=MAX_TOTAL_BYTES // 1_000_000,
        )


def noise_note(count: int) -> list[Note]:
    """What is said of hidden files, if there were any."""
    message = "Скрытые и служебные файлы пропущены: %(count)s."
    return [Note("", "info", message, {"count": count})] if count else []


_REFUSALS = {
    "name": "Имя ведёт за пределы архива или содержит недопустимые знаки. Переименуйте файл.",
    "link": "Это ссылка файловой системы, а не файл. Положите в архив сам файл.",
    "large": "Файл больше 50 МБ. Уменьшите его или выложите отдельно.",
    "twice": "В архиве два файла с одним именем, взят первый. Переименуйте второй.",
    "encrypted": "Файл закрыт паролем. Соберите архив без пароля.",
    "method": "Файл сжат способом, который здесь не читается. Соберите обычный zip.",
}


def refused(path: str, why: str) -> Note:
    return Note(path, "error", _REFUSALS[why])
