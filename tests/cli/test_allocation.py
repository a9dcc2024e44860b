"""How a server's memory is asked for, in a process of its own: nothing of it can be undone."""

import subprocess
import sys
from pathlib import Path

SERVING = """
import gc
from app.cli import allocation

allocation.save_memory()
allocation.share_with_children()
print(gc.get_freeze_count() > 0)
"""


def test_what_is_loaded_before_the_fork_is_left_to_itself() -> None:
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", SERVING], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "True"
