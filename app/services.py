"""Builds the few objects that hold something: the library and the searcher over its index."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app import db
from app.articles.library import Library
from app.search.engines.whoosh import WhooshEngine
from app.search.searcher import Searcher

if TYPE_CHECKING:
    from app.config import Config

log = structlog.get_logger()


@dataclass(frozen=True)
class Services:
    """What a view or a command works with."""

    config: Config
    library: Library
    searcher: Searcher

    def refresh(self) -> None:
        """Take up articles that changed on disk, in the library and in the index."""
        self.searcher.sync(self.library.refresh())

    def keep_fresh(self) -> None:
        """Refresh every `refresh_seconds` for as long as this process lives."""
        threading.Thread(target=self._refresh_forever, name="refresh", daemon=True).start()

    def _refresh_forever(self) -> None:
        pause = threading.Event()
        while not pause.wait(self.config.refresh_seconds):
            try:
                self.refresh()
            except Exception:  # a full disk today must not stop tomorrow's refresh
                log.exception("refresh failed")


def build(config: Config) -> Services:
    """Connect the database and open the library and the index that `config` names."""
    config.instance_folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data
    db.connect(config.database(), connections=config.threads)
    library = Library(config.articles_folder)
    return Services(config, library, Searcher(library, WhooshEngine(config.index_folder)))
