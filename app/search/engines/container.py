"""One file of named arrays with a checksum: mapped into memory that processes share, or read."""

from __future__ import annotations

import json
import os
import weakref
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

MAGIC = b"PODARRAY"
_CHUNK = 2**20  # bytes read at once
_ALIGNMENT = 64  # bytes; the width of a cache line


class Damaged(Exception):
    """The file is not what was written."""


class Unmapped:
    """Numbers of a file that are read when asked for, and take no memory until then.

    The file may be deleted meanwhile; any thread, and a child process, may read.
    """

    def __init__(self, path: Path, kind: np.dtype[Any], offset: int) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._file)
        self._size = kind.itemsize
        self._kind: Any = kind.char
        self._offset = offset

    def __getitem__(self, part: slice) -> memoryview:
        start = self._offset + part.start * self._size
        found = os.pread(self._file, (part.stop - part.start) * self._size, start)
        numbers: memoryview = memoryview(found).cast(self._kind)
        return numbers


def save(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write `arrays` to `path` and flush them to the disk."""
    catalogue, offset = [], 0
    for name, array in arrays.items():
        catalogue.append([name, array.dtype.str, array.shape, offset])
        offset += _padded(array.nbytes)
    body = b"".join(_padded_bytes(array) for array in arrays.values())
    head = json.dumps({"arrays": catalogue, "crc": zlib.crc32(body), "size": len(body)}).encode()
    with path.open("wb") as file:
        file.write(MAGIC + len(head).to_bytes(8, "little"))
        file.write(head + b" " * (_padded(len(head) + 16) - len(head) - 16))
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def load(
    path: Path, unmapped: Collection[str] = ()
) -> tuple[dict[str, NDArray[Any]], dict[str, Unmapped]]:
    """Map the arrays of `path`, and open those that are to be read when asked for.

    Raises Damaged when a byte differs from what was saved.
    """
    try:
        raw = np.memmap(path, np.uint8, "r")
        head, start = _head(raw)
        body = raw[start:]
        if len(body) != head["size"] or _checksum(path, start) != head["crc"]:
            raise Damaged(f"{path.name}: wrong checksum")
        rows = {name: rest for name, *rest in head["arrays"]}
        arrays = {name: _view(body, *rest) for name, rest in rows.items()}
        opened = {
            name: Unmapped(path, arrays[name].dtype, start + rows[name][-1]) for name in unmapped
        }
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{path.name}: {error}") from error
    return arrays, opened


def encoded(text: str) -> bytes:
    """Any text as it is kept in arrays of bytes, half pairs of characters too."""
    return text.encode("utf-8", "surrogatepass")


def decoded(text: bytes | memoryview) -> str:
    """What `encoded` kept."""
    return str(text, "utf-8", "surrogatepass")


def is_mapped(array: NDArray[Any]) -> bool:
    """Whether an array lies in a mapped file, which processes share and the system may let go."""
    under: object = array
    while isinstance(under, np.ndarray):
        if isinstance(under, np.memmap):
            return True
        under = under.base
    return False


def _checksum(path: Path, start: int) -> int:
    """The checksum of a file from `start` on, read past the map: what is read there stays there."""
    checksum = 0
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK):
            checksum = zlib.crc32(chunk, checksum)
    return checksum


def _head(raw: NDArray[np.uint8]) -> tuple[dict[str, Any], int]:
    if raw[:8].tobytes() != MAGIC:
        raise Damaged("not a file of arrays")
    length = int.from_bytes(raw[8:16].tobytes(), "little")
    return json.loads(raw[16 : 16 + length].tobytes()), _padded(16 + length)


def _view(body: NDArray[np.uint8], dtype: str, shape: list[int], offset: int) -> NDArray[Any]:
    kind = np.dtype(dtype)
    size = kind.itemsize * int(np.prod(shape, dtype=np.int64))
    return np.asarray(body[offset : offset + size]).view(kind).reshape(shape)


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _padded_bytes(array: NDArray[Any]) -> bytes:
    return array.tobytes() + b"\0" * (_padded(array.nbytes) - array.nbytes)
