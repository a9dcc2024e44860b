"""Rows of numbers that are read from a file when asked for, a thousand and more for a query."""

from __future__ import annotations

import ctypes
import os
import weakref
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Python's own `os.pread` lets other threads go first each time: a thousand times a query. These
# reads take a microsecond each, as the file was read whole a while ago.
_pread = ctypes.PyDLL(None).pread
_pread.argtypes = (ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long)
_pread.restype = ctypes.c_ssize_t


class CodesInFile:
    """int8 (rows, dimensions) of the open file `number` from byte `offset` on.

    The file may be deleted meanwhile; any thread, and a child process, may read.
    """

    def __init__(self, number: int, offset: int, shape: tuple[int, ...]) -> None:
        self._file = os.dup(number)
        weakref.finalize(self, os.close, self._file)
        self._offset = offset
        self.shape = shape

    def __getitem__(self, rows: NDArray[np.intp]) -> NDArray[np.int8]:
        """Return a copy of these rows; zeros, which are near to nothing, if the file was cut."""
        width = self.shape[1]
        found = np.zeros((len(rows), width), np.int8)
        firsts = np.flatnonzero(np.diff(rows, prepend=-2) != 1)
        sizes = np.diff(firsts, append=len(rows)) * width
        places = found.ctypes.data + firsts * width
        offsets = self._offset + rows[firsts] * width
        for row in zip(places.tolist(), sizes.tolist(), offsets.tolist(), strict=True):
            _pread(self._file, *row)
        return found
