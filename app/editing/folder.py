"""The content folder as a writer holds it: under the lock, each file whole, each version a row."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import structlog

from app.articles.reading import read_article, revision_of
from app.articles.snapshot import ArticleNotFound
from app.db import transaction
from app.durable import flush_folder, write_atomically
from app.editing import readings, removals, revisions
from app.editing.git import Commit
from app.editing.revisions import FILE
from app.editing.stale import NotWritten

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from app.articles.article import Article
    from app.articles.library import Library
    from app.articles.snapshot import Snapshot
    from app.editing.git import Git
    from app.editing.lock import ContentLock
    from app.editing.revisions import Author

log = structlog.get_logger()


@dataclass(frozen=True)
class Source:
    """An article's file as it lies on disk; `path` is relative to the content folder."""

    content: bytes
    revision: str
    path: str


@dataclass(frozen=True)
class Saved:
    """The version that an article has after a change."""

    revision: str
    article_id: str


@dataclass(frozen=True)
class Change:
    """Files, relative to the content folder, that somebody wrote or removed for one reason."""

    paths: tuple[str, ...]
    by: Author
    note: str


@dataclass
class _Untold(threading.local):
    """What this thread has written since it took the lock.

    `places` are the paths of articles that moved, "" for those that are gone.
    """

    changes: list[Change] = field(default_factory=list)
    places: dict[str, str] = field(default_factory=dict)


class Folder:
    """Writes into the library's folder; every method but `source` within `writing()`.

    `tell` hears of what was written, after the lock is free: it shall not fail. With `git`, each
    change becomes a commit.
    """

    def __init__(
        self,
        library: Library,
        lock: ContentLock,
        tell: Callable[[list[Change]], object],
        git: Git | None = None,
    ) -> None:
        self._library, self._lock, self._tell, self.git = library, lock, tell, git
        self._untold = _Untold()

    @property
    def snapshot(self) -> Snapshot:
        return self._library.snapshot

    def refresh(self) -> Snapshot:
        """Take up what lies on disk now."""
        self._untold.places.clear()
        return self._library.refresh()

    @contextmanager
    def writing(self) -> Iterator[Snapshot]:
        """Be the one who writes within the block, which begins with the newest content."""
        is_outermost = False
        try:
            with self._lock() as is_outermost:
                try:
                    yield self.refresh() if is_outermost else self.snapshot
                finally:
                    if is_outermost and self.git and self._untold.changes:
                        self.git.commit(_commits(self._untold.changes))
        finally:
            if is_outermost and self._untold.changes:
                changes, self._untold.changes = self._untold.changes, []
                self._untold.places.clear()
                self._library.take_up(path for change in changes for path in change.paths)
                self._tell(changes)

    def source(self, article_id: str) -> Source:
        """Read an article's file. Raises ArticleNotFound."""
        path = self._place(article_id)
        try:
            content = (self._library.folder / path).read_bytes()
        except OSError:
            raise ArticleNotFound(article_id) from None
        return Source(content, revision_of(content), path)

    def article(self, article_id: str) -> Article:
        """Read an article as it lies on disk, what was just written included.

        Raises ArticleNotFound, also where the file can no longer be read as an article.
        """
        now = self.source(article_id)
        found = read_article(now.path, self._library.folder / now.path, now.content).article
        if found is None or found.id != article_id:
            raise ArticleNotFound(article_id)
        return found

    def write(self, article_id: str, path: str, content: bytes, by: Author, note: str) -> Saved:
        """Write an article's file and keep its version. Raises NotWritten."""
        with transaction():
            self._record(article_id, path, content, by, note)
            self.put(path, content, by, note)
        return Saved(revision_of(content), article_id)

    def rename(self, article_id: str, path: str, content: bytes, by: Author, note: str) -> Saved:
        """Write an article's file and give it another path, which is free. Raises NotWritten."""
        before = self.source(article_id).path
        with transaction():
            self._record(article_id, path, content, by, note)
            self.put(before, content, by, note)  # a crash from here on leaves one file, not two
            with _refusals():
                old, new = self._library.folder / before, self._library.folder / path
                old.rename(new)
                flush_folder(new.parent)
            self._untold.changes.append(Change((before, path), by, note))
            self._untold.places[article_id] = path
        return Saved(revision_of(content), article_id)

    def remove(self, article_id: str, by: Author, note: str) -> None:
        """Delete an article's file; its versions stay. Raises NotWritten."""
        with transaction():
            self._keep_what_lies_there(article_id)
            removals.record(article_id, by)
            self.drop(self.source(article_id).path, by, note)
            self._untold.places[article_id] = ""

    def rename_folder(self, before: str, path: str, by: Author) -> None:
        """Give a folder another path, which is free, with all that is in it. Raises NotWritten."""
        old, new = self._library.folder / before, self._library.folder / path
        inside = [file.relative_to(old).as_posix() for file in old.rglob("*") if file.is_file()]
        with _refusals():
            old.rename(new)
            flush_folder(new.parent)
            flush_folder(old.parent)
        moved = (f"{place}/{name}" for name in inside for place in (before, path))
        self._untold.changes.append(Change(tuple(moved), by, ""))
        self.refresh()

    def remove_folder(self, path: str) -> None:
        """Remove an empty folder. Raises NotWritten."""
        folder = self._library.folder / path
        with _refusals():
            folder.rmdir()
            flush_folder(folder.parent)
        self.refresh()

    def put(self, path: str, content: bytes, by: Author, note: str = "") -> None:
        """Write any file, its folder made where it is missing. Raises NotWritten."""
        target = self._library.folder / path
        with _refusals():
            target.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(target, content)
        self._untold.changes.append(Change((path,), by, note))

    def drop(self, path: str, by: Author, note: str = "") -> None:
        """Delete any file. Raises NotWritten."""
        with _refusals():
            (self._library.folder / path).unlink(missing_ok=True)
        self._untold.changes.append(Change((path,), by, note))

    def _place(self, article_id: str) -> str:
        """Return the path of an article's file. Raises ArticleNotFound."""
        moved = self._untold.places.get(article_id)
        if moved is not None:
            return moved
        article = self._library.snapshot.get(article_id)
        return article.source_path.relative_to(self._library.folder).as_posix()

    def _record(self, article_id: str, path: str, content: bytes, by: Author, note: str) -> None:
        """Keep the version that is going to lie there, which its author has thereby seen."""
        before = self._keep_what_lies_there(article_id)
        revisions.record(article_id, path, content, by, note)
        if not before:
            removals.forget([article_id])
        if before and by.account_id:
            readings.follow(by.account_id, article_id, before, revision_of(content))

    def _keep_what_lies_there(self, article_id: str) -> str:
        """Keep a version that came past the studio, before it is written over.

        Returns the revision that lies there, "" where there is no article yet.
        """
        if article_id not in self._library.snapshot.articles:
            return ""
        now, newest = self.source(article_id), revisions.latest(article_id)
        if newest is None or newest.revision != now.revision:
            revisions.record(article_id, now.path, now.content, FILE)
        return now.revision


def _commits(changes: list[Change]) -> list[Commit]:
    """Return one commit for what one person did for one reason."""
    paths: dict[tuple[Author, str], dict[str, None]] = {}
    for change in changes:
        paths.setdefault((change.by, change.note), {}).update(dict.fromkeys(change.paths))
    return [Commit(tuple(found), by.name, by.email, note) for (by, note), found in paths.items()]


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        log.warning("a file was not written", why=str(error))
        raise NotWritten(error) from error
