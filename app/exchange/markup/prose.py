"""Cuts Markdown into code, which is never touched, and prose, where markup means something."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FENCE = re.compile(r"^((?:[ \t>]|[-*+] +|\d+[.)] +)*)(`{3,}|~{3,})([^\n]*)$")
_MARKS = re.compile(r"`+|<!--")


@dataclass(frozen=True)
class Fence:
    """A line that opens or closes fenced code: what stands before it, its marks and its words."""

    prefix: str
    marks: str
    info: str

    def is_closed_by(self, other: Fence) -> bool:
        same = other.marks[0] == self.marks[0] and len(other.marks) >= len(self.marks)
        return same and not other.info.strip()


def fence_in(line: str) -> Fence | None:
    """The fence that this line is."""
    if "```" not in line and "~~~" not in line:
        return None
    found = _FENCE.match(line)
    if not found or (found[2][0] == "`" and "`" in found[3]):
        return None
    return Fence(found[1], found[2], found[3])


def blocks(body: str) -> Iterator[tuple[str, bool]]:
    """Yield stretches of whole lines with whether they are fenced code, the fences included."""
    kept: list[str] = []
    opened: Fence | None = None
    for line in body.splitlines(keepends=True):
        fence = fence_in(line.rstrip("\n"))
        if opened is None and fence:
            if kept:
                yield "".join(kept), False
            kept, opened = [line], fence
        elif opened and fence and opened.is_closed_by(fence):
            yield "".join([*kept, line]), True
            kept, opened = [], None
        else:
            kept.append(line)
    if kept:
        yield "".join(kept), opened is not None


def in_prose(body: str, change: Callable[[str], str]) -> str:
    """Return the body with every stretch outside of code, code spans and comments changed."""
    return "".join(text if is_code else _spans(text, change) for text, is_code in blocks(body))


def in_blocks(body: str, change: Callable[[str], str]) -> str:
    """Like `in_prose`, but code spans stay where they stand in the text to change."""
    return "".join(text if is_code else change(text) for text, is_code in blocks(body))


def substitute(body: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]) -> str:
    """Replace a pattern outside of code."""
    return in_prose(body, lambda text: pattern.sub(change, text))


def verbatim(text: str) -> list[tuple[int, int]]:
    """Where code spans and comments stand: a span ends with as many backticks as it began with,
    in the same paragraph. In linear time for any text.
    """
    marks = list(_MARKS.finditer(text))
    closing = _next_of_same_length(marks)
    found: list[tuple[int, int]] = []
    end = 0
    for place, mark in enumerate(marks):
        if mark.start() < end:
            continue
        if mark[0] == "<!--":
            close = text.find("-->", mark.end())
            end = len(text) if close < 0 else close + 3
            found.append((mark.start(), end))
        elif (last := closing[place]) and text.find("\n\n", mark.end(), last.start()) < 0:
            end = last.end()
            found.append((mark.start(), end))
    return found


def _next_of_same_length(marks: list[re.Match[str]]) -> list[re.Match[str] | None]:
    ahead: dict[int, re.Match[str]] = {}
    found: list[re.Match[str] | None] = []
    for mark in reversed(marks):
        length = len(mark[0]) if mark[0][0] == "`" else 0
        found.append(ahead.get(length))
        ahead[length] = mark
    return found[::-1]


def _spans(text: str, change: Callable[[str], str]) -> str:
    changed, end = [], 0
    for start, stop in verbatim(text):
        changed += [change(text[end:start]), text[start:stop]]
        end = stop
    return "".join([*changed, change(text[end:])])
