"""Which segments are to become one, so that they stay few and old ones are seldom written again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# A find takes longer the more segments there are. Beyond the smallest few, each is more than SPAN
# times as large as all smaller ones together, or it becomes one with them: so there are few, and
# a large one is written again only after many edits.
FEW = 4
SPAN = 8
MAX_DELETED_SHARE = 0.5  # of a segment's articles; above it the others are written again


class Size(NamedTuple):
    """How many articles a segment has, and how many of them are deleted."""

    articles: int
    deleted: int


def chosen(sizes: Sequence[Size]) -> list[int]:
    """Return the numbers of the segments to join next; none when all is well."""
    alive = [size.articles - size.deleted for size in sizes]
    rising = sorted(range(len(sizes)), key=lambda number: (alive[number], number))
    smaller = sum(alive[number] for number in rising[:FEW])
    for place, number in enumerate(rising[FEW:], FEW):
        if alive[number] <= SPAN * smaller:
            return sorted(rising[: place + 1])
        smaller += alive[number]
    holey = (n for n, size in enumerate(sizes) if size.deleted > MAX_DELETED_SHARE * size.articles)
    return [*holey][:1]
