"""Reading a query: as it was typed, and as it was probably meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.search.query import MAX_CHARACTERS, understand
from app.search.recovery import mend

if TYPE_CHECKING:
    from app.search.lexicon import Lexicon
    from app.search.query import Query
    from app.search.recovery import Mended


@dataclass(frozen=True, slots=True)
class Reading:
    """A query's `text`, what it says as `typed`, and `query`: what to search for.

    `mended` tells the changes between the two; None when there are none.
    """

    text: str
    typed: Query
    query: Query
    mended: Mended | None = None

    @property
    def is_cut(self) -> bool:
        """Whether the text is longer than what is read of it."""
        return len(self.text) > MAX_CHARACTERS


def read(text: str, lexicon: Lexicon, *, literal: bool) -> Reading:
    """Understand `text`, mended unless `literal` or it asks for the very words."""
    typed = understand(text, lexicon)
    mended = None if literal or typed.phrases else mend(typed.text, lexicon)
    return Reading(text, typed, understand(mended.text, lexicon) if mended else typed, mended)
