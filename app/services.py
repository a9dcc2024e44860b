"""Builds the few objects that hold something: the library of articles and the searcher over its index."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import db
from app.articles.library import Library
from app.search.engines.whoosh import WhooshEngine
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from app.config import Config


@dataclass(frozen=True)
class Services:
    """What a view or a command works with."""

    config: Config
    library: Library
    searcher: Searcher

    def refresh(self) -> None:
        """Take up articles that changed on disk, in the library and in the index."""
        self.searcher.sync(self.library.refresh())


def build(config: Config) -> Services:
    """Connect the database and open the library and the index that `config` names."""
    config.instance_folder.mkdir(parents=True, exist_ok=True)
    db.connect(config.database())
    library = Library(config.articles_folder)
    return Services(config, library, Searcher(library, WhooshEngine(config.index_folder)))
