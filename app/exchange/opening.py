"""Opens what a person gives as a source: a folder, a zip, or one file."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from app.errors import DomainError
from app.exchange.archives import FolderArchive, source_name
from app.exchange.paths import extension_of
from app.exchange.zips import ZipArchive

if TYPE_CHECKING:
    from pathlib import Path

    from app.exchange.archives import Archive

_SINGLE = {".csv", ".tsv", ".md", ".markdown", ".json", ".html", ".htm"}
_OTHER_ARCHIVES = {".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz"}


def open_source(path: Path, name: str = "") -> Archive:
    """Return the source at `path`, called `name` where the file itself has another.

    Raises DomainError where nothing can be read there.
    """
    called = name or path.name
    if path.is_dir():
        return FolderArchive(path)
    if not path.is_file():
        raise DomainError("Здесь нет ни файла, ни папки: %(path)s.", path=path)
    if extension_of(called) in _OTHER_ARCHIVES:
        raise DomainError("Такие архивы не читаются. Соберите обычный zip.")
    if extension_of(called) in _SINGLE:
        archive = FolderArchive(path, called)
        archive.name = source_name(called)
        return archive
    if extension_of(called) == ".zip" or zipfile.is_zipfile(path):
        return ZipArchive(path, called)
    raise DomainError("Нужен архив zip, папка, таблица CSV или один файл Markdown, HTML или JSON.")
