"""Which index is in use: generations side by side, a pointer swapped in one step, one writer."""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
import threading
import time
import uuid
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from functools import cache
from importlib.metadata import version as package_version
from pathlib import Path
from typing import TYPE_CHECKING

from app import language
from app.durable import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT = 4  # of the files; raise it when an older index can no longer be read

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Pointer:
    """The generation in use (a folder's name), what made it, and its last commit (Unix time)."""

    generation: str
    version: str
    commit: int
    updated_at: float


@cache
def version() -> str:
    """Name what the terms depend on: the format, the language room, and its dictionary."""
    digest = hashlib.blake2b(digest_size=8)
    room = Path(language.__file__).parent
    sources = [
        *room.rglob("*.py"),
        *room.glob("data/*"),
        *(Path(__file__).parent.parent / name for name in ("documents.py", "parts.py")),
    ]
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return f"{FORMAT}.{digest.hexdigest()}.{package_version('pymorphy3-dicts-ru')}"


class Generations:
    """The index folder: `CURRENT`, `LOCK`, and a folder for each generation."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer_path = folder / "CURRENT"
        self._thread_lock = threading.RLock()
        self._depth = 0

    def path(self, pointer: Pointer) -> Path:
        return self.folder / pointer.generation

    def stamp(self) -> Stamp | None:
        """Return what changes whenever the pointer does; None while there is no pointer."""
        try:
            status = self._pointer_path.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def current(self) -> Pointer | None:
        """Return the generation in use; None where there is none that can be read."""
        try:
            pointer = Pointer(**json.loads(self._pointer_path.read_bytes()))
        except (OSError, ValueError, TypeError):
            return None
        is_readable = pointer.version.partition(".")[0] == str(FORMAT)
        return pointer if is_readable and self.path(pointer).is_dir() else None

    def start(self) -> Pointer:
        """Begin a generation beside the one in use; nobody sees it before `publish`."""
        pointer = Pointer(f"generation-{uuid.uuid4().hex[:12]}", version(), 0, time.time())
        self.path(pointer).mkdir(parents=True)
        return pointer

    def publish(self, pointer: Pointer) -> None:
        """Make `pointer` the one in use, and delete all other generations."""
        moved_on = replace(pointer, commit=pointer.commit + 1, updated_at=time.time())
        write_atomically(self._pointer_path, json.dumps(asdict(moved_on)).encode())
        for path in self.folder.glob("generation-*"):
            if path.name != pointer.generation:
                shutil.rmtree(path, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only writer of all processes; waits. A writer may enter again."""
        with self._thread_lock:
            self.folder.mkdir(parents=True, exist_ok=True)
            if self._depth:
                yield
                return
            with (self.folder / "LOCK").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1

    @contextmanager
    def tidying(self) -> Iterator[bool]:
        """Be the only one of all processes that tidies up; does not wait, but says if it is."""
        if not self.folder.is_dir():
            yield False
            return
        with (self.folder / "TIDY").open("a") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
            else:
                yield True

    def is_writing(self) -> bool:
        """Whether some process writes at this moment."""
        try:
            with (self.folder / "LOCK").open("a") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
