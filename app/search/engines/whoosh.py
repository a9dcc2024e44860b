"""The engine on disk: Whoosh keeps the inverted index, arrays beside its segments score it."""

from __future__ import annotations

import contextlib
import threading
import time
from typing import TYPE_CHECKING

from app.search.engines import completion, inverted, matching
from app.search.engines.base import NOTHING_ELSE, Stats
from app.search.engines.generations import Generations, version
from app.search.engines.memory import MemoryEngine
from app.search.engines.stored import (
    Stored,
    add,
    create,
    file_of,
    prepare,
    put_in_place,
    read,
    sweep,
)
from app.search.engines.tidying import Size, chosen
from app.search.engines.view import View

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from app.search.engines.base import Filter, Hits
    from app.search.engines.generations import Pointer, Stamp
    from app.search.engines.segment import Segment
    from app.search.engines.stored import FileStamp
    from app.search.query import Query

LOOK_SECONDS = 0.005  # for which a look at the folder holds: one search looks once

_NOTHING = View((), ())


class WhooshEngine:
    """The index in a folder, shared by all processes that serve from it."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._pointer: Pointer | None = None
        self._segments: dict[str, Segment] = {}
        self._stored: tuple[Stored, ...] = ()
        self._files: dict[str, FileStamp] = {}  # by segment: its file when it was opened
        self._opened = _NOTHING
        self._problem = ""
        self._look_again_at = 0.0  # by the monotonic clock

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        with self._generations.writing():
            self._look_again_at = 0.0  # a writer sees the newest commit
            yield

    def put(self, segments: Iterable[Segment], removed: Collection[str] = ()) -> None:
        with self.writing():
            pointer = self._generations.current() or self._started()
            add(self._generations.path(pointer), segments, removed, self._segments)
            self._publish(pointer)

    def replace(self, segments: Iterable[Segment]) -> None:
        with self.writing():
            pointer = self._started()
            add(self._generations.path(pointer), segments, (), {})
            self._publish(pointer)

    def tidy(self) -> None:
        with self._generations.tidying() as is_mine:
            while is_mine and self._tidied():
                pass

    def find(
        self, query: Query, where: Filter, *, limit: int, also: Mapping[str, str] = NOTHING_ELSE
    ) -> Hits:
        return matching.find(self._view(), query, where, limit, also)

    def complete(self, query: Query, prefix: str, where: Filter, *, limit: int) -> Hits:
        return completion.find(self._view(), query, prefix, where, limit)

    def article_ids(self, where: Filter) -> frozenset[str]:
        return self._view().article_ids(where)

    def moment(self) -> tuple[object, ...]:
        return (self._view(), self._pointer)

    def lemmas(self) -> Mapping[str, int]:
        return self._view().lemmas()

    def vocabulary(self) -> Mapping[str, int]:
        return self._view().vocabulary

    def frequency(self, term: str) -> int:
        return self._view().total_frequency(term)

    def stands(self, term: str, where: Filter) -> bool:
        return self._view().stands(term, where)

    def fingerprints(self) -> Mapping[str, str]:
        return self._view().fingerprints

    def needs_rebuild(self) -> bool:
        self._view()
        with self._lock:
            if self._are_files_others():
                self._distrust()
            elif self._problem:  # may have passed: a moment without file descriptors is no damage
                self._reopen()
        if self._pointer is None or self._problem or self._pointer.version != version():
            return True
        return not self._generations.path(self._pointer).is_dir()

    def stats(self) -> Stats:
        view = self._view()
        pointer = self._pointer
        if pointer is None:
            state = "rebuilding" if self._generations.is_writing() else "missing"
            return Stats("error" if self._problem else state, problem=self._problem)  # type: ignore[arg-type]
        return Stats(
            "ready",
            view.article_count,
            view.doc_count,
            pointer.version,
            pointer.updated_at,
            self._problem,
            view.memory_bytes,
            view.mapped_bytes,
        )

    def trial(self) -> MemoryEngine:
        return MemoryEngine(self._view(), inverted.scored)

    def close(self) -> None:
        self._opened, self._segments, self._stored, self._files = _NOTHING, {}, (), {}
        self._stamp = None
        self._look_again_at = 0.0

    def _tidied(self) -> bool:
        """Join segments, if they are too many; whether there was anything to do."""
        self._view()
        with self._lock:
            pointer, stored = self._pointer, self._stored
        sizes = [Size(len(one.alive), int((~one.alive).sum())) for one in stored]
        parts = [stored[number] for number in chosen(sizes)]
        if pointer is None or not parts:
            return False
        path = self._generations.path(pointer)
        sweep(path)
        scratch = prepare(path, parts)
        with self.writing():
            now = self._generations.current()
            is_same = now is not None and now.generation == pointer.generation
            is_done = is_same and put_in_place(path, parts, scratch, self._segments)
            if now and is_done:
                self._publish(now)
        sweep(path)
        return is_done

    def _publish(self, pointer: Pointer) -> None:
        self._generations.publish(pointer)
        self._look_again_at = 0.0

    def _started(self) -> Pointer:
        pointer = self._generations.start()
        create(self._generations.path(pointer))
        return pointer

    def _view(self) -> View:
        """Return the newest commit of any process; the last good one if the newest is damaged."""
        now = time.monotonic()
        if now < self._look_again_at:
            return self._opened
        stamp = self._generations.stamp()
        if stamp != self._stamp:
            with self._lock:
                if stamp != self._stamp:
                    self._reopen()
                    self._stamp = stamp
        self._look_again_at = now + LOOK_SECONDS
        return self._opened

    def _are_files_others(self) -> bool:
        """Whether a file that is open is not as it was: nobody writes one twice; it may be gone."""
        if self._pointer is None:
            return False
        path = self._generations.path(self._pointer)
        return any(file_of(path, name) not in {None, seen} for name, seen in self._files.items())

    def _distrust(self) -> None:
        """Read and check all files anew; what was opened is not asked any more if one is damaged.

        It is mapped: to read beyond the end of a file that was cut would end the process.
        """
        self._segments, self._files = {}, {}
        self._reopen()
        if self._problem:
            self._opened = _NOTHING

    def _reopen(self) -> None:
        pointer = self._generations.current()
        if pointer is None:  # what was opened before goes on answering until the rebuild
            self._problem = "" if self._generations.stamp() is None else "CURRENT cannot be read"
            self._pointer = None
            return
        try:
            self._open(pointer)
        except Exception as error:  # noqa: BLE001  a damaged file can raise anything: we rebuild
            self._problem = f"{type(error).__name__}: {error}"
            return
        self._pointer, self._problem = pointer, ""

    def _open(self, pointer: Pointer) -> None:
        path = self._generations.path(pointer)
        stored = read(path, self._segments)
        self._segments = {one.name: one.segment for one in stored}
        self._files = {n: self._files.get(n) or file_of(path, n) for n in self._segments}
        self._stored = tuple(stored)
        self._opened = View([one.segment for one in stored], [one.alive for one in stored])
