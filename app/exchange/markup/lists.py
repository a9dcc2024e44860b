"""Lists of CommonMark, where two or three columns nest, as our converter wants them: four."""

from __future__ import annotations

import re

from app.exchange.markup.prose import Fence, fence_in

_ITEM = re.compile(r"^( *)([-*+]|\d{1,9}[.)]) ( {0,3})(?=\S)(.*)$")
_RULE = re.compile(r"^ *(?:(?:\* *){3,}|(?:- *){3,}|(?:_ *){3,})$")
_STEP = 4


def with_four_columns(body: str) -> str:
    """Return the body with each nested item and what belongs to it at a multiple of four columns.

    "1)" becomes "1.", which is the only ordered item that our converter knows.
    """
    lists = _Lists()
    return "\n".join(lists.moved(line) for line in body.split("\n"))


class _Lists:
    """The lists that are open at a line: the columns at which their items' texts begin."""

    def __init__(self) -> None:
        self._columns: list[int] = []
        self._after_blank = True
        self._fence: Fence | None = None
        self._shift = 0  # columns that lines of an open fence move by
        self._apart = False  # the next line needs an empty one before it: the converter's rule
        self._loose = False  # a paragraph of its own stands in the item

    def moved(self, line: str) -> str:
        if self._fence:
            return self._in_fence(line)
        if not line.strip():
            self._after_blank, self._apart = True, False
            return line
        line = _leading_tabs_expanded(line)
        indent = len(line) - len(line.lstrip(" "))
        item = None if _RULE.match(line) else _ITEM.match(line)
        if item or self._after_blank or indent:
            self._close(indent, is_item=item is not None)
        new = self._item(item, indent) if item else self._text(line, indent)
        self._open_fence(line, new)
        apart = self._apart or (item and self._loose) or (self._fence and not item)
        spaced = f"\n{new}" if apart and not self._after_blank else new
        self._loose = bool(self._columns) and not item and (self._after_blank or self._loose)
        self._after_blank = self._apart = False
        return spaced

    def _close(self, indent: int, *, is_item: bool) -> None:
        """Forget the lists that a line at this column does not belong to."""
        while self._columns and indent < self._columns[-1]:
            if not is_item and not self._after_blank:
                return  # a paragraph of the item goes on, however little it is indented
            self._columns.pop()

    def _item(self, item: re.Match[str], indent: int) -> str:
        beyond = indent - (self._columns[-1] if self._columns else 0)
        if beyond >= _STEP:
            return item[0]  # code, or the text of a paragraph
        depth = len(self._columns)
        self._columns.append(indent + len(item[2]) + 1 + len(item[3]))
        return f"{' ' * _STEP * depth}{item[2].replace(')', '.')} {item[4]}"

    def _text(self, line: str, indent: int) -> str:
        if not self._columns or indent < self._columns[-1]:
            return line
        beyond = indent - self._columns[-1]
        kept = beyond if beyond >= _STEP else 0
        return " " * (_STEP * len(self._columns) + kept) + line.lstrip(" ")

    def _open_fence(self, line: str, new: str) -> None:
        self._fence = fence_in(line)
        if self._fence:
            self._shift = _fence_column(new) - _fence_column(line)

    def _in_fence(self, line: str) -> str:
        fence = fence_in(line)
        if self._fence and fence and self._fence.is_closed_by(fence):
            self._fence, self._apart = None, True
        if not line.strip():
            return line
        if self._shift >= 0:
            return " " * self._shift + line
        spaces = len(line) - len(line.lstrip(" "))
        return line[min(-self._shift, spaces) :]


def _fence_column(line: str) -> int:
    found = fence_in(line)
    return len(found.prefix) if found else 0


def _leading_tabs_expanded(line: str) -> str:
    bare = line.lstrip(" \t")
    return line[: len(line) - len(bare)].expandtabs(_STEP) + bare
