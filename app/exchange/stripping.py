"""Takes out of pictures what is no part of them: places, times and names that cameras write in.

The pixels are not encoded anew: only the parts of the file that describe the taking are left out,
and whatever lies behind its end. So the same picture always gives the same bytes.
"""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterator

_ORIENTATION: Final = 0x0112
_EXIF: Final = b"Exif\0\0"
_JPEG_HEAD: Final = b"\xff\xd8"
_PNG_HEAD: Final = b"\x89PNG\r\n\x1a\n"
_PNG_WORDS: Final = {b"eXIf", b"tEXt", b"iTXt", b"zTXt", b"tIME"}
_WEBP_EXIF, _WEBP_XMP = 0x08, 0x04  # flags of VP8X
_EXIF_MARK, _ICC_MARK, _COMMENT = 0xE1, 0xE2, 0xFE
_KEPT_MARKS: Final = {0xE0, 0xEE}  # JFIF, and Adobe's word on colours
_SCAN, _END = 0xDA, 0xD9


def stripped(content: bytes) -> bytes:
    """Return the picture without what describes its taking; it lies on its side no more or less.

    Its first bytes tell what it is, not its name. Other files, and pictures that are laid out in
    an unknown way, stay as they are.
    """
    with suppress(struct.error, IndexError, ValueError):
        if content.startswith(_JPEG_HEAD):
            return _jpeg(content)
        if content.startswith(_PNG_HEAD):
            return _png(content)
        if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
            return _webp(content)
    return content


def _jpeg(content: bytes) -> bytes:
    kept, exif = [], b""
    for mark, segment in _segments(content):
        said = segment[4:]
        if mark == _EXIF_MARK and said.startswith(_EXIF):
            exif = exif or said
        elif _is_picture(mark, said):
            kept.append(segment)
    turned = _turned(exif)
    if turned:
        place = 1 if kept and kept[0][1] == min(_KEPT_MARKS) else 0
        kept.insert(place, struct.pack(">HH", 0xFF00 | _EXIF_MARK, len(turned) + 2) + turned)
    return _JPEG_HEAD + b"".join(kept)


def _is_picture(mark: int, said: bytes) -> bool:
    if mark == _ICC_MARK:
        return said.startswith(b"ICC_PROFILE\0")
    described = mark == _COMMENT or 0xE0 <= mark <= 0xEF
    return mark in _KEPT_MARKS or not described


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield each segment with its mark: a scan with its data, and the end, which is the last."""
    at = 2
    while at < len(content):
        if content[at] != 0xFF:
            raise ValueError("no segment")
        mark = content[at + 1]
        if mark == 0xFF:  # padding
            at += 1
            continue
        if mark == _END:
            yield mark, content[at : at + 2]
            return
        end = at + 2 + struct.unpack_from(">H", content, at + 2)[0]
        if mark == _SCAN:
            end = _scan_end(content, end)
        yield mark, content[at:end]
        at = end


def _scan_end(content: bytes, at: int) -> int:
    """Where the next segment begins; within a scan 0xFF stands before 0 and restart marks only."""
    while (at := content.find(b"\xff", at)) >= 0 and at + 1 < len(content):
        if content[at + 1] and not 0xD0 <= content[at + 1] <= 0xD7:
            return at
        at += 2
    return len(content)  # cut off: shown as far as it goes


def _png(content: bytes) -> bytes:
    at, kept, exif = len(_PNG_HEAD), [_PNG_HEAD], b""
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        chunk = content[at : at + 12 + size]
        at += 12 + size
        if name == b"eXIf":
            exif = chunk[8:-4]
        elif name not in _PNG_WORDS:
            kept.append(chunk)
        if name == b"IEND":
            break
    turned = _turned(exif).removeprefix(_EXIF)
    if turned:
        said = b"eXIf" + turned
        chunk = struct.pack(">I", len(turned)) + said + struct.pack(">I", zlib.crc32(said))
        kept.insert(2, chunk)  # behind IHDR
    return b"".join(kept)


def _webp(content: bytes) -> bytes:
    end = min(len(content), 8 + struct.unpack_from("<I", content, 4)[0])
    at, kept, exif = 12, [], b""
    while at + 8 <= end:
        name, size = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + size + size % 2]
        at += len(chunk)
        if name == b"EXIF":
            exif = chunk[8 : 8 + size]
        elif name != b"XMP ":
            kept.append(chunk)
    turned = _turned(exif).removeprefix(_EXIF)
    if turned:
        kept.append(struct.pack("<4sI", b"EXIF", len(turned)) + turned)
    if kept and kept[0].startswith(b"VP8X"):
        flags = kept[0][8] & ~(_WEBP_EXIF | _WEBP_XMP) | (_WEBP_EXIF if turned else 0)
        kept[0] = kept[0][:8] + bytes([flags]) + kept[0][9:]
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _turned(exif: bytes) -> bytes:
    """Return EXIF data that say how the picture is turned and nothing else, "" where it is not."""
    found = Image.Exif()
    with suppress(Exception):  # whatever a camera wrote: what cannot be read turns nothing
        found.load(exif)
    way = found.get(_ORIENTATION, 1)
    if not exif or not isinstance(way, int) or not 2 <= way <= 8:
        return b""
    tag = struct.pack(">HHIHH", _ORIENTATION, 3, 1, way, 0)
    return _EXIF + b"MM\0*" + struct.pack(">IH", 8, 1) + tag + struct.pack(">I", 0)
