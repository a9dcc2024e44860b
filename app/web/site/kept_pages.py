"""Pages of results that were made before, kept while nothing that they tell has changed.

What is each visitor's own, the number of their search, stands in a page as a mark, and is filled in
as the page is sent.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Hashable

    from app.search.moments import Moment
    from app.search.results import Results
    from app.web.site.announcing import Shown

    Told = tuple[tuple[Shown, ...], str]  # the announcements, and the address they come back to

KEPT_BYTES: Final = 8 * 2**20  # in one process: some 300 pages
LONGEST: Final = 200  # characters of a query; a longer one is hardly typed twice
# Nobody can guess it, so nothing that people write is taken for it.
NUMBER: Final = secrets.token_hex(16)
_NUMBER: Final = NUMBER.encode()


@dataclass(frozen=True, slots=True)
class Page:
    """A page with marks in it, which tells announcements about the categories `about`.

    `found` is what the log keeps of the results.
    """

    body: bytes
    found: Results
    about: tuple[str, ...]
    told: Told

    def filled(self, number: int) -> bytes:
        """Return the page for one visitor."""
        return self.body.replace(_NUMBER, str(number).encode())


class KeptPages:
    """The pages of one moment by what they were made for, the latest asked ones."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._moment: Moment | None = None
        self._pages: OrderedDict[Hashable, Page] = OrderedDict()
        self._bytes = 0

    def find(self, moment: Moment, key: Hashable) -> Page | None:
        with self._lock:
            self._begin(moment)
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, moment: Moment, key: Hashable, page: Page) -> None:
        """Keep a page that was begun at `moment`, if that still lasts."""
        with self._lock:
            if moment is not self._moment:
                return
            self._drop(key)
            self._pages[key] = page
            self._bytes += len(page.body)
            while self._bytes > KEPT_BYTES:
                self._drop(next(iter(self._pages)))

    def _begin(self, moment: Moment) -> None:
        if moment is not self._moment:
            self._moment, self._bytes = moment, 0
            self._pages.clear()

    def _drop(self, key: Hashable) -> None:
        page = self._pages.pop(key, None)
        self._bytes -= len(page.body) if page else 0
