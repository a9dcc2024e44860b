"""How a server's memory is asked for: a few megabytes at a time, given back when they are free."""

from __future__ import annotations

import ctypes
import gc
from contextlib import suppress
from typing import Final

# glibc's parameters of mallopt(3). Of its own accord it keeps whatever was once large, and gives
# each thread an arena of its own: at 10,000 articles 77 MB a worker.
SETTINGS: Final = {
    -8: 2,  # M_ARENA_MAX: arenas; one a core is enough for threads that wait for each other
    -3: 2**20,  # M_MMAP_THRESHOLD, bytes; a search's own arrays are smaller
    -1: 2**20,  # M_TRIM_THRESHOLD, bytes
}


def save_memory() -> None:
    """Give back what is freed; does nothing where the C library is not glibc."""
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for name, value in SETTINGS.items():
            mallopt(name, value)


def share_with_children() -> None:
    """Leave all that is loaded by now to itself, so that workers go on sharing its pages."""
    gc.collect()
    gc.freeze()
