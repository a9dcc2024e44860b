"""A large table whose rows are read from a file: a text needs a dozen of 128,010."""

from __future__ import annotations

import os
import tempfile
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray


class Rows:
    """The rows of `table`, kept in `folder` in a file without a name, which ends with this.

    Any thread, and a child process, may read. Raises OSError where the file cannot be written.
    """

    def __init__(self, table: NDArray[Any], folder: Path) -> None:
        self._kind, self._width = table.dtype, table.shape[1]
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115  open as long as this is
        weakref.finalize(self, self._file.close)
        table.tofile(self._file)
        self._file.flush()

    def __getitem__(self, numbers: NDArray[np.intp]) -> NDArray[Any]:
        """Return a copy of the rows of these numbers."""
        found = b"".join(self._row(number) for number in numbers.tolist())
        return np.frombuffer(found, self._kind).reshape(len(numbers), self._width)

    def _row(self, number: int) -> bytes:
        size = self._width * self._kind.itemsize
        return os.pread(self._file.fileno(), size, number * size)
