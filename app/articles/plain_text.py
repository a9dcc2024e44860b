"""Plain text of a rendered article, cut into sections: what search indexes and quotes."""

import re

from app.articles.admonitions import is_default_title
from app.articles.article import Section

_SPACES = re.compile(r"\s+")
_CELL_END = "\x1f"


class PlainText:
    """Collects text block by block; a block (paragraph, list item, table row) is one line."""

    def __init__(self) -> None:
        self._sections: list[Section] = []
        self._open = Section("", 1, "", (), "")
        self._lines: list[str] = []
        self._line = ""
        self._path: list[tuple[int, str]] = []

    def add(self, text: str, *, verbatim: bool = False) -> None:
        """Text inside a block; `verbatim` text (code) keeps its line ends."""
        if not verbatim:
            self._line += _SPACES.sub(" ", text)
            return
        first, *rest = text.split("\n")
        self._line += first
        for line in rest:
            self.end_block()
            self._line = line

    def end_cell(self) -> None:
        """A table cell is over; the row goes on."""
        self._line += _CELL_END

    def end_block(self) -> None:
        cells = (_SPACES.sub(" ", cell).strip() for cell in self._line.split(_CELL_END))
        line = " — ".join(cell for cell in cells if cell.strip("—–-"))
        if line:
            self._lines.append(line)
        self._line = ""

    def end_title(self) -> None:
        """The title of a box is over: one that we gave it is left out."""
        if is_default_title(self._line.strip()):
            self._line = ""
        self.end_block()

    def begin_section(self, anchor: str, level: int, heading: str) -> None:
        self._close()
        while self._path and self._path[-1][0] >= level:
            self._path.pop()
        self._path.append((level, heading))
        path = tuple(name for _, name in self._path)
        self._open = Section(anchor, level, heading, path, "")

    def sections(self) -> tuple[Section, ...]:
        """All sections; call once, at the end."""
        self._close()
        return tuple(self._sections)

    def _close(self) -> None:
        self.end_block()
        opened, text = self._open, "\n".join(self._lines)
        self._lines = []
        if text or opened.heading_path:
            self._sections.append(
                Section(opened.anchor, opened.level, opened.heading, opened.heading_path, text)
            )
