"""Merges two texts that grew out of one, line by line; where both changed, both are kept to choose.

The algorithm is diff3 (Khanna, Kunal, Pierce: A Formal Investigation of Diff3, 2007): lines that
both still share with the base are fixed points, and what lies between them changed on one side,
on both alike, or on both differently.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# "same" on both sides, changed by one side alone, by both "alike", or by both differently.
Kind = Literal["same", "mine", "theirs", "alike", "conflict"]
Side = Literal["base", "mine", "theirs", "both"]

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class Region:
    """Some lines of the three texts that belong together; each line keeps its end."""

    kind: Kind
    base: tuple[str, ...]
    mine: tuple[str, ...]
    theirs: tuple[str, ...]

    @property
    def is_conflict(self) -> bool:
        return self.kind == "conflict"

    def lines(self, side: Side | None = None) -> tuple[str, ...]:
        """Return what the region becomes; a conflict without a chosen side keeps both."""
        if not self.is_conflict:
            return self.theirs if self.kind == "theirs" else self.mine
        if side is None or side == "both":
            return (*_ended(self.theirs), *self.mine)
        return {"base": self.base, "mine": self.mine, "theirs": self.theirs}[side]


@dataclass(frozen=True)
class Merged:
    """The regions of three texts in their order."""

    regions: tuple[Region, ...]

    @property
    def conflicts(self) -> tuple[Region, ...]:
        return tuple(region for region in self.regions if region.is_conflict)

    def text(
        self, chosen: Mapping[int, Side] | None = None, written: Mapping[int, str] | None = None
    ) -> str:
        """Return the merged text; `chosen` maps a region's place to a side, `written` to a text.

        A conflict that nobody decided keeps the lines of both, theirs first: no word is lost.
        """
        sides, own = chosen or {}, written or {}
        parts = (
            tuple(_LINE.findall(own[at])) if at in own else region.lines(sides.get(at))
            for at, region in enumerate(self.regions)
        )
        return "".join(_joined(parts))


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Merge `mine` and `theirs`, which both came of `base`."""
    return Merged(tuple(_regions(*(_LINE.findall(text) for text in (base, mine, theirs)))))


def merge_without_base(mine: str, theirs: str) -> Merged:
    """Merge texts whose common origin is not known: each difference is a conflict."""
    of_mine, of_theirs = _LINE.findall(mine), _LINE.findall(theirs)
    matcher = SequenceMatcher(None, of_mine, of_theirs, autojunk=False)
    regions = []
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left, right = tuple(of_mine[i1:i2]), tuple(of_theirs[j1:j2])
        same = kind == "equal"
        regions.append(Region("same" if same else "conflict", left if same else (), left, right))
    return Merged(tuple(regions))


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Region]:
    at = (0, 0, 0)
    for start, of_mine, of_theirs, length in _shared(base, mine, theirs):
        yield from _changed(base[at[0] : start], mine[at[1] : of_mine], theirs[at[2] : of_theirs])
        at = (start + length, of_mine + length, of_theirs + length)
        if length:
            lines = tuple(base[start : at[0]])
            yield Region("same", lines, lines, lines)


def _changed(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Region]:
    if not base and not mine and not theirs:
        return
    kind: Kind = "conflict"
    if mine == theirs:
        kind = "alike"
    elif mine == base:
        kind = "theirs"
    elif theirs == base:
        kind = "mine"
    yield Region(kind, tuple(base), tuple(mine), tuple(theirs))


def _shared(
    base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield runs that all three share: places in base, mine, theirs, and the length; the end last.

    Both lists of matching blocks are walked at once; where they overlap in the base, all agree.
    """
    left, right = _blocks(base, mine), _blocks(base, theirs)
    i = j = 0
    while i < len(left) and j < len(right):
        (a, a_mine, a_size), (b, b_theirs, b_size) = left[i], right[j]
        start, end = max(a, b), min(a + a_size, b + b_size)
        if start < end:
            yield start, a_mine + start - a, b_theirs + start - b, end - start
        if a + a_size < b + b_size:
            i += 1
        else:
            j += 1
    yield len(base), len(mine), len(theirs), 0


def _blocks(base: Sequence[str], other: Sequence[str]) -> list[tuple[int, int, int]]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [(block.a, block.b, block.size) for block in matcher.get_matching_blocks()]


def _joined(parts: Iterator[tuple[str, ...]]) -> Iterator[str]:
    """Yield all lines; one that was the last of its text ends its line when others follow."""
    unended = ""
    for lines in parts:
        for line in lines:
            if unended:
                yield unended if unended.endswith("\n") else f"{unended}\n"
            unended = line
    if unended:
        yield unended


def _ended(lines: tuple[str, ...]) -> tuple[str, ...]:
    if not lines or lines[-1].endswith("\n"):
        return lines
    return (*lines[:-1], f"{lines[-1]}\n")
