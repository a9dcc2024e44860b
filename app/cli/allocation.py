"""How a server asks for memory: in few arenas, and so that workers share what is loaded."""

from __future__ import annotations

import ctypes
import gc
import time
from contextlib import suppress
from threading import Thread
from typing import Final

PAUSE_SECONDS: Final = 10  # between two returns of freed memory, which take 0.3 ms each
# glibc's parameters of mallopt(3). Thresholds for giving large blocks back (-3, -1) are not set:
# at 1 MB they saved memory, but a find by meaning then took longer.
SETTINGS: Final = {-8: 2}  # M_ARENA_MAX: of its own accord each thread gets an arena


def save_memory() -> None:
    """Keep few arenas; does nothing where the C library is not glibc."""
    with suppress(OSError, AttributeError):
        mallopt = ctypes.CDLL(None).mallopt
        for name, value in SETTINGS.items():
            mallopt(name, value)


def share_with_children() -> None:
    """Leave all that is loaded by now to itself, so that workers go on sharing its pages."""
    gc.collect()
    give_back()
    gc.freeze()


def give_back() -> None:
    """Return freed memory to the system; does nothing where the C library is not glibc."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def keep_giving_back() -> None:
    """Return freed memory now and then, from a thread of its own."""
    Thread(target=_give_back_for_ever, name="give_back", daemon=True).start()


def _give_back_for_ever() -> None:
    while True:
        time.sleep(PAUSE_SECONDS)
        give_back()
