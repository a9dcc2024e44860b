"""An empty content folder and the editor that writes into it, on each kind of database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.articles.library import Library
from app.editing.editor import Author, Editor
from app.editing.folder import Folder
from app.editing.lock import ContentLock
from app.exchange.applying import apply
from app.exchange.opening import open_source
from app.exchange.planning import Wishes, plan
from tests.exchange.sources import zipped

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Engine

    from app.exchange.plans import Plan

    Import = Callable[..., Plan]

BY = Author(None, "Анна")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "articles").mkdir()
    return Library(tmp_path / "articles")


@pytest.fixture
def editor(library: Library, tmp_path: Path, database: Engine) -> Editor:
    return Editor(Folder(library, ContentLock(tmp_path / "articles.lock"), lambda _changes: None))


@pytest.fixture
def bring(editor: Editor, library: Library, tmp_path: Path) -> Import:
    """Import files for real; gives the plan that was carried out."""

    def imported(files: dict[str, str | bytes], name: str = "docs.zip", **wishes: object) -> Plan:
        archive = open_source(zipped(tmp_path / name, files))
        found = plan(archive, library.refresh(), Wishes(**wishes))  # type: ignore[arg-type]
        assert apply(found, archive, editor, BY).notes == []
        return found

    return imported
