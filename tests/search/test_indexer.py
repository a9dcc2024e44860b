"""Processes that share an index: none takes out what another has just indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles import library as library_module
from app.articles.library import Library
from app.search.engines.whoosh import WhooshEngine
from app.search.indexer import Indexer
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Process:
    """What each process that serves a folder has of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "articles"
        self.library = Library(self.folder)
        self.engine = WhooshEngine(folder / "index")
        self.indexer = Indexer(self.library, self.engine, Searcher(self.library, self.engine))

    def write(self, name: str, title: str = "Статья") -> None:
        """Write an article and index it."""
        head = f"id: {name}\ntitle: {title}\nsummary: x\nstatus: published\naudience: public"
        (self.folder / f"c/{name}.md").write_text(f"---\n{head}\nlang: ru\n---\nТекст {title}.\n")
        self.library.refresh()
        self.indexer.take_up()

    def indexed(self) -> list[str]:
        self.engine.close()  # so that it is read anew
        return sorted(self.engine.fingerprints())


@pytest.fixture
def two(tmp_path: Path) -> Iterator[tuple[Process, Process]]:
    (tmp_path / "articles/c").mkdir(parents=True)
    (tmp_path / "articles/c/_category.yml").write_text("title: C\nsummary: s\n")
    mine, theirs = Process(tmp_path), Process(tmp_path)
    mine.write("one")
    yield mine, theirs
    mine.engine.close()
    theirs.engine.close()


def test_what_was_indexed_after_a_look_stays_in(two: tuple[Process, Process]) -> None:
    mine, theirs = two
    mine.library.refresh()
    theirs.write("two")
    mine.indexer.take_up()

    assert mine.indexed() == ["one", "two"]


def test_an_older_text_is_not_put_back(two: tuple[Process, Process]) -> None:
    mine, theirs = two
    mine.library.refresh()
    theirs.write("one", "Новое")
    newest = dict(theirs.engine.fingerprints())
    report = mine.indexer.take_up()

    assert (report.added, report.changed, report.removed) == (0, 0, 0)
    assert mine.engine.fingerprints() == newest


def test_a_rebuild_holds_what_was_indexed_while_it_waited(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, theirs = two
    refresh = mine.library.refresh

    def look() -> object:
        assert mine.engine._generations.is_writing()
        return refresh()

    theirs.write("two")
    monkeypatch.setattr(mine.library, "refresh", look)
    mine.indexer.rebuild()

    assert mine.indexed() == ["one", "two"]


def test_an_edit_looks_at_no_other_file(
    two: tuple[Process, Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, _ = two
    mine.library.refresh()
    path = mine.folder / "c/one.md"
    path.write_text(path.read_text().replace("Статья", "Другая"))
    monkeypatch.setattr(library_module, "scan", lambda _: pytest.fail("looked at all"))
    mine.library.take_up(["c/one.md"])

    assert mine.indexer.take_up().changed == 1
    assert mine.indexer.take_up().changed == 0
