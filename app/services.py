"""Builds the few objects that hold something: the library and the searcher over its index."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import structlog

from app import db
from app.articles.library import Library
from app.search.encoders.base import EncoderUnavailable
from app.search.encoders.bundled import BundledEncoder
from app.search.encoders.embeddings_api import EmbeddingsApi
from app.search.encoders.http import HttpEncoder
from app.search.engines.whoosh import WhooshEngine
from app.search.meaning import Meaning
from app.search.searcher import Searcher

if TYPE_CHECKING:
from app.tickets import policy
    from collections.abc import Callable

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
        """Refresh every `refresh_seconds` for as long as this process lives.

        Meaning has a thread of its own: an edit is found by words while its vectors are made.
        """
        for work in (self.refresh, self.refresh_meaning):
            name = work.__name__
            threading.Thread(target=self._forever, args=(work,), name=name, daemon=True).start()

    def refresh_meaning(self) -> None:
        """Load the encoder, the first time, and make vectors of what changed."""
        self.searcher.sync_meaning(self.library.snapshot)

    def _forever(self, work: Callable[[], None]) -> None:
        pause = threading.Event()
        while not pause.wait(self.config.refresh_seconds):
            try:
                work()
            except EncoderUnavailable as error:
                log.warning("vectors wait for the encoder", why=str(error))
            except Exception:  # a full disk today must not stop tomorrow's refresh
                log.exception("refresh failed", work=work.__name__)


def build(config: Config) -> Services:
    """Connect the database and open the library and the index that `config` names."""
    config.instance_folder.mkdir(mode=0o700, parents=True, exist_ok=True)  # personal data
    db.connect(config.database(), connections=config.threads)
    library = Library(config.articles_folder)
    engine = WhooshEngine(config.index_folder)
    return Services(config, library, Searcher(library, engine, _meaning(config)))


def _meaning(config: Config) -> Meaning | None:
    """The encoder that `config` names, not loaded yet: workers load their own after the fork."""
    if config.encoder == "none":
        return None
    folder = config.index_folder / "meaning"
    if config.encoder == "bundled":
        return Meaning(BundledEncoder(), folder)
    api = EmbeddingsApi(config.encoder_url, config.encoder_model, config.encoder_key)
    return Meaning(HttpEncoder(api), folder)
    policy.use(config)
