"""Opens the sections that a page of results shows: their texts, and the words that match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines.base import SectionMatch
from app.search.engines.evidence import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from app.search.engines.closeness import Places
    from app.search.engines.evidence import Best, Part
    from app.search.engines.stories import Stories
    from app.search.engines.view import View

MAX_OTHERS = 2  # more headings of an article in a result, beside the best section


@dataclass(frozen=True, slots=True)
class Opener:
    """What is known of the `best` articles; `places` tell by segment where the words stand."""

    view: View
    best: Best
    parts: Sequence[Part]
    places: Mapping[int, Places]

    def __call__(self, candidates: Sequence[int]) -> list[SectionMatch]:
        """Open the best section of each of the candidates."""
        parts = {part.segment: part for part in self.parts}
        rows = in_order(self.parts, [np.arange(len(part.columns)) for part in self.parts])
        found = []
        for one in candidates:
            part, at = parts[self.best.segments.item(one)], rows.item(one)
            stories = self.view.segments[part.segment].stories
            others = tuple(_other_headings(stories, part, at))
            section = stories.section(part.bests.item(at))
            found.append(SectionMatch(section, self.places[part.segment].of(at), others))
        return found


def _other_headings(stories: Stories, part: Part, at: int) -> Iterator[tuple[str, str]]:
    """Anchor and heading of the next best sections of an article, by its place in a part."""
    gained = part.gained[part.ends.item(at - 1) if at else 0 : part.ends.item(at)].tolist()
    if len(gained) == 1:
        return
    first, best = part.firsts.item(at), part.bests.item(at)
    falling = sorted(range(len(gained)), key=gained.__getitem__, reverse=True)[: MAX_OTHERS + 1]
    kept = [first + n for n in falling if first + n != best and gained[n] > 0]
    for doc in kept[:MAX_OTHERS]:
        anchor, path = stories.heading(doc)
        if anchor and path:
            yield anchor, path[-1]
