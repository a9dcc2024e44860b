"""What a file is by its content, whether its name says the same, and a name that harms nobody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

LONGEST_NAME: Final = 120  # characters, the extension included
NAMELESS: Final = "файл"
# All but tab, line ends, form feed, and ESC, which colours what a console prints.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_FORBIDDEN = re.compile(r'[<>:"|?*]+')
# Windows takes these for devices, whatever the extension.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)


@dataclass(frozen=True)
class FileKind:
    """A kind of file that is taken: its media type, and extensions, the usual one first."""

    name: str
    media_type: str
    extensions: tuple[str, ...]


PNG: Final = FileKind("PNG", "image/png", ("png",))
JPEG: Final = FileKind("JPEG", "image/jpeg", ("jpg", "jpeg", "jfif"))
GIF: Final = FileKind("GIF", "image/gif", ("gif",))
WEBP: Final = FileKind("WebP", "image/webp", ("webp",))
PDF: Final = FileKind("PDF", "application/pdf", ("pdf",))
TEXT: Final = FileKind("TXT", "text/plain", ("txt", "log", "csv", "md", "json"))
KINDS: Final = {kind.name: kind for kind in (PNG, JPEG, GIF, WEBP, PDF, TEXT)}
EXTENSIONS: Final = tuple(e for kind in KINDS.values() for e in kind.extensions)

# First bytes: PNG (ISO/IEC 15948, 5.2), JPEG (ITU-T T.81, B.2.1 SOI), GIF89a (17), PDF (ISO 32000).
_BEGINNINGS: Final = (
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"%PDF-", PDF),
)


def kind_of(data: bytes) -> FileKind | None:
    """Return what the content is, or None where it is nothing that is taken."""
    for beginning, kind in _BEGINNINGS:
        if data.startswith(beginning):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":  # RFC 9649, 2.3
        return WEBP
    return TEXT if is_text(data) else None


def is_text(data: bytes) -> bool:
    """Tell whether the bytes are text in UTF-8, UTF-16 with its mark, or Windows-1251."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _reads_as(data, "utf-16")
    return _reads_as(data, "utf-8") or _reads_as(data, "cp1251")


def agrees(name: str, kind: FileKind) -> bool:
    """Tell whether the name's extension is one of this kind; no extension tells no lie."""
    extension = extension_of(name)
    return not extension or extension in kind.extensions


def extension_of(name: str) -> str:
    """Return the extension in lower case, without its dot; "" where there is none."""
    return PurePosixPath(name).suffix[1:].lower()


def safe_name(given: str, kind: FileKind | None = None) -> str:
    """Return the file's own name: no folders, no unseen characters, not too long.

    A name without an extension gets that of `kind`.
    """
    seen = "".join(c for c in given if unicodedata.category(c) not in _UNSEEN)
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", seen))[-1]
    name = " ".join(_FORBIDDEN.sub("_", last).split()).strip(". ")
    if _DEVICES.match(name):
        name = f"_{name}"
    extension = extension_of(name) or (kind.extensions[0] if kind else "")
    stem = name.removesuffix(PurePosixPath(name).suffix) or NAMELESS
    ending = f".{extension[:10]}" if extension else ""
    return f"{stem[: LONGEST_NAME - len(ending)].rstrip('. ')}{ending}"


def _reads_as(data: bytes, encoding: str) -> bool:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return not _CONTROLS.search(text)
