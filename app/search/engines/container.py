"""One file of named arrays with a checksum, mapped into memory that processes share."""

from __future__ import annotations

import json
import os
import zlib
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

MAGIC = b"PODARRAY"
_CHUNK = 2**20  # bytes read at once
_ALIGNMENT = 64  # bytes; the width of a cache line


class Damaged(Exception):
    """The file is not what was written."""


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


def load(path: Path) -> dict[str, NDArray[Any]]:
    """Map the arrays of `path`; raises Damaged when a byte differs from what was saved."""
    try:
        raw = np.memmap(path, np.uint8, "r")
        head, start = _head(raw)
        body = raw[start:]
        if len(body) != head["size"] or _checksum(path, start) != head["crc"]:
            raise Damaged(f"{path.name}: wrong checksum")
        return {name: _view(body, *rest) for name, *rest in head["arrays"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Damaged(f"{path.name}: {error}") from error


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
