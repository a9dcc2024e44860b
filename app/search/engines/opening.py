"""Opens the sections that a page of results shows: their texts, and the words that match."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines import closeness, evidence
from app.search.engines.base import SectionMatch

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.closeness import Places
    from app.search.engines.evidence import Best, Part
    from app.search.engines.segment import Segment
    from app.search.engines.view import View
    from app.search.query import Query

MAX_OTHERS = 2  # more headings of an article in a result, beside the best section


@dataclass(frozen=True, slots=True)
class Opener:
    """What is known of the `best` articles; `places` are those of the words in the first ones."""

    view: View
    query: Query
    best: Best
    parts: Sequence[Part]
    places: Places

    def __call__(self, candidates: Sequence[int]) -> list[SectionMatch]:
        """Open the best section of each of the candidates."""
        docs = evidence.in_order(self.parts, [part.bests for part in self.parts]).tolist()
        numbers, articles = self.best.segments.tolist(), self.best.articles.tolist()
        scores = {part.segment: part.sections for part in self.parts}
        further = self._further(candidates)
        found = []
        for one in candidates:
            segment, doc, number = self.view.segments[numbers[one]], docs[one], numbers[one]
            others = tuple(_other_headings(segment, articles[one], doc, scores[number]))
            places = self.places if one in self.places else further
            found.append(SectionMatch(segment.stories.section(doc), places.of(one), others))
        return found

    def _further(self, candidates: Sequence[int]) -> Places:
        """Where the words stand in those whose closeness was not measured."""
        numbers = sorted(one for one in candidates if one not in self.places)
        if not numbers:
            return self.places
        return closeness.places(self.view, self.query, self.parts, np.array(numbers, np.intp))


def _other_headings(
    segment: Segment, article: int, best: int, scores: NDArray[np.float32]
) -> Iterator[tuple[str, str]]:
    """Anchor and heading of the next best sections."""
    first, end = evidence.bounds(segment, article)
    if end - first == 1:
        return
    values = scores.take(segment.layout.place[first:end]).tolist()
    falling = sorted(range(end - first), key=values.__getitem__, reverse=True)[: MAX_OTHERS + 1]
    kept = [first + n for n in falling if first + n != best and values[n] > 0]
    for doc in kept[:MAX_OTHERS]:
        anchor, path = segment.stories.heading(doc)
        if anchor and path:
            yield anchor, path[-1]
