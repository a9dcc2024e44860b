"""The parts of a message: which one is read, which ones are files."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from email.errors import InvalidBase64LengthDefect
from email.header import decode_header
from typing import TYPE_CHECKING, Any, Final, cast

from app.language.charsets import decoded
from app.tickets.incoming import html
from app.tickets.incoming.message import File

if TYPE_CHECKING:
    from collections.abc import Sequence
    from email.message import Message

DEEPEST: Final = 50  # parts within parts
MOST_PARTS: Final = 200
MOST_FILES: Final = 20
LONGEST_TEXT: Final = 1_000_000  # characters
SMALL_PICTURE: Final = 4_096  # bytes: an inline picture below is a logo or counts openings
LONGEST_NAME: Final = 200  # characters
_RAW_NAME: Final = re.compile(r'name="?([^";\r\n]+)', re.IGNORECASE)
# What Python's own reader raises on parameters that no standard allows.
_SPOILT: Final = (ValueError, LookupError, TypeError, AttributeError)


@dataclass
class Parts:
    """What was found: the text to read, and files."""

    text: str = ""
    files: list[File] = field(default_factory=list)
    seen: int = 0


def opened(message: Message) -> Parts:
    """Return text and files of a message; of alternatives the plain one, if it says anything."""
    parts = Parts()
    parts.text = _text(message, parts, 0)[:LONGEST_TEXT]
    return parts


def _text(part: Message, parts: Parts, depth: int) -> str:
    parts.seen += 1
    if depth > DEEPEST or parts.seen > MOST_PARTS:
        return ""
    kind = part.get_content_type()
    if kind == "message/rfc822" or (part.is_multipart() and kind != "multipart/report"):
        return _inside(part, kind, parts, depth)
    if kind in {"text/plain", "text/html"} and not _is_file(part):
        return _written(part, kind)
    _keep_file(part, kind, parts)
    return ""


def _inside(part: Message, kind: str, parts: Parts, depth: int) -> str:
    payload = part.get_payload()
    inner = cast("Sequence[Message]", payload) if isinstance(payload, list) else ()
    texts = [_text(one, parts, depth + 1) for one in inner]
    if kind == "multipart/alternative":
        return next((text for text in texts if text.strip()), "")
    return "\n\n".join(text for text in texts if text.strip())


def _written(part: Message, kind: str) -> str:
    text = decoded(_bytes(part), _parameter(part, "charset"))[:LONGEST_TEXT]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if kind == "text/html":
        return html.plain(text)
    if _parameter(part, "format").lower() == "flowed":
        return _unwrapped(text, joined=_parameter(part, "delsp").lower() == "yes")
    return text


def _unwrapped(text: str, *, joined: bool) -> str:
    """Join the soft line ends of format=flowed (RFC 3676)."""
    lines: list[str] = []
    goes_on = False
    for line in text.split("\n"):
        shown = line.removeprefix(" ")
        if goes_on and not shown.startswith(">"):
            lines[-1] = (lines[-1][:-1] if joined else lines[-1]) + shown
        else:
            lines.append(shown)
        goes_on = shown.endswith(" ") and shown != "-- " and not shown.startswith(">")
    return "\n".join(lines)


def _keep_file(part: Message, kind: str, parts: Parts) -> None:
    data, name = _bytes(part), _file_name(part)
    inline = _disposition(part) != "attachment"
    if not data or len(parts.files) == MOST_FILES:
        return
    if inline and ((kind.startswith("image/") and len(data) < SMALL_PICTURE) or not name):
        return
    parts.files.append(File(name or "file", data))


def _is_file(part: Message) -> bool:
    return _disposition(part) == "attachment" or bool(_file_name(part))


def _disposition(part: Message) -> str:
    try:
        return part.get_content_disposition() or ""
    except _SPOILT:
        return ""


def _bytes(part: Message) -> bytes:
    """Undo the transfer encoding; broken base64 gives as much as can be read."""
    try:
        data = part.get_payload(decode=True)
    except _SPOILT:
        data = None
    if not isinstance(data, bytes):
        return b""
    cut_off = any(isinstance(defect, InvalidBase64LengthDefect) for defect in part.defects)
    return _rest_of_base64(data) if cut_off else data


def _rest_of_base64(data: bytes) -> bytes:
    """Decode what was cut off in the middle of a group of four letters."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    return base64.b64decode(letters[: len(letters) // 4 * 4])


def _file_name(part: Message) -> str:
    try:
        name = _name_in_raw_bytes(part) or part.get_filename() or ""
        words = decode_header(name) if "=?" in name else [(name, None)]
    except _SPOILT:
        return "file"
    read = "".join(_word(word, charset) for word, charset in words)
    return re.sub(r"[\r\n]+", " ", read)[:LONGEST_NAME]


def _name_in_raw_bytes(part: Message) -> str:
    """Return a name that was not encoded at all: Python's reader gives question marks for it."""
    for header, value in part.raw_items():
        if header.lower() in {"content-disposition", "content-type"} and not value.isascii():
            found = _RAW_NAME.search(str(value))
            if found:
                return found[1]
    return ""


def _word(word: Any, charset: str | None) -> str:
    if isinstance(word, bytes):
        return decoded(word, charset)
    raw = str(word).encode("utf-8", "surrogateescape")
    return decoded(raw)


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except _SPOILT:
        return ""
    return str(value[2] if isinstance(value, tuple) else value)
