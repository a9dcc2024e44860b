"""A zip that is the same, byte for byte, whenever it is made of the same files."""

from __future__ import annotations

import stat
import zipfile
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.exchange.exporting import Content

_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first that a zip can say
_LEVEL: Final = 6
_UNIX: Final = 3
_MODE: Final = (stat.S_IFREG | 0o644) << 16


def write_zip(
    files: Mapping[str, Content], target: IO[bytes], progress: Callable[[int, int], None] | None
) -> None:
    """Write the files in the order of their names, each read when its turn comes."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
        for done, path in enumerate(sorted(files), 1):
            entry = zipfile.ZipInfo(path, _DATE)
            entry.create_system, entry.external_attr = _UNIX, _MODE
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = files[path]
            archive.writestr(entry, content if isinstance(content, bytes) else content.read_bytes())
            if progress:
                progress(done, len(files))
