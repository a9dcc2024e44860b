"""A zip as a source: its list is checked before anything is unpacked, and nothing goes to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING

from app.errors import DomainError
from app.exchange import archives
from app.exchange.archives import (
    MAX_ENTRIES,
    MAX_FILE_BYTES,
    check_count,
    check_total,
    noise_note,
    printable,
    refused,
    source_name,
)
from app.exchange.documents import Note
from app.exchange.paths import is_noise, safe
from app.language.charsets import guessed_russian

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Text gets ten to twenty times smaller; what gets smaller by more is made to fill a disk.
MAX_RATIO = 200
_SMALL = 10_000_000  # bytes that do no harm whatever their ratio
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
# The record at a zip's end: PKWARE APPNOTE 6.3.10, 4.3.16 and 4.3.14.
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_END_SIZE, _LONGEST_COMMENT = 22, 65_535
_BYTES_AN_ENTRY = 600  # of the list at the end: 46 and a long name


class ZipArchive:
    """Raises DomainError where the file is no zip, or too large to be taken whole."""

    def __init__(self, path: Path, name: str = "") -> None:
        self.name = source_name(name or path.name)
        self.notes: list[Note] = []
        _check_list(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise DomainError("Архив не читается: он повреждён или это не zip.") from error
        self._entries: dict[str, zipfile.ZipInfo] = {}
        self._noise = 0
        for entry in self._zip.infolist():
            if not entry.is_dir():
                self._take(entry)
        self._check_sizes()
        self.notes += noise_note(self._noise)
        self.notes += _names_that_differ_by_case(self.paths())

    def paths(self) -> list[str]:
        return sorted(self._entries)

    def size(self, path: str) -> int:
        return self._entries[path].file_size

    def read(self, path: str) -> bytes:
        entry = self._entries[path]
        try:
            with self._zip.open(entry) as file:
                content = file.read(entry.file_size + 1)
        except (zipfile.BadZipFile, OSError, EOFError, zlib.error, NotImplementedError) as error:
            raise DomainError("Файл в архиве повреждён. Соберите архив заново.") from error
        if len(content) != entry.file_size:
            raise DomainError("Файл в архиве повреждён. Соберите архив заново.")
        return content

    def close(self) -> None:
        self._zip.close()

    def _take(self, entry: zipfile.ZipInfo) -> None:
        name = _decoded_name(entry)
        path = safe(name)
        shown = printable(name)
        if path is not None and is_noise(path):
            self._noise += 1
            return
        why = _why_not(entry, path)
        if path is not None and not why and path in self._entries:
            why = "twice"
        if path is None or why:
            self.notes.append(refused(shown, why or "name"))
            return
        self._entries[path] = entry

    def _check_sizes(self) -> None:
        check_count(len(self._entries))
        entries = self._entries.values()
        total = sum(entry.file_size for entry in entries)
        check_total(total)
        packed = max(1, sum(entry.compress_size for entry in entries))
        if total > _SMALL and total / packed > MAX_RATIO:
            raise DomainError(
                "Архив распаковывается в %(times)s раз: так сжимают, чтобы заполнить диск. "
                "Соберите обычный архив.",
                times=total // packed,
            )


def _why_not(entry: zipfile.ZipInfo, path: str | None) -> str:
    mode = entry.external_attr >> 16
    if path is None:
        return "name"
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        return "link"
    if entry.flag_bits & _ENCRYPTED:
        return "encrypted"
    if entry.compress_type not in _METHODS:
        return "method"
    return "large" if entry.file_size > MAX_FILE_BYTES else ""


def _decoded_name(entry: zipfile.ZipInfo) -> str:
    """Older Windows programs write names in cp866 unsaid: zipfile reads them as cp437."""
    name = entry.orig_filename if "\x00" in entry.orig_filename else entry.filename
    if entry.flag_bits & _UTF8_NAME or name.isascii():
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        found = guessed_russian(raw)
        return found[0] if found else name


def _check_list(path: Path) -> None:
    """Refuse a list of millions before zipfile takes it into memory. Raises DomainError."""
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
            tail = file.read()
    except OSError as error:
        raise DomainError("Архив не читается: он повреждён или это не zip.") from error
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + _END_SIZE:
        raise DomainError("Архив не читается: он повреждён или это не zip.")
    entries, list_size = struct.unpack("<HI", tail[place + 10 : place + 16])
    place64 = tail.rfind(_END64)
    if 0 <= place64 < place and len(tail) >= place64 + 48:
        entries, list_size = struct.unpack("<QQ", tail[place64 + 32 : place64 + 48])
    check_count(entries)
    if list_size > archives.MAX_ENTRIES * _BYTES_AN_ENTRY:
        check_count(MAX_ENTRIES + 1)


def _names_that_differ_by_case(paths: list[str]) -> Iterator[Note]:
    seen: dict[str, str] = {}
    for path in paths:
        other = seen.setdefault(path.lower(), path)
        if other != path:
            yield Note(
                path,
                "warning",
                "Имя отличается от «%(other)s» только размером букв. Взяты оба файла.",
                {"other": other},
            )
