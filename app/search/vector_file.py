"""Vectors in one file: written whole or not at all, and trusted only if its checksum is right."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.durable import flush_folder
from app.search.codes_in_file import CodesInFile

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

MAGIC: Final = b"podskazhi vectors 1\n"
HASH_BYTES: Final = 16  # of a text's content
_CHECKSUM_BYTES: Final = 16
_LENGTH_BYTES: Final = 8


class Damaged(Exception):
    """The file is not one of ours, is of another format, or was cut or changed."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom rows belong to: `fingerprint` tells whether they are fresh, `parts` names each row."""

    name: str
    fingerprint: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Stored:
    """A file's content: owners in order, then their rows in order.

    `hashes` is uint8 (rows, HASH_BYTES), `codes` int8 (rows, dimensions): a vector's direction.
    """

    encoder: str
    owners: tuple[Owner, ...]
    hashes: NDArray[np.uint8]
    codes: NDArray[np.int8]


def write(path: Path, stored: Stored) -> None:
    """Put `stored` in place of the file at `path`, so that a crash leaves the old or the new."""
    parts = _parts(stored)
    temporary = path.with_suffix(".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    with temporary.open("wb") as file:
        file.write(MAGIC + _checksum(parts))
        for part in parts:
            file.write(part)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    flush_folder(path.parent)


def read_and_keep(path: Path) -> tuple[Stored, CodesInFile]:
    """Return the content, and its codes as they lie in the file, for when the others are let go.

    Raises Damaged, or OSError where there is no file.
    """
    with path.open("rb") as file:
        stored = _checked(path, np.fromfile(file, np.uint8))
        offset = os.fstat(file.fileno()).st_size - stored.codes.size  # they come last
        return stored, CodesInFile(file.fileno(), offset, stored.codes.shape)


def _checked(path: Path, raw: NDArray[np.uint8]) -> Stored:
    start = len(MAGIC) + _CHECKSUM_BYTES
    head = raw[:start].tobytes()
    if not head.startswith(MAGIC) or head[len(MAGIC) :] != _checksum([raw[start:]]):
        raise Damaged(f"{path.name}: wrong format or checksum")
    return _parsed(raw[start:])


def _parts(stored: Stored) -> list[Any]:
    meta = {
        "encoder": stored.encoder,
        "shape": stored.codes.shape,
        "owners": [(owner.name, owner.fingerprint, owner.parts) for owner in stored.owners],
    }
    text = json.dumps(meta, ensure_ascii=False).encode("utf-8", "surrogatepass")
    length = len(text).to_bytes(_LENGTH_BYTES, "little")
    arrays = (stored.hashes.view(np.uint8), stored.codes.view(np.uint8))
    return [length, text, *(np.ascontiguousarray(array).reshape(-1) for array in arrays)]


def _parsed(raw: NDArray[np.uint8]) -> Stored:
    length = int.from_bytes(raw[:_LENGTH_BYTES].tobytes(), "little")
    text = raw[_LENGTH_BYTES : _LENGTH_BYTES + length].tobytes()
    meta = json.loads(text.decode("utf-8", "surrogatepass"))
    rows, dimensions = meta["shape"]
    hashes, codes = np.split(raw[_LENGTH_BYTES + length :], [rows * HASH_BYTES])
    return Stored(
        meta["encoder"],
        tuple(
            Owner(name, intern(fingerprint), tuple(map(intern, parts)))
            for name, fingerprint, parts in meta["owners"]
        ),
        hashes.reshape(rows, HASH_BYTES),
        codes.view(np.int8).reshape(rows, dimensions),
    )


def _checksum(parts: list[Any]) -> bytes:
    digest = hashlib.blake2b(digest_size=_CHECKSUM_BYTES)
    for part in parts:
        digest.update(part)
    return digest.digest()
