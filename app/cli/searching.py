"""The searcher as a running server has it, for commands that search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.current import services

if TYPE_CHECKING:
    from app.search.searcher import Searcher


def ready_searcher() -> Searcher:
    """Take up the articles, and all that the search of a running server heeds."""
    found = services()
    found.refresh()
    found.searcher.load()
    found.refresh_synonyms()
    found.refresh_pins()
    found.refresh_helpfulness()
    return found.searcher
