"""A long list, cut into pages."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

PER_PAGE: Final = 50

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page, from 1 on, of so many."""

    rows: Sequence[Row]
    number: int
    pages: int

    @classmethod
    def of(cls, rows: Sequence[Row], number: int) -> Page[Row]:
        """Return the page nearest to `number` that the list has."""
        pages = max(1, math.ceil(len(rows) / PER_PAGE))
        number = max(1, min(number, pages))
        return cls(rows[(number - 1) * PER_PAGE : number * PER_PAGE], number, pages)
