"""A generation's folder: Whoosh's segments, a file of arrays beside each, one commit at a time.

Only API that Whoosh 2.7.4 has too. What no commit names is a killed writer's, and is swept away.
"""

from __future__ import annotations

import shutil
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from whoosh import index
from whoosh.reading import SegmentReader

from app.search.engines import container, inverted
from app.search.engines.joining import join
from app.search.engines.segment import Segment
from app.search.engines.stories import UNMAPPED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    FileStamp = tuple[int, int, int] | None

SCRATCH = "joined-"  # begins the folders in which joined segments wait for their commit


@dataclass(frozen=True, slots=True)
class Stored:
    """A segment in the folder: Whoosh's record of it, its arrays, which articles are alive."""

    theirs: Any
    segment: Segment
    alive: NDArray[np.bool_]

    @property
    def name(self) -> str:
        return str(self.theirs.segment_id())


def file_of(path: Path, name: str) -> FileStamp:
    """What tells the file of a segment's arrays from others, and changes with it; None: no file."""
    try:
        found = (path / f"{name}.arrays").stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def create(path: Path) -> None:
    """Begin an empty index in an empty folder."""
    index.create_in(str(path), inverted.SCHEMA)


def read(path: Path, known: Mapping[str, Segment]) -> list[Stored]:
    """Return the segments of the last commit; those `known` by name are not opened again.

    Raises whatever a damaged file of Whoosh's raises, and Damaged.
    """
    found = []
    for theirs in _index(path)._segments():  # noqa: SLF001  2.7.4 has no other list of them
        segment = known.get(theirs.segment_id()) or _loaded(path, theirs)
        found.append(Stored(theirs, segment, _alive(theirs, segment)))
    return found


def add(
    path: Path, segments: Iterable[Segment], removed: Collection[str], known: Mapping[str, Segment]
) -> None:
    """Commit the articles of `segments` as one, in place of earlier ones, and without `removed`.

    The caller is the only writer.
    """
    whole = _whole(segments)
    gone = {*removed, *whole.article_numbers}
    before = read(path, known)
    writer = _writer(path)
    try:
        _delete(writer, before, gone)
        if whole.doc_count:
            _fill(writer, path, whole)
    except BaseException:
        writer.cancel()
        raise
    _commit(writer, path, _without_empty)


def prepare(path: Path, parts: Sequence[Stored]) -> Path:
    """Join segments in a folder that nobody sees, for `put_in_place`; others may go on writing."""
    scratch = path / f"{SCRATCH}{uuid.uuid4().hex}"
    scratch.mkdir()
    create(scratch)
    whole = join([part.segment for part in parts], [part.alive for part in parts])
    add(scratch, [whole], (), {})
    return scratch


def put_in_place(
    path: Path, parts: Sequence[Stored], scratch: Path, known: Mapping[str, Segment]
) -> bool:
    """Commit what was prepared in place of its parts, less what was deleted since.

    The caller is the only writer. Returns False where a part is not there any more.
    """
    now = {stored.name: stored for stored in read(path, known)}
    if any(part.name not in now for part in parts):
        return False
    gone = {
        part.segment.facts[article].article_id
        for part in parts
        for article in np.flatnonzero(part.alive & ~now[part.name].alive)
    }
    new = read(scratch, {})
    for file in (f for one in new for f in scratch.glob(f"{one.name}.*")):
        file.rename(path / file.name)
    left_out = {part.name for part in parts}
    _mark(new, gone)

    def swapped(_: Any, segments: list[Any]) -> list[Any]:
        kept = [theirs for theirs in segments if theirs.segment_id() not in left_out]
        return [*kept, *(stored.theirs for stored in new if stored.theirs.doc_count())]

    _commit(_writer(path), path, swapped)
    return True


def sweep(path: Path) -> None:
    """Delete what one that tidied up and was killed has left; the caller is the only such one."""
    for scratch in path.glob(f"{SCRATCH}*"):
        shutil.rmtree(scratch, ignore_errors=True)


def _index(path: Path) -> Any:
    return index.open_dir(str(path))


def _writer(path: Path) -> Any:
    return _index(path).writer(compound=False)  # else Whoosh takes our file in, and away


def _commit(writer: Any, path: Path, choose: Callable[[Any, list[Any]], list[Any]]) -> None:
    writer.commit(mergetype=choose)
    used = {theirs.segment_id() for theirs in _index(path)._segments()}  # noqa: SLF001
    for file in path.glob("*.arrays"):
        if file.stem not in used:
            file.unlink()


def _without_empty(_: Any, segments: list[Any]) -> list[Any]:
    return [segment for segment in segments if segment.doc_count()]


def _whole(segments: Iterable[Segment]) -> Segment:
    """The segments as one, its lengths as Whoosh scores them."""
    found = list(segments)
    if len(found) != 1:
        found = [join(found, [np.ones(len(segment.starts), bool) for segment in found])]
    return inverted.scored(found[0])


def _fill(writer: Any, path: Path, segment: Segment) -> None:
    """Give a segment to the writer; its arrays are complete on disk before it is committed."""
    name = writer.get_segment().segment_id()
    container.save(path / f"{name}.arrays", segment.arrays)
    inverted.fill(writer, segment)


def _delete(writer: Any, stored: Iterable[Stored], gone: Collection[str]) -> None:
    """Let the writer mark articles as deleted."""
    theirs = {segment.segment_id(): segment for segment in writer.segments}
    _mark([Stored(theirs[one.name], one.segment, one.alive) for one in stored], gone)


def _mark(stored: Iterable[Stored], gone: Collection[str]) -> None:
    for one in stored:
        numbers = one.segment.article_numbers
        for article in (numbers[article_id] for article_id in gone if article_id in numbers):
            if one.alive[article]:
                first = int(one.segment.starts[article])
                for doc in range(first, first + int(one.segment.counts[article])):
                    one.theirs.delete_document(doc)


def _loaded(path: Path, theirs: Any) -> Segment:
    ours = _index(path)
    SegmentReader(ours.storage, ours.schema, theirs).close()  # says whether its files are whole
    return Segment(*container.load(path / f"{theirs.segment_id()}.arrays", UNMAPPED))


def _alive(theirs: Any, segment: Segment) -> NDArray[np.bool_]:
    if theirs.doc_count_all() != segment.doc_count:
        raise container.Damaged("arrays and segment differ in documents")
    if not theirs.has_deletions():
        return np.ones(len(segment.starts), bool)
    starts = segment.starts.tolist()
    return np.fromiter((not theirs.is_deleted(first) for first in starts), bool, len(starts))
