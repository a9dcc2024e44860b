"""An empty content folder and the editor that writes into it, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles.library import Library
from app.editing.editor import Editor
from app.editing.folder import Folder
from app.editing.lock import ContentLock

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "articles").mkdir()
    return Library(tmp_path / "articles")


@pytest.fixture
def editor(library: Library, tmp_path: Path, database: Engine) -> Editor:
    return Editor(Folder(library, ContentLock(tmp_path / "articles.lock"), lambda _changes: None))
