"""The engine on disk: Whoosh keeps the inverted index, arrays beside its segments score it.

Only API that Whoosh 2.7.4 has too.
"""

from __future__ import annotations

import contextlib
import threading
import time
import uuid
from array import array
from typing import TYPE_CHECKING

import numpy as np
from whoosh import fields, formats, index
from whoosh.util.numeric import byte_to_length, length_to_byte

from app.search.documents import FIELDS
from app.search.engines import completion, container, matching
from app.search.engines.base import NOTHING_ELSE, Stats
from app.search.engines.building import SegmentBuilder
from app.search.engines.generations import Generations, version
from app.search.engines.memory import MemoryEngine
from app.search.engines.segment import Segment
from app.search.engines.view import View

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterable, Mapping
    from pathlib import Path
    from typing import Any

    from app.search.documents import Entry
    from app.search.engines.base import Filter, Hits
    from app.search.engines.generations import Pointer, Stamp
    from app.search.query import Query

SMALL_ARTICLES = 256  # a segment of no more articles than this is small
MAX_SMALL_SEGMENTS = 8  # more small ones than this are stored again as one
MAX_DELETED_SHARE = 0.5  # of all documents; above it the index is rebuilt
WRITER_MEGABYTES = 256  # postings kept in memory before Whoosh sorts them on disk
LOOK_SECONDS = 0.005  # for which a look at the folder holds: one search looks once

_NOTHING = View((), ())


class PositionsFormat(formats.Format):
    """A posting's value: its positions as 32-bit numbers."""

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))

    def decode_positions(self, value: bytes) -> list[int]:
        return array("I", value).tolist()


class Terms(fields.FieldType):
    """A field of ready terms: a mapping of terms to positions; its length counts exact forms."""

    def __init__(self) -> None:
        super().__init__(PositionsFormat(), None, scorable=True)  # type: ignore[arg-type]

    def index(
        self, value: tuple[Mapping[str, list[int]], int], **_: Any
    ) -> Generator[tuple[bytes, int, float, bytes]]:
        postings, length = value
        for term, positions in postings.items():
            key = term.encode("utf-8", "surrogatepass")
            yield key, length, float(len(positions)), array("I", positions).tobytes()
            length = 0  # Whoosh adds the second values up to the field's length


SCHEMA = fields.Schema(
    article=fields.ID(), batch=fields.STORED(), **{name: Terms() for name in FIELDS}
)


def rounded(length: int) -> int:
    """Return a field's length as Whoosh keeps it, in one byte."""
    return int(byte_to_length(length_to_byte(length)))


class WhooshEngine:
    """The index in a folder, shared by all processes that serve from it."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._lock = threading.Lock()
        self._stamp: Stamp | None = None
        self._pointer: Pointer | None = None
        self._segments: dict[str, Segment] = {}
        self._opened = _NOTHING
        self._problem = ""
        self._look_again_at = 0.0  # by the monotonic clock

    def writing(self) -> contextlib.AbstractContextManager[None]:
        return self._generations.writing()

    def put(self, entries: Iterable[Entry], removed: Collection[str] = ()) -> None:
        with self.writing():
            pointer = self._generations.current() or self._started()
            _write(self._generations.path(pointer), entries, removed)
            self._publish(pointer)

    def replace(self, entries: Iterable[Entry]) -> None:
        with self.writing():
            pointer = self._started()
            _write(self._generations.path(pointer), entries, ())
            self._publish(pointer)

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
        return {f.article_id: f.fingerprint for f in self._view().facts()}

    def needs_rebuild(self) -> bool:
        view = self._view()
        if self._pointer is None or self._problem or self._pointer.version != version():
            return True
        if not self._generations.path(self._pointer).is_dir():
            return True
        return view.deleted_share > MAX_DELETED_SHARE

    def fragments(self) -> frozenset[str]:
        view = self._view()
        small = [n for n, s in enumerate(view.segments) if len(s.starts) <= SMALL_ARTICLES]
        if len(small) <= MAX_SMALL_SEGMENTS:
            return frozenset()
        return frozenset(f.article_id for number in small for f in view.facts_of(number))

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
        )

    def trial(self) -> MemoryEngine:
        return MemoryEngine(self._view(), rounded)

    def close(self) -> None:
        self._opened, self._segments, self._stamp = _NOTHING, {}, None
        self._look_again_at = 0.0

    def _publish(self, pointer: Pointer) -> None:
        self._generations.publish(pointer)
        self._look_again_at = 0.0

    def _started(self) -> Pointer:
        pointer = self._generations.start()
        index.create_in(str(self._generations.path(pointer)), SCHEMA)
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

    def _reopen(self) -> None:
        pointer = self._generations.current()
        if pointer is None:  # what was opened before goes on answering until the rebuild
            self._problem = "" if self._generations.stamp() is None else "CURRENT cannot be read"
            self._pointer = None
            return
        try:
            self._opened = self._open(pointer)
        except Exception as error:  # noqa: BLE001  a damaged file can raise anything: we rebuild
            self._problem = f"{type(error).__name__}: {error}"
            return
        self._pointer, self._problem = pointer, ""

    def _open(self, pointer: Pointer) -> View:
        path = self._generations.path(pointer)
        segments: dict[str, Segment] = {}
        alive = []
        with contextlib.closing(_reader(path)) as reader:
            for leaf, _ in reader.leaf_readers():
                if not leaf.doc_count_all():
                    continue
                batch = leaf.stored_fields(0)["batch"]
                segment = self._segments.get(batch) or _loaded(path, batch)
                segments[batch] = segment
                alive.append(_alive(leaf, segment))
        self._segments = segments
        return View(segments.values(), alive)


def _write(path: Path, entries: Iterable[Entry], removed: Collection[str]) -> None:
    """Add one segment and its arrays; they are complete on disk before Whoosh commits to them."""
    batch = uuid.uuid4().hex
    builder = SegmentBuilder(rounded)
    ours = index.open_dir(str(path))
    writer = ours.writer(limitmb=WRITER_MEGABYTES)
    try:
        for article_id in removed:
            writer.delete_by_term("article", article_id)
        for entry in entries:
            writer.delete_by_term("article", entry.article_id)
            _add(writer, entry, batch)
            builder.add(entry)
        if builder.doc_count:
            container.save(path / f"{batch}.arrays", builder.build().arrays)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=_without_empty)
    _clean(path)


def _add(writer: Any, entry: Entry, batch: str) -> None:
    for document in entry.documents:
        values = {name: (document.fields[name], document.lengths[name]) for name in document.fields}
        writer.add_document(article=entry.article_id, batch=batch, **values)


def _without_empty(_: Any, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.doc_count()]


def _clean(path: Path) -> None:
    """Delete arrays that no segment uses: of deleted segments, and of writers that were killed."""
    with contextlib.closing(_reader(path)) as reader:
        leaves = [leaf for leaf, _ in reader.leaf_readers() if leaf.doc_count_all()]
        used = {leaf.stored_fields(0)["batch"] for leaf in leaves}
    for file in path.glob("*.arrays"):
        if file.stem not in used:
            file.unlink()


def _reader(path: Path) -> Any:
    return index.open_dir(str(path)).reader()  # type: ignore[no-untyped-call]


def _loaded(path: Path, batch: str) -> Segment:
    return Segment(container.load(path / f"{batch}.arrays"))


def _alive(leaf: Any, segment: Segment) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if leaf.doc_count_all() != segment.doc_count:
        raise container.Damaged("arrays and segment differ in documents")
    if not leaf.has_deletions():
        return np.ones(len(segment.starts), bool)
    starts = segment.starts.tolist()
    return np.fromiter((not leaf.is_deleted(first) for first in starts), bool, len(starts))
