"""What a result shows of a section: its headings and its text, with the bounds of what is in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from app.search.engines.base import SectionText
from app.search.engines.container import Unmapped, decoded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Story = memoryview | Unmapped
    Heading = tuple[str, tuple[str, ...]]  # an anchor, and a heading path

HEADS_BETWEEN: Final = "\x1f"  # stands between a section's anchor and headings, never in them
# Arrays of which a result reads a little each, with those of their ends.
STORIES: Final = {
    "texts": "text_ends",
    "heads": "head_ends",
    "spans": "span_ends",
    "sentences": "sentence_ends",
}
UNMAPPED: Final = ("texts", "spans")  # so little of so much is read that it is not mapped
KEPT_HEADINGS: Final = 8_192  # of the sections shown; about 3 MB
HEADING_BYTES: Final = 400  # that each takes, about
KEPT_BYTES: Final = 8 * 2**20  # of sections that were opened
SECTION_BYTES: Final = 500  # that each takes, about, beside its text and its words' bounds
SENTENCE_BYTES: Final = 80


class Stories:
    """The headings and texts of a segment's documents; those that people are shown are kept.

    `pieces` stand for those of the arrays that are read from the file when asked for.
    """

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], pieces: Mapping[str, Unmapped] | None = None
    ) -> None:
        # A memory view gives a little three times faster than an array.
        held: dict[str, Story] = {name: arrays[name].data for name in STORIES}
        self._stories = held | dict(pieces or {})
        self._ends = {name: arrays[ends].data for name, ends in STORIES.items()}
        self._headings: dict[int, Heading] = {}
        self._opened: dict[int, SectionText] = {}
        self._opened_bytes = 0

    @property
    def pieces(self) -> frozenset[str]:
        """Names of the arrays that are not mapped."""
        return frozenset(n for n, story in self._stories.items() if isinstance(story, Unmapped))

    @property
    def memory_bytes(self) -> int:
        """What it keeps, about."""
        return HEADING_BYTES * len(self._headings) + self._opened_bytes

    def heading(self, doc: int) -> Heading:
        """Return a document's anchor and heading path."""
        found = self._headings.get(doc)
        if found is None:
            anchor, *path = decoded(self._story("heads", doc)).split(HEADS_BETWEEN)
            if len(self._headings) >= KEPT_HEADINGS:
                self._headings.clear()
            found = self._headings[doc] = anchor, tuple(path)
        return found

    def section(self, doc: int) -> SectionText:
        """Return all that a result shows of a document."""
        found = self._opened.get(doc)
        if found is None:
            found = self._read(doc)
            if self._opened_bytes > KEPT_BYTES:
                self._opened.clear()
                self._opened_bytes = 0
            self._opened[doc] = found
            self._opened_bytes += _size(found)
        return found

    def _read(self, doc: int) -> SectionText:
        text, sentences = decoded(self._story("texts", doc)), self._story("sentences", doc)
        starts, ends = sentences[::2].tolist(), sentences[1::2].tolist()
        return SectionText(*self.heading(doc), text, self._story("spans", doc), starts, ends)

    def _story(self, name: str, doc: int) -> memoryview:
        bounds = self._ends[name]
        return self._stories[name][bounds[doc] : bounds[doc + 1]]


def _size(section: SectionText) -> int:
    sentences = SENTENCE_BYTES * len(section.sentence_starts)
    return SECTION_BYTES + 2 * len(section.text) + 4 * len(section.spans) + sentences
