"""Files that no crash tears: written beside, flushed, and put in place in one step."""

from __future__ import annotations

import os
import re
import stat
import time
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from secrets import token_hex

_LEFT = re.compile(r"\..+\.[0-9a-f]{16}\.tmp", re.DOTALL)


def write_atomically(path: Path, content: bytes) -> None:
    """Replace or create the file: after a crash there is the old or the new one, never half.

    A symbolic link is written through; permissions of an existing file are kept. Raises OSError.
    """
    target = Path(os.path.realpath(path))
    temporary = target.with_name(f".{target.name[:100]}.{token_hex(8)}.tmp")
    try:
        _write_flushed(temporary, content)
        if target.exists():
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    flush_folder(target.parent)


def sweep(folder: Path, older_than: timedelta = timedelta(hours=1)) -> int:
    """Delete what writes that were killed have left in the folder and below; return how many.

    Younger files may be those of a write that goes on.
    """
    before = time.time() - older_than.total_seconds()
    swept = 0
    for path in folder.rglob(".*.tmp"):
        with suppress(OSError):  # another process was faster
            if _LEFT.fullmatch(path.name) and path.lstat().st_mtime < before:
                path.unlink()
                swept += 1
    return swept


def flush_folder(folder: Path) -> None:
    """Let a new name in the folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_flushed(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
