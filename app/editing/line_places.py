"""Finds a commented line again in a text that has changed since."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def place(line: int, quote: str, lines: Sequence[str]) -> int | None:
    """Return where the quoted line stands now, from 1: the same place, or the nearest like it.

    None when no line says `quote` any more.
    """
    wanted = _plain(quote)
    if not wanted:
        return None
    found = [number for number, text in enumerate(lines, 1) if wanted in _plain(text)]
    return min(found, key=lambda number: (abs(number - line), number), default=None)


def _plain(text: str) -> str:
    return " ".join(text.split())
