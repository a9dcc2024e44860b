"""A zip that is made while it is sent, and is the same bytes whenever it is made of the same files.

Of the zip there is never more in memory than one file, and nothing on the disk.
"""

from __future__ import annotations

import posixpath
import stat
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from app.exchange.exporting import File

_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
_LEVEL: Final = 6
_UNIX: Final = 3
_MODE: Final = (stat.S_IFREG | 0o644) << 16
# Packed already: packing them again takes most of the time and saves nothing.
_PACKED: Final = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".mp4", ".webm", ".zip", ".gz"}


class _Window(BytesIO):
    """A file of which only what was written since the last `take` is there to be changed."""

    def __init__(self) -> None:
        super().__init__()
        self._gone = 0  # bytes taken

    def tell(self) -> int:
        return self._gone + super().tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return self._gone + super().seek(place - self._gone if whence == 0 else place, whence)

    def take(self) -> bytes:
        content = self.getvalue()
        self._gone += len(content)
        super().seek(0)
        self.truncate(0)
        return content


def zipped(files: Iterable[File], progress: Callable[[int], None] | None = None) -> Iterator[bytes]:
    """The zip's bytes, file by file, each read when its turn comes."""
    window = _Window()
    with zipfile.ZipFile(window, "w") as archive:
        for done, (path, content) in enumerate(files, 1):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            is_packed = posixpath.splitext(path)[1].lower() in _PACKED
            entry.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
            read = content if isinstance(content, bytes) else content.read_bytes()
            archive.writestr(entry, read, compresslevel=_LEVEL)
            yield window.take()
            if progress:
                progress(done)
    yield window.take()
