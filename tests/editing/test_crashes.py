"""`kill -9` of the one who saves, and a disk that is full: no half file, no version lost.

KILLS in the environment sets how often; a few times here, 200 before a release.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from app import db
from app.articles import front_matter
from app.articles.library import Library
from app.editing import revisions
from app.editing.editor import Editor, NotWritten
from app.editing.folder import Folder
from app.editing.lock import ContentLock
from tests.editing import shelf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = int(os.environ.get("KILLS", "3"))
KILL_SECONDS = 10  # at most, a new process included, on a busy machine
LONGEST_PAUSE = 0.4  # seconds from the first save of a round to the kill
PATH = "vozvrat/vozvrat-deneg.md"
LINES = 2000
TMPFS_BYTES = 256 * 1024

# Saves one article for ever, each version all of one number, and says which are saved.
WRITER = """
import sys
from pathlib import Path
from app import db
from app.articles import front_matter
from tests.editing.shelf import ANNA
from tests.editing.test_crashes import editor_in, version
db.connect(f"sqlite:///{sys.argv[1]}/test.sqlite")
editor = editor_in(Path(sys.argv[1]))
number = int(front_matter.read(editor.source("voz-01").content)[0].get("number", 0))
while True:
    number += 1
    editor.change("voz-01", ANNA, body=version(number), number=number)
    print(number, flush=True)
"""


def editor_in(folder: Path) -> Editor:
    """Return an editor of the articles and the database in `folder`."""
    library = Library(folder / "articles")
    return Editor(Folder(library, ContentLock(folder / "articles.lock"), lambda _changes: None))


def version(number: int) -> str:
    return f"\n{number}" * LINES


@pytest.fixture
def folder(tmp_path: Path, sqlite_template: Path) -> Iterator[Path]:
    shelf.fill(tmp_path / "articles")
    shutil.copy(sqlite_template, tmp_path / "test.sqlite")
    engine = db.connect(f"sqlite:///{tmp_path / 'test.sqlite'}")
    yield tmp_path
    db.session.remove()
    engine.dispose()


def save_and_kill(folder: Path) -> int:
    """Let a process save, kill it, and return the last number that it called saved."""
    command = [sys.executable, "-c", WRITER, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        first = writer.stdout.readline()
        time.sleep(random.uniform(0, LONGEST_PAUSE))  # noqa: S311  any moment will do
        writer.kill()
        said = [first, *writer.stdout.readlines()]
    return int(said[-1]) if said[-1].endswith("\n") else int(said[-2])


@pytest.mark.timeout(300 + KILLS * KILL_SECONDS)
def test_killed_while_saving_loses_nothing_that_was_called_saved(folder: Path) -> None:
    for _ in range(KILLS):
        saved = save_and_kill(folder)
        keys, body = front_matter.read((folder / "articles" / PATH).read_bytes())
        assert keys["number"] in (saved, saved + 1)
        assert body == version(int(str(keys["number"])))
    editor = editor_in(folder)
    editor.keep_changes_on_disk()
    numbers = {_number(row.revision) for row in revisions.of_article("voz-01", limit=10_000)}
    assert numbers >= set(range(1, saved + 1))
    editor.change("voz-01", shelf.ANNA, title="Живая")
    assert "Живая" in editor.source("voz-01").content.decode()


def _number(revision: str) -> int:
    content = revisions.find_content("voz-01", revision)
    return int(str(front_matter.read(content or b"")[0].get("number", 0)))


@pytest.fixture
def small_disk(folder: Path) -> Iterator[Path]:
    """The articles on a file system of a quarter of a megabyte."""
    articles, kept = folder / "articles", folder / "kept"
    articles.rename(kept)
    articles.mkdir()
    if not shutil.which("mount"):
        pytest.skip("no mount command")
    options = ["mount", "-t", "tmpfs", "-o", f"size={TMPFS_BYTES}", "tmpfs", str(articles)]
    mounted = subprocess.run(options, capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"a tmpfs cannot be mounted: {mounted.stderr.strip()}")
    try:
        shutil.copytree(kept, articles, dirs_exist_ok=True)
        yield folder
    finally:
        subprocess.run(["umount", str(articles)], check=True)


def test_full_disk_leaves_the_old_article_and_no_rest(small_disk: Path) -> None:
    editor = editor_in(small_disk)
    base = editor.source("voz-01")
    with pytest.raises(NotWritten, match="No space left"):
        editor.change("voz-01", shelf.ANNA, body="я" * TMPFS_BYTES)
    assert editor.source("voz-01") == base
    names = sorted(path.name for path in (small_disk / "articles" / "vozvrat").iterdir())
    assert names == ["_category.yml", "obmen.md", "shema.png", "vozvrat-deneg.md"]
    editor.change("voz-01", shelf.ANNA, title="Поместилось")
    assert "Поместилось" in editor.source("voz-01").content.decode()
    assert len(revisions.of_article("voz-01")) == 2
