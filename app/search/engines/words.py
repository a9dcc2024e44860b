"""What the words of queries give to the articles of a view; those that people ask for are kept."""

from __future__ import annotations

import weakref
from math import log
from random import randrange
from threading import Lock
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

SURE: Final = 0.8  # alternatives that make a word's frequency: all but families and vaguer ones
# Of scored words, of which people ask for few; a word of a large index takes more. What 220 queries
# say takes 76 MB of 60,000 sections and 758 MB of 595,000.
CACHE_BYTES: Final = 64 * 2**20
CACHE_SECTIONS: Final = 60_000  # that this is for
CACHE_BYTES_A_SECTION: Final = 1_400  # for each more
CACHED_WEIGHTS: Final = 20_000
# What a scored word takes beside its numbers, and what a weight with its key takes, about.
GAINS_BYTES: Final = 1_500
WEIGHT_BYTES: Final = 800
BODY: Final = FIELD_NUMBERS["body"]


class Words:
    """Words of queries, with their alternatives and weights, in a view that never changes.

    The view holds them, and not they the view: else neither would go when a commit replaces it.
    """

    def __init__(self, view: View) -> None:
        self._view: View = weakref.proxy(view)
        self._weights: dict[tuple[object, ...], float] = {}
        self._gains: dict[tuple[object, ...], Gains] = {}
        self._kept: list[tuple[object, ...]] = []  # their keys, the newest last
        self._gains_bytes = 0
        more = max(0, view.doc_count_all - CACHE_SECTIONS)
        self._most = CACHE_BYTES + CACHE_BYTES_A_SECTION * more
        self._counting = Lock()

    @property
    def memory_bytes(self) -> int:
        """What is kept, about."""
        return self._gains_bytes + WEIGHT_BYTES * len(self._weights)

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
        found = self._gains.get(key)
        if found is None:
            found = self._gained(segment, group)
            self._keep(key, found)
        return found

    def _keep(self, key: tuple[object, ...], found: Gains) -> None:
        """Keep `found`, and drop others by chance until all fit.

        Where words are asked for in turn and hardly fit, the one longest unasked would be dropped
        just before its turn, and none be found ever.
        """
        with self._counting:
            if key in self._gains:
                return  # another thread was faster
            self._gains[key] = found
            self._kept.append(key)
            self._gains_bytes += found.nbytes + GAINS_BYTES
            while self._gains_bytes > self._most and self._kept:
                others = max(len(self._kept) - 1, 1)  # all but the newest
                dropped = self._kept.pop(randrange(others))  # noqa: S311  no secret
                self._gains_bytes -= self._gains.pop(dropped).nbytes + GAINS_BYTES

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
