"""The text of a file of the source, whatever its encoding; what was guessed is said."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.errors import DomainError
from app.exchange.documents import Note
from app.language.charsets import guessed_russian

if TYPE_CHECKING:
    from app.exchange.archives import Archive

MAX_TEXT_BYTES = 2_000_000  # of one article: more is a book
MAX_LIST_BYTES = 50_000_000  # of a JSON or CSV file with many articles
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NAMES = {"cp1251": "windows-1251", "koi8-r": "KOI8-R", "cp866": "CP866", "iso8859-5": "ISO 8859-5"}


@dataclass(frozen=True)
class Text:
    """A file's text with LF line ends; `notes` say how it was read."""

    text: str
    notes: tuple[Note, ...] = ()


def read_text(archive: Archive, path: str, most: int = MAX_TEXT_BYTES) -> Text:
    """Raises DomainError where the file is too large or no text."""
    if archive.size(path) > most:
        raise DomainError(
            "Файл больше %(most)s МБ. Разделите его на несколько статей.", most=most // 1_000_000
        )
    text, notes = _decoded(archive.read(path), path)
    if "\x00" in text:
        raise DomainError("Это не текст. Сохраните файл в UTF-8.")
    return Text(text.replace("\r\n", "\n").replace("\r", "\n"), notes)


def _decoded(content: bytes, path: str) -> tuple[str, tuple[Note, ...]]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _marked(content, mark, encoding, path)
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        found = guessed_russian(content)
    if found is None:
        raise DomainError("Кодировка не узнана. Сохраните файл в UTF-8.")
    return found[0], (_said(path, _NAMES[found[1]]),)


def _marked(content: bytes, mark: bytes, encoding: str, path: str) -> tuple[str, tuple[Note, ...]]:
    try:
        text = (
            content[len(mark) :].decode("utf-8")
            if encoding == "utf-8"
            else content.decode(encoding)
        )
    except UnicodeDecodeError as error:
        raise DomainError("Кодировка не узнана. Сохраните файл в UTF-8.") from error
    if encoding == "utf-8":
        return text, (Note(path, "info", "В начале файла была метка UTF-8 (BOM), она убрана."),)
    return text, (_said(path, "UTF-16"),)


def _said(path: str, encoding: str) -> Note:
    values = {"encoding": encoding}
    return Note(path, "info", "Файл был в кодировке %(encoding)s, переведён в UTF-8.", values)
