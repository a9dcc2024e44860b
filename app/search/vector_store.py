"""The vectors on disk beside the index: kept by content, so that no text is encoded twice."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
import structlog

from app.search import vector_file
from app.search.encoders.base import EncoderUnavailable, part_of
from app.search.vector_file import HASH_BYTES, Owner, Stored
from app.search.vectors import VectorTable, quantised

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from app.search.codes_in_file import CodesInFile
    from app.search.encoders.base import Encoder, Progress

    Codes = Mapping[bytes, NDArray[np.int8]]  # content hash → a row's code

log = structlog.get_logger()

CHUNK: Final = 512  # texts after which an encoder that fails loses nothing


@dataclass(frozen=True)
class Passage:
    """A text that gets a vector of its own; `part` names it within its owner (an anchor)."""

    part: str
    text: str


@dataclass(frozen=True)
class Source:
    """An owner of vectors (an article, a word) with all its passages."""

    owner: str
    fingerprint: str
    passages: tuple[Passage, ...]


class VectorStore:
    """One file of vectors of one encoder; a damaged file, or another encoder's, counts as empty.

    Any thread and process may read; the caller sees to it that only one writes at a time. Tables
    read their rows from the file unless they are to be `in_memory`, for very many searches.
    """

    def __init__(self, path: Path, encoder: Encoder, *, in_memory: bool = False) -> None:
        self._path = path
        self._in_memory = in_memory
        self._encoder = encoder
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] | None = None
        self._table = VectorTable.of(self._nothing())

    def table(self) -> VectorTable:
        """Return what is stored now; read anew only when the file or the encoder changed."""
        with self._lock:
            seen = self._signature()
            if seen != self._seen or self._table.encoder != self._encoder.name:
                self._table = self._read()
                self._seen = seen
            return self._table

    def put(
        self,
        sources: Iterable[Source],
        removed: Collection[str] = (),
        progress: Progress | None = None,
    ) -> None:
        """Store `sources` in place of what their owners had, and drop the owners `removed`.

        Raises EncoderUnavailable, with what was encoded until then stored; the fingerprints tell
        what is still missing.
        """
        given = {source.owner: source for source in sources}
        before, _ = self._stored()
        codes = dict(zip(_keys(before.hashes), before.codes, strict=True))
        missing = _missing(given.values(), codes)
        try:
            self._encode(missing, codes, progress)
        finally:
            complete = [s for s in given.values() if all(key in codes for key in _hashes(s))]
            self._write(before, complete, {*given, *removed}, codes)

    def _encode(
        self,
        missing: Mapping[bytes, str],
        codes: dict[bytes, NDArray[np.int8]],
        progress: Progress | None,
    ) -> None:
        """Add the codes of `missing` texts to `codes`, some at a time."""
        keys = list(missing)
        for start in range(0, len(keys), CHUNK):
            chunk = keys[start : start + CHUNK]
            tell = part_of(progress, start, len(chunk), len(keys))
            vectors = self._encoder.encode([missing[key] for key in chunk], progress=tell)
            if not np.isfinite(vectors).all():
                raise EncoderUnavailable("Кодировщик смысла вернул не числа.")
            codes.update(zip(chunk, quantised(vectors), strict=True))

    def _write(
        self, before: Stored, sources: list[Source], gone: Collection[str], codes: Codes
    ) -> None:
        """Write kept and new owners in the order of their names, whatever came first."""
        kept = _kept(before, gone)
        new = [(_owner(source), _hashes(source)) for source in sources]
        if not new and len(kept) == len(before.owners):
            return
        together = sorted(kept + new, key=lambda pair: pair[0].name)
        owners = tuple(owner for owner, _ in together)
        keys = list(chain.from_iterable(hashes for _, hashes in together))
        vector_file.write(self._path, Stored(self._encoder.name, owners, *_arrays(keys, codes)))

    def _read(self) -> VectorTable:
        stored, codes = self._stored()
        return VectorTable.of(stored, None if self._in_memory else codes)

    def _stored(self) -> tuple[Stored, CodesInFile | None]:
        try:
            stored, codes = vector_file.read_and_keep(self._path)
        except FileNotFoundError:
            return self._nothing(), None
        except (vector_file.Damaged, OSError) as error:
            log.warning("vectors are encoded anew", why=str(error))
            return self._nothing(), None
        return (stored, codes) if stored.encoder == self._encoder.name else (self._nothing(), None)

    def _nothing(self) -> Stored:
        return Stored(self._encoder.name, (), *_arrays([], {}))

    def _signature(self) -> tuple[int, ...] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size


def _owner(source: Source) -> Owner:
    return Owner(source.owner, source.fingerprint, tuple(p.part for p in source.passages))


def _hashes(source: Source) -> list[bytes]:
    return [_hash(passage.text) for passage in source.passages]


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=HASH_BYTES).digest()


def _missing(sources: Iterable[Source], codes: Codes) -> dict[bytes, str]:
    passages = (passage for source in sources for passage in source.passages)
    texts = {_hash(passage.text): passage.text for passage in passages}
    return {key: text for key, text in texts.items() if key not in codes}


def _kept(before: Stored, gone: Collection[str]) -> list[tuple[Owner, list[bytes]]]:
    keys = iter(_keys(before.hashes))
    pairs = [(owner, [next(keys) for _ in owner.parts]) for owner in before.owners]
    return [(owner, hashes) for owner, hashes in pairs if owner.name not in gone]


def _keys(hashes: NDArray[np.uint8]) -> list[bytes]:
    raw = hashes.tobytes()
    return [raw[start : start + HASH_BYTES] for start in range(0, len(raw), HASH_BYTES)]


def _arrays(keys: list[bytes], codes: Codes) -> tuple[NDArray[np.uint8], NDArray[np.int8]]:
    hashes = np.frombuffer(b"".join(keys), np.uint8).reshape(len(keys), HASH_BYTES)
    if not keys:
        return hashes, np.zeros((0, 0), np.int8)
    return hashes, np.stack([codes[key] for key in keys])
