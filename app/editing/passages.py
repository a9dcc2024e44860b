"""A Markdown text as a person reads it: headings, paragraphs, list items, with their lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_FENCE = re.compile(r"\s*(```+|~~~+)")
_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
_ITEM = re.compile(r"(\s*)(?:[-*+]|(\d{1,9})[.)])\s+(?=\S)")
_BOX = re.compile(r"\s*(?:!!!|\?\?\?)")
_ATTRIBUTES = re.compile(r"\{[:#.][^}]*\}")
_CODE = re.compile(r"(`+)(?:(?!\1).)+\1")
_PICTURE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\)|\[[^\[\]]*\])")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])")
_ADDRESS = re.compile(r"<?https?://\S+|<[^>\s][^>]*>")
_WORD = re.compile(r"\w+(?:[-’']\w+)*")
# Of a line, characters that are read: the patterns above may take the square of its length.
LONGEST_LINE = 2_000
CODE_WORD = "0"  # stands for a piece of code: a word that is none of Russian


class Kind(StrEnum):
    """What a passage is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    CELLS = "cells"
    CODE = "code"


@dataclass
class Passage:
    """A block of text in one line, without markup; lines count from 1.

    `level` is that of a heading; `number` that of an ordered list's item, `indent` its depth in
    characters.
    """

    kind: Kind
    line: int
    level: int = 0
    number: int | None = None
    indent: int = 0
    links: list[tuple[int, str]] = field(default_factory=list)  # line, the words that lead on
    _starts: list[tuple[int, int]] = field(default_factory=list)
    _pieces: list[str] = field(default_factory=list)
    _length: int = 0

    @cached_property
    def text(self) -> str:
        return " ".join(self._pieces)

    def add(self, line: int, text: str) -> None:
        words = _bare(text[:LONGEST_LINE])
        if "](" in text or "][" in text:
            shown = _PICTURE.sub("", _CODE.sub(CODE_WORD, text[:LONGEST_LINE]))
            self.links += [(line, found[1]) for found in _LINK.finditer(shown)]
        self._starts.append((self._length, line))
        self._pieces.append(words)
        self._length += len(words) + 1

    def line_at(self, offset: int) -> int:
        """Return the line that holds the character at `offset` of the text."""
        return self._starts[bisect_right(self._starts, (offset, 1 << 60)) - 1][1]

    def words(self) -> int:
        return words_in(self.text)


_ONE_LINE = (Kind.HEADING, Kind.CELLS, Kind.CODE)


def words_in(text: str) -> int:
    """Count the words of a text."""
    return sum(1 for _ in _WORD.finditer(text))


def passages(body: str) -> Iterator[Passage]:
    """Yield the passages of a Markdown body; a code block has no text."""
    current: Passage | None = None
    for number, line in _outside_code(body):
        begun = _begun(number, line)
        is_gap = not (line or "").strip() or bool(_BOX.match(line or ""))
        if begun or is_gap:
            if current:
                yield current
            current = None
        if begun:
            if begun.kind in _ONE_LINE:
                yield begun
            else:
                current = begun
        elif line and not is_gap:
            current = current or Passage(Kind.PARAGRAPH, number)
            current.add(number, line.strip().removeprefix(">"))
    if current:
        yield current


def _outside_code(body: str) -> Iterator[tuple[int, str | None]]:
    """Yield (number, line); a fenced block gives one None."""
    fence = ""
    for number, line in enumerate(body.split("\n"), 1):
        mark = _FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence):
                fence = ""
        elif mark:
            fence = mark[1]
            yield number, None
        else:
            yield number, line


def _begun(number: int, line: str | None) -> Passage | None:
    """The passage that begins with this line, if one must."""
    if line is None:
        return Passage(Kind.CODE, number)
    if heading := _HEADING.match(line):
        passage = Passage(Kind.HEADING, number, level=len(heading[1]))
        passage.add(number, heading[2])
        return passage
    if line.lstrip().startswith("|"):
        passage = Passage(Kind.CELLS, number)
        passage.add(number, line.replace("|", " "))
        return passage
    if item := _ITEM.match(line):
        step = int(item[2]) if item[2] else None
        passage = Passage(Kind.ITEM, number, number=step, indent=len(item[1]))
        passage.add(number, line[item.end() :])
        return passage
    return None


def _bare(text: str) -> str:
    for pattern, instead in (
        (_CODE, CODE_WORD),
        (_PICTURE, ""),
        (_LINK, r"\1"),
        (_ADDRESS, ""),
        (_ATTRIBUTES, ""),
    ):
        text = pattern.sub(instead, text)
    return text.replace("**", "").replace("__", "").replace("*", "").strip()
