"""The demo help centre, made ready once for all test processes: what is costly is copied."""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from tests.flows.server import Server

if TYPE_CHECKING:
    import pytest

ARTICLES = Path(__file__).parent.parent / "articles"


def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that holds `instance` and `index`, to be copied and not to be changed.

    The first test process that asks makes it, by the operator's own commands; others wait.
    """
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:  # each process has a folder inside the run's
        common = common.parent
    ready = common / "prepared"
    with (common / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not ready.exists():
            _make(common / "half-prepared").rename(ready)
    return ready


def _make(folder: Path) -> Path:
    server = Server(folder, ARTICLES_FOLDER=str(ARTICLES))
    server.command("prepare")
    server.command("demo", "accounts")
    server.command("index", "sync")
    return folder


def copy(ready: Path, folder: Path, articles: Path) -> None:
    """Begin in `folder` where the demo stands; its index only where `articles` hold the demo's.

    What differs in them is found by the server's own start.
    """
    shutil.copytree(ready / "instance", folder / "instance")
    if all((articles / category.name).exists() for category in ARTICLES.iterdir()):
        shutil.copytree(ready / "index", folder / "index")
