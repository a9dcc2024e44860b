"""The index on disk survives kills, damage, two writers and new versions."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import shutil
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.accounts.roles import GUEST
from app.search.engines import generations
from app.search.engines.whoosh import WhooshEngine
from app.search.searcher import Searcher
from tests.search.library import Shelf, article

if TYPE_CHECKING:
    from app.articles.article import Article

FORK = multiprocessing.get_context("fork")


def texts(count: int, word: str = "возврат") -> tuple[Article, ...]:
    return tuple(article(f"a{n}", f"Статья {n}", f"Правило {n}: {word}.") for n in range(count))


def searcher(folder: Path, articles: tuple[Article, ...] = ()) -> Searcher:
    return Searcher(Shelf(articles), WhooshEngine(folder / "index"))  # type: ignore[arg-type]


def sync(folder: Path, articles: tuple[Article, ...]) -> Searcher:
    made = searcher(folder, articles)
    made.sync(Shelf(articles).snapshot)
    return made


def test_before_the_first_sync_the_index_is_missing(tmp_path: Path) -> None:
    found = searcher(tmp_path).find("возврат", GUEST)

    assert (found.state, found.total) == ("missing", 0)


def test_while_another_process_builds_the_first_index_it_is_rebuilding(tmp_path: Path) -> None:
    engine = WhooshEngine(tmp_path / "index")
    with WhooshEngine(tmp_path / "index").writing():
        assert engine.stats().state == "rebuilding"


def test_an_index_is_found_again_after_a_restart(tmp_path: Path) -> None:
    sync(tmp_path, texts(3))

    assert searcher(tmp_path, texts(3)).find("возврат", GUEST).total == 3


def test_a_running_reader_sees_another_ones_commit(tmp_path: Path) -> None:
    reader = sync(tmp_path, texts(2))
    sync(tmp_path, texts(5))

    assert reader.find("правило", GUEST).total == 2 or reader.status().articles == 5
    assert reader.status().articles == 5


@pytest.mark.parametrize("lost", ["index", "index/generation-*"])
def test_an_index_deleted_under_a_running_server_is_rebuilt_whole(
    tmp_path: Path, lost: str
) -> None:
    running = sync(tmp_path, texts(3))
    before = running.find("возврат", GUEST).total
    for path in tmp_path.glob(lost):
        shutil.rmtree(path)

    assert running.find("возврат", GUEST).total == before == 3
    running.sync(Shelf(texts(4)).snapshot)
    assert running.status().state == "ready"
    assert searcher(tmp_path, texts(4)).find("возврат", GUEST).total == 4


# Whoosh leaves a contents file open when it cannot read it.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("pattern", ["*.arrays", "_MAIN_*.toc"])
@pytest.mark.parametrize("harm", ["cut", "flip", "delete"])
def test_a_damaged_file_is_rebuilt_not_trusted(tmp_path: Path, pattern: str, harm: str) -> None:
    sync(tmp_path, texts(3))
    [path] = (tmp_path / "index").glob(f"generation-*/{pattern}")
    content = path.read_bytes()
    if harm == "delete":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(content[: len(content) // 2])
    else:
        path.write_bytes(content[:-40] + bytes(40))

    again = sync(tmp_path, texts(3))

    assert again.status().state == "ready"
    assert again.find("возврат", GUEST).total == 3


@pytest.mark.parametrize("harm", ["cut", "flip"])
def test_a_file_damaged_under_a_running_server_is_rebuilt(tmp_path: Path, harm: str) -> None:
    running = sync(tmp_path, texts(3))
    assert running.find("возврат", GUEST).total == 3
    [path] = (tmp_path / "index").glob("generation-*/*.arrays")
    size = path.stat().st_size
    with path.open("r+b") as file:  # the very file that is mapped
        if harm == "cut":
            file.truncate(size // 2)
        else:
            file.seek(size // 2)
            file.write(b"\xff" * (size // 3))

    report = running.sync(Shelf(texts(3)).snapshot)

    assert report.added == 3
    assert running.status().state == "ready"
    assert running.find("возврат", GUEST).total == 3


def test_a_moment_without_file_descriptors_rebuilds_nothing(tmp_path: Path) -> None:
    running = sync(tmp_path, texts(3))
    assert running.find("возврат", GUEST).total == 3
    sync(tmp_path, texts(4))
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    highest = max(int(path.name) for path in Path("/proc/self/fd").iterdir())
    taken = [os.dup(0) for _ in range(highest)]  # so that every one below the limit is in use
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(taken) + 1, before[1]))
    try:
        assert running.find("возврат", GUEST).total == 3
        assert running.status().problem
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
        for number in taken:
            os.close(number)

    report = running.sync(Shelf(texts(4)).snapshot)
    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert (running.status().problem, running.status().articles) == ("", 4)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"generation": "gone"}', b"\xff\xfe"])
def test_a_broken_pointer_leads_to_a_rebuild(tmp_path: Path, content: bytes) -> None:
    sync(tmp_path, texts(3))
    (tmp_path / "index" / "CURRENT").write_bytes(content)

    assert sync(tmp_path, texts(3)).find("возврат", GUEST).total == 3


def test_another_version_answers_until_it_is_rebuilt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = sync(tmp_path, texts(3))
    new = f"{generations.FORMAT}.new"
    monkeypatch.setattr("app.search.engines.whoosh.version", lambda: new)
    monkeypatch.setattr(generations, "version", lambda: new)

    assert old.find("возврат", GUEST).total == 3
    assert sync(tmp_path, texts(3)).status().version == new
    assert len(list((tmp_path / "index").glob("generation-*"))) == 1


def test_arrays_of_a_killed_writer_are_swept_away(tmp_path: Path) -> None:
    sync(tmp_path, texts(3))
    [generation] = (tmp_path / "index").glob("generation-*")
    (generation / "orphan.arrays").write_bytes(b"half")
    sync(tmp_path, texts(4))

    assert not (generation / "orphan.arrays").exists()


def test_two_processes_write_one_after_the_other(tmp_path: Path) -> None:
    writers = [FORK.Process(target=sync, args=(tmp_path, texts(n))) for n in (3, 6, 9, 12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * 4
    assert sync(tmp_path, texts(12)).find("возврат", GUEST).total == 12


def test_a_killed_writer_leaves_a_usable_index(tmp_path: Path) -> None:
    sync(tmp_path, texts(3))
    seeded = random.Random(7)  # noqa: S311
    for turn in range(20):
        word = "возврат" if turn % 2 else "доставка"
        writer = FORK.Process(target=sync, args=(tmp_path, texts(30, word)))
        writer.start()
        time.sleep(seeded.uniform(0.0, 0.25))
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
        survivor = searcher(tmp_path, texts(30, word))
        assert survivor.find("правило", GUEST).state == "ready"
        assert survivor.status().articles in {3, 30}

    assert sync(tmp_path, texts(30)).find("возврат", GUEST).total == 30
