"""Attachments on disk: a folder outside the web root, where every file has a random name."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.durable import flush_folder, write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_KEY_BYTES = 16


@dataclass(frozen=True)
class Limits:
    """How much one message may carry: bytes of a file, files, bytes of all of them."""

    file_bytes: int
    count: int
    total_bytes: int


@dataclass(frozen=True)
class FileStore:
    """The folder and what may be put into it."""

    folder: Path
    limits: Limits

    def write(self, data: bytes) -> str:
        """Store the content so that no crash tears it; return the random key."""
        key = secrets.token_hex(_KEY_BYTES)
        path = self.path(key)
        if not path.parent.is_dir():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            flush_folder(self.folder)
        write_atomically(path, data)
        return key

    def path(self, key: str) -> Path:
        """Return where the content of this key lies."""
        return self.folder / key[:2] / key

    def remove(self, key: str) -> None:
        """Delete the content; one that is gone already is no error."""
        self.path(key).unlink(missing_ok=True)

    def keys_before(self, moment: datetime) -> Iterator[str]:
        """Yield what was written before an aware `moment`, torn temporary files included."""
        for path in self.folder.glob("*/*"):
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            if path.is_file() and written < moment:
                yield path.name
