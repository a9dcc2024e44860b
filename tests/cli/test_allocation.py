"""How a server's memory is asked for, in a process of its own: nothing of it can be undone."""

import subprocess
import sys
from pathlib import Path

import pytest

SPIKE = """
import ctypes, gc
from pathlib import Path
from app.cli import allocation

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20

allocation.save_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.malloc.argtypes, libc.free.argtypes = (
    ctypes.c_void_p, [ctypes.c_size_t], [ctypes.c_void_p])

def taken(size):
    block = libc.malloc(size)
    ctypes.memset(block, 1, size)
    return block

libc.free(taken(30 * 2**20))  # of its own accord glibc would keep blocks of this size from now on
before = resident()
lower, upper = taken(20 * 2**20), taken(2**20 + 1)
libc.free(lower)
allocation.share_with_children()
print(resident() - before, gc.get_freeze_count() > 0)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the memory is told by Linux")
def test_a_server_gives_back_what_it_has_freed() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SPIKE], cwd=root, capture_output=True, text=True, check=True
    )
    grown, frozen = done.stdout.split()
    assert int(grown) < 5
    assert frozen == "True"
