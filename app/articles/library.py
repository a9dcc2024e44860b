"""Holds the content folder: reads it once, then only what changed."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from app.articles.assembling import assemble, reassemble
from app.articles.files import Entry, Tree, look_again, scan
from app.articles.problems import problem
from app.articles.reading import Reading, read_article, read_category, revision_of
from app.articles.snapshot import ArticleNotFound, Snapshot

__all__ = ["ArticleNotFound", "Library", "Snapshot"]

MAX_FILE_MB = 8
# A file changed this short before it was read may change again within one tick of its clock. The
# kernel's own time of the change (ctime) tells: any program may set mtime to what it likes.
_SETTLING_NS = 2_000_000_000


@dataclass(frozen=True)
class _Known:
    entry: Entry
    settled: bool
    reading: Reading
    line: str  # what the content's version is made of


class Library:
    """The articles under `folder`. Nothing is read before the first `snapshot` or `refresh`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._tree = Tree()
        self._known: dict[str, _Known] = {}
        self._is_settled = False
        self._snapshot: Snapshot | None = None
        self.looked_at = 0.0  # when the last look at the whole folder began, Unix time
        self.look_seconds = 0.0  # what it took

    @classmethod
    def of(cls, snapshot: Snapshot) -> "Library":
        """Return a library that holds this content, until it is refreshed."""
        library = cls(snapshot.folder)
        library._snapshot = snapshot
        return library

    @property
    def snapshot(self) -> Snapshot:
        """The content as last read; immutable. Never raises for a broken file."""
        return self._snapshot or self.refresh()

    def refresh(self) -> Snapshot:
        """Take up what changed on disk; the same object when nothing did. Any thread may call."""
        with self._lock:
            return self._read_tree(self._look())

    def take_up(self, paths: Iterable[str]) -> Snapshot:
        """Take up what became of these files, relative to `folder`, without a look at others."""
        with self._lock:
            if self._snapshot is None or not self.folder.is_dir():
                return self._read_tree(self._look())
            named = set(paths)
            return self._read_some(look_again(self.folder, self._tree, named), named)

    def _look(self) -> Tree:
        self.looked_at, began = time.time(), time.monotonic()
        tree = scan(self.folder) if self.folder.is_dir() else Tree()
        self.look_seconds = time.monotonic() - began
        return tree

    def _read_some(self, tree: Tree, paths: set[str]) -> Snapshot:
        """Take up a tree in which only these files may be others."""
        before, known = self._tree, self._known
        now = {p: self._taken_up(tree.sources[p]) for p in paths if p in tree.sources}
        are_same_files = tree.sources.keys() == before.sources.keys()
        self._tree = tree
        self._known = {p: now.get(p) or known[p] for p in tree.sources}
        self._is_settled &= all(one.settled for one in now.values())
        if are_same_files and self._snapshot and _beside(tree) == _beside(before):
            changes = [(known[path].reading, one.reading) for path, one in now.items()]
            found = reassemble(self._snapshot, changes, self._version(tree))
            if found and found.version != self._snapshot.version:
                self._snapshot = found
            if found:
                return self._snapshot
        return self._assembled()

    def _read_tree(self, tree: Tree) -> Snapshot:
        if self._snapshot and self._is_settled and tree == self._tree:
            return self._snapshot
        self._tree = tree
        self._known = {path: self._taken_up(entry) for path, entry in tree.sources.items()}
        return self._assembled()

    def _assembled(self) -> Snapshot:
        self._is_settled = all(known.settled for known in self._known.values())
        version = self._version(self._tree)
        if self._snapshot is None or self._snapshot.version != version:
            readings = [known.reading for known in self._known.values()]
            self._snapshot = assemble(self.folder, self._tree, readings, version)
        return self._snapshot

    def _taken_up(self, entry: Entry) -> _Known:
        known = self._known.get(entry.path)
        if known and known.settled and known.entry == entry:
            return known
        settled = time.time_ns() - entry.ctime_ns > _SETTLING_NS
        reading = self._read(entry, known.reading if known else None)
        return _Known(entry, settled, reading, f"{entry.path} {reading.revision}")

    def _read(self, entry: Entry, before: Reading | None) -> Reading:
        source_path = self.folder / entry.path
        if entry.size > MAX_FILE_MB * 1_000_000:
            found = problem(source_path, None, "too-large", limit=MAX_FILE_MB)
            return Reading(entry.path, f"size {entry.size}", problems=(found,))
        try:
            content = source_path.read_bytes()
        except OSError as error:
            reason = error.strerror or type(error).__name__
            found = problem(source_path, None, "unreadable", reason=reason)
            return Reading(entry.path, f"unreadable {reason}", problems=(found,))
        if before and before.revision == revision_of(content):
            return before
        read = read_category if entry.path.endswith(".yml") else read_article
        return read(entry.path, source_path, content)

    def _version(self, tree: Tree) -> str:
        lines = [known.line for known in self._known.values()]
        lines += [
            str(self.folder.is_dir()),
            *sorted(tree.attachments),
            *map(str, sorted(tree.refused.items())),
        ]
        return sha256("\n".join(lines).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def _beside(tree: Tree) -> tuple[set[str], dict[str, tuple[str, str]]]:
    return tree.attachments, tree.refused
