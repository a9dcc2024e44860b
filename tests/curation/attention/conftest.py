"""A small help centre, its searcher and editor, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles.library import Library
from app.curation.attention.looking import Looker
from app.editing.editor import Editor
from app.editing.folder import Folder
from app.editing.lock import ContentLock
from app.search.engines.memory import MemoryEngine
from app.search.searcher import Searcher
from tests.web import content

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

    from app.config import Config


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    content.write(tmp_path / "articles")
    return tmp_path / "articles"


@pytest.fixture
def library(folder: Path) -> Library:
    return Library(folder)


@pytest.fixture
def editor(library: Library, tmp_path: Path, database: Engine) -> Editor:
    return Editor(Folder(library, ContentLock(tmp_path / "articles.lock"), lambda _: None))


@pytest.fixture
def looker(library: Library, config: Config, database: Engine) -> Looker:
    searcher = Searcher(library, MemoryEngine())
    searcher.sync(library.snapshot)
    return Looker(library.snapshot, searcher, config)
