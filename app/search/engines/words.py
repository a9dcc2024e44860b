"""What the words of queries give to the articles of a view; those that people ask for are kept."""

from __future__ import annotations

from collections import OrderedDict
from contextlib import suppress
from math import log
from typing import TYPE_CHECKING, Final

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.gains import distinct, gains
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from app.search.engines.gains import Gains
    from app.search.engines.postings import Postings
    from app.search.engines.view import View
    from app.search.query import Group

SURE: Final = 0.8  # alternatives that make a word's frequency: forms, lemmas, stems, synonyms
# Of scored words, of which people ask for few. A word of an index that is larger takes more.
CACHE_BYTES: Final = 64 * 2**20  # at least
CACHE_BYTES_A_SECTION: Final = 1_000
CACHED_WEIGHTS: Final = 50_000
BODY: Final = FIELD_NUMBERS["body"]


class Words:
    """Words of queries, with their alternatives and weights, in a view that never changes."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._weights: dict[tuple[object, ...], float] = {}
        self._gains: OrderedDict[tuple[object, ...], Gains] = OrderedDict()
        self._most = max(CACHE_BYTES, CACHE_BYTES_A_SECTION * view.doc_count_all)
        self.nbytes = 0  # of what is kept, but for the weights

    def weight(self, group: Group) -> float:
        """How much a word tells: the idf of its commonest sure alternative, times its weight."""
        found = self._weights.get(group.key)
        if found is None:
            found = self._weighed(group)
            if len(self._weights) > CACHED_WEIGHTS:
                self._weights.clear()
            self._weights[group.key] = found
        return found

    def gains(self, segment: int, group: Group) -> Gains:
        """Return what a word gives to the articles of a segment."""
        key = (segment, group.key)
        try:
            found = self._gains[key]
            self._gains.move_to_end(key)
        except KeyError:  # or another thread has dropped it just now
            found = self._gained(segment, group)
        else:
            return found
        self._gains[key] = found
        self.nbytes += found.nbytes
        while self.nbytes > self._most and self._gains:
            with suppress(KeyError):  # another thread was faster
                _, oldest = self._gains.popitem(last=False)
                self.nbytes -= oldest.nbytes
        return found

    def _weighed(self, group: Group) -> float:
        sure = [a.term for a in group.alternatives if a.weight >= SURE]
        terms = sure or [a.term for a in group.alternatives]
        common = max((self._view.frequency(BODY, term) for term in terms), default=0)
        return group.weight * log(1 + self._view.doc_count_all / (common + 1))

    def _gained(self, segment: int, group: Group) -> Gains:
        rising = sorted(group.alternatives, key=lambda alternative: alternative.weight)
        present = tuple(
            distinct(
                (alternative.weight, postings)
                for alternative in rising
                if (postings := self._view.postings(segment, field, alternative.term))
            )
            for field in range(len(FIELDS))
        )

        def score(field: int, postings: Postings) -> NDArray[np.float32]:
            return self._view.bm25(segment, field, postings)

        return gains(self._view.segments[segment], present, score, np.float32(self.weight(group)))
