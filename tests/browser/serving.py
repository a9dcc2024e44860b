"""Starts the help centre as its operator does, from a copy of the prepared demo."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests import prepared
from tests.flows import server

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    Serve = Callable[..., AbstractContextManager["Server"]]  # `serve` with the first given

MANY = "100000 per hour"
SETTINGS = {
    "SUPPORT_PHONE": "8 800 555-01-00",
    "ANNOUNCEMENT": "В праздники доставка идёт на день дольше.",
    "VOTE_LIMIT": MANY,
    "ASK_LIMIT": MANY,
    "SIGN_IN_LIMIT": MANY,
    "REFRESH_SECONDS": "2",
    "WORKERS": "1",
}


@dataclass(frozen=True)
class Server:
    """A running help centre: its address, and the folder of all that it writes."""

    address: str
    folder: Path

    def password(self, email: str) -> str:
        """Return the password of a demo account."""
        accounts = (self.folder / "instance" / "demo_accounts.txt").read_text(encoding="utf-8")
        found = re.search(rf"{re.escape(email)} +(\S+)", accounts)
        assert found, f"no demo account {email}"
        return found[1]


@contextmanager
def serve(
    ready: Path, folder: Path, articles: Path = prepared.ARTICLES, **more: str
) -> Iterator[Server]:
    """Run the help centre of `articles` with everything it writes in `folder`.

    `ready` is the prepared demo; `more` are settings of its own.
    """
    prepared.copy(ready, folder, articles)
    running = server.Server(folder, **{"ARTICLES_FOLDER": str(articles), **SETTINGS, **more})
    try:
        running.start()
        if more.get("ENCODER") != "none":
            running.wait_for_meaning()
        yield Server(running.url, folder)
    finally:
        running.kill()
