"""One writer of the content folder at a time, among the threads and processes of this machine."""

from __future__ import annotations

import fcntl
import os
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app import db

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class ContentLock:
    """A lock on a file, which the system opens when its holder dies; a thread may take it again.

    It comes before the database's locks: whoever needs both takes this one first.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held = threading.local()

    @contextmanager
    def __call__(self) -> Iterator[bool]:
        """Hold the lock within the block; tells whether this is the outermost one."""
        if getattr(self._held, "depth", 0):
            yield False
            return
        if db.is_writing():
            raise RuntimeError("take the content lock before the transaction, or two may deadlock")
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # each opening is a holder of its own
            self._held.depth = 1
            yield True
        finally:
            self._held.depth = 0
            os.close(descriptor)
