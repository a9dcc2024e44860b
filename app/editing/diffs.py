"""What changed between two texts, word by word, in as few and as whole pieces as people read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Kind = Literal["same", "gone", "new"]

CONTEXT: Final = 2  # lines around a change
# Above it, words of a changed block are not compared: it is shown whole, before and after.
MOST_COMPARISONS: Final = 4_000_000
MOST_IN_ALL: Final = 20_000_000  # likewise in all blocks of two long texts: some seconds
LEAST_IN_COMMON: Final = 0.3  # below it, words that two blocks share are there by chance
_TOKEN = re.compile(r"\w+|\n|[^\S\n]+|[^\w\s]")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Block:
    """Whole lines: unchanged, changed in words, or `skipped` so many that are not shown.

    `before` and `after` are the numbers of its first line in the two texts, from 1.
    """

    before: int
    after: int
    pieces: tuple[Piece, ...] = ()
    skipped: int = 0

    @property
    def is_changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


@dataclass(frozen=True)
class Diff:
    """A comparison: its blocks in order."""

    blocks: tuple[Block, ...]

    @property
    def is_empty(self) -> bool:
        return not any(block.is_changed for block in self.blocks)

    def count(self, kind: Kind) -> int:
        """Return how many words stayed (of those shown), went or came."""
        pieces = (piece for block in self.blocks for piece in block.pieces if piece.kind == kind)
        return sum(len(_WORD.findall(piece.text)) for piece in pieces)


def compare(before: str, after: str, *, context: int | None = CONTEXT) -> Diff:
    """Compare two texts; `context` lines are shown around each change, all when it is None."""
    old, new = _LINE.findall(before), _LINE.findall(after)
    operations = _line_matcher(old, new).get_opcodes()
    blocks: list[Block] = []
    left = MOST_IN_ALL
    for place, (kind, i1, i2, j1, j2) in enumerate(operations):
        if kind == "equal":
            lines = old[i1:i2]
            head = context if context is None or place else 0
            tail = context if context is None or place < len(operations) - 1 else 0
            blocks += _around(lines, (i1 + 1, j1 + 1), head, tail)
        else:
            was, now = "".join(old[i1:i2]), "".join(new[j1:j2])
            left -= _comparisons(was, now)
            pieces = words(was, now) if left > 0 else _whole(was, now)
            blocks.append(Block(i1 + 1, j1 + 1, pieces))
    return Diff(tuple(blocks))


def words(before: str, after: str) -> tuple[Piece, ...]:
    """Compare two short texts word by word; one with little in common is shown before and after."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if not old or not new or len(old) * len(new) > MOST_COMPARISONS:
        return _whole(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < LEAST_IN_COMMON:
        return _whole(before, after)
    return _joined(_readable(list(_raw(matcher, old, new))))


def _comparisons(before: str, after: str) -> int:
    """Return about how many words would be compared with how many, if they are compared at all."""
    cost = (len(before) // 4 + 1) * (len(after) // 4 + 1)
    return cost if cost <= MOST_COMPARISONS else 0


def _line_matcher(old: list[str], new: list[str]) -> SequenceMatcher[str]:
    """A matcher that lets lines go that repeat too often, where each would be tried with each."""
    before, after = Counter(old), Counter(new)
    pairs = sum(count * after[line] for line, count in before.items())
    return SequenceMatcher(None, old, new, autojunk=pairs > MOST_COMPARISONS)


def _around(
    lines: Sequence[str], at: tuple[int, int], head: int | None, tail: int | None
) -> Iterator[Block]:
    """Yield the ends of unchanged lines that stand beside a change, and what is left out."""
    if head is None or tail is None or len(lines) <= head + tail + 1:
        yield Block(*at, _same(lines))
        return
    if head:
        yield Block(*at, _same(lines[:head]))
    yield Block(at[0] + head, at[1] + head, skipped=len(lines) - head - tail)
    if tail:
        start = len(lines) - tail
        yield Block(at[0] + start, at[1] + start, _same(lines[start:]))


def _same(lines: Sequence[str]) -> tuple[Piece, ...]:
    return (Piece("same", "".join(lines)),)


def _whole(before: str, after: str) -> tuple[Piece, ...]:
    pieces = (Piece("gone", before), Piece("new", after))
    return tuple(piece for piece in pieces if piece.text)


def _raw(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("same", "".join(old[i1:i2]))
            continue
        yield from _whole("".join(old[i1:i2]), "".join(new[j1:j2]))


def _readable(pieces: list[Piece]) -> Iterator[Piece]:
    """Let a change run through the spaces and signs between two changed words."""
    last = len(pieces) - 1
    for place, piece in enumerate(pieces):
        between = piece.kind == "same" and 0 < place < last
        if between and not _WORD.search(piece.text) and "\n" not in piece.text:
            yield Piece("gone", piece.text)
            yield Piece("new", piece.text)
        else:
            yield piece


def _joined(pieces: Iterator[Piece]) -> tuple[Piece, ...]:
    """Between unchanged pieces, put all that went before all that came."""
    found: list[Piece] = []
    for is_same, run in groupby(pieces, key=lambda piece: piece.kind == "same"):
        parts = list(run)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("gone", "new")
        for kind in kinds:
            text = "".join(piece.text for piece in parts if piece.kind == kind)
            if text:
                found.append(Piece(kind, text))
    return tuple(found)
