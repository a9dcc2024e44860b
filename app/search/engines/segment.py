"""A segment: the terms, postings, texts and facts of some articles, which never change."""

from __future__ import annotations

import json
from bisect import bisect_left
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.container import decoded, encoded, is_mapped
from app.search.engines.facts import Facts, Numbered, is_within
from app.search.engines.layout import Layout
from app.search.engines.postings import NO_TURNS, Postings
from app.search.engines.stories import Stories

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from numpy.typing import NDArray

    from app.search.engines.base import Filter
    from app.search.engines.container import Unmapped

# What a word with its count and an article's facts by which it is found take, about.
WORD_BYTES = 112
FACT_BYTES = 330
STEP = 64  # terms between two that are kept in memory
FIELD_NUMBERS = {name: number for number, name in enumerate(FIELDS)}


class Segment:
    """Arrays of one segment, in memory or mapped from a file.

    `ranges[f, t]` and `ranges[f, t + 1]` bound the postings of term t in field f within `docs`
    and `places`; `starts` holds each article's first document; `lengths[f, d]` counts words as
    they are scored, `words[f, d]` as they are. `pieces` stand for those of the arrays that are
    read from the file when asked for.
    """

    def __init__(
        self, arrays: Mapping[str, NDArray[Any]], pieces: Mapping[str, Unmapped] | None = None
    ) -> None:
        self.arrays = arrays
        self._keys = arrays["keys"].data
        self._key_ends = arrays["key_ends"].data
        self._docs = arrays["docs"]
        self._places = arrays["places"]
        self._turns = arrays.get("turns", NO_TURNS)
        self._positions = arrays["positions"]
        self.ranges = arrays["ranges"]
        self.lengths = arrays["lengths"]
        self.starts = arrays["starts"]
        self.stories = Stories(arrays, pieces)
        self.doc_count = self.lengths.shape[1]
        self.term_count = len(self._key_ends) - 1

    def __reduce__(self) -> tuple[type[Segment], tuple[dict[str, NDArray[Any]]]]:
        return Segment, (dict(self.arrays),)

    @property
    def words(self) -> NDArray[np.int32]:
        return self.arrays.get("words", self.lengths)

    @property
    def keys(self) -> list[bytes]:
        """All terms in their order, encoded."""
        keys = self._keys.tobytes()
        return [keys[low:high] for low, high in pairwise(self._key_ends)]

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """Article id → number."""
        return {facts.article_id: number for number, facts in enumerate(self.facts)}

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Article id → fingerprint."""
        return {facts.article_id: facts.fingerprint for facts in self.facts}

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        return tuple(Facts.shared(row) for row in json.loads(self.arrays["facts"].tobytes()))

    def passing(self, where: Filter) -> NDArray[np.bool_]:
        """Tell which articles a search may see, deleted ones too."""
        passes = [
            visibility in where.visibilities and is_within(category, where.category)
            for visibility, category in self._shelves.names
        ]
        return np.array(passes, bool)[self._shelves.numbers]

    @cached_property
    def categories(self) -> Numbered[str]:
        """The categories, and the number of each article's."""
        return Numbered.of(facts.category for facts in self.facts)

    @cached_property
    def groups(self) -> Numbered[str]:
        """The translation groups, and the number of each article's."""
        return Numbered.of(facts.group for facts in self.facts)

    @cached_property
    def _shelves(self) -> Numbered[tuple[str, str]]:
        return Numbered.of((facts.visibility, facts.category) for facts in self.facts)

    @cached_property
    def article_of(self) -> NDArray[np.int32]:
        """Number of each document's article."""
        return np.repeat(np.arange(len(self.starts), dtype=np.int32), self.counts)

    @cached_property
    def counts(self) -> NDArray[np.int32]:
        """Number of each article's documents."""
        return np.diff(self.starts, append=np.int32(self.doc_count))

    @cached_property
    def layout(self) -> Layout:
        """The order in which sections are scored."""
        return Layout(self.starts, self.doc_count)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every exact form with the number of documents that hold it, fields added up."""
        return self.counted("e:")

    def counted(self, prefix: str) -> dict[str, int]:
        """Return the terms that start with `prefix`, without it, with their documents' number."""
        numbers = self.prefixed(prefix)
        bounds = self.ranges[:, numbers.start : numbers.stop + 1]
        counts = np.diff(bounds, axis=1).sum(axis=0).tolist()
        ends, length = self._key_ends[numbers.start : numbers.stop + 1], len(prefix.encode())
        keys = (self._keys[low + length : end] for low, end in pairwise(ends))
        words = map(decoded, keys)
        return dict(zip(words, counts, strict=True))

    @property
    def mapped_bytes(self) -> int:
        """Of its arrays, those that lie in a mapped file and are not read piece by piece."""
        pieces = self.stories.pieces
        mapped = (a for name, a in self.arrays.items() if name not in pieces and is_mapped(a))
        return sum(array.nbytes for array in mapped)

    @property
    def memory_bytes(self) -> int:
        """What it holds besides, about: only what was asked for has been made."""
        made = vars(self)
        arrays = {id(a): a for a in (*self.arrays.values(), *made.values(), *_arrays_of(made))}
        held = [a.nbytes for a in arrays.values() if isinstance(a, np.ndarray) and not is_mapped(a)]
        words, facts = len(made.get("vocabulary", ())), len(made.get("facts", ()))
        kept = WORD_BYTES * words + FACT_BYTES * facts + self.stories.memory_bytes
        return sum(held) + kept

    @property
    def doc_type(self) -> np.dtype[Any]:
        """Of the documents' numbers in postings."""
        return self._docs.dtype

    def term(self, number: int) -> str:
        return decoded(self._key(number))

    def number(self, term: str) -> int | None:
        """Return a term's number, or None where no document holds it."""
        key = encoded(term)
        found = self._place(key)
        return found if found < self.term_count and self._key(found) == key else None

    def total_frequency(self, term: str) -> int:
        """In how many documents any field holds a term: fields are added up."""
        number = self.number(term)
        if number is None:
            return 0
        bounds = self.ranges[:, number : number + 2]
        return int((bounds[:, 1] - bounds[:, 0]).sum())

    def prefixed(self, prefix: str) -> range:
        """Return the numbers of all terms that start with `prefix`."""
        key = encoded(prefix)
        return range(self._place(key), self._place(key + b"\xff"))

    def postings(self, field: int, term: int) -> Postings | None:
        """Return a term's postings in a field, or None where there are none."""
        low, high = self.ranges[field, term : term + 2].tolist()
        return None if low == high else self.run(low, high)

    def run(self, low: int, high: int) -> Postings:
        """Return the postings of these numbers, which may be of more than one term."""
        places = self._places[low : high + 1]
        return Postings(self._docs[low:high], places, self._positions, self._turns, low)

    def _place(self, key: bytes) -> int:
        """The number of the first term that does not come before `key`."""
        landmark = bisect_left(self._landmarks, key)
        low, high = max(landmark - 1, 0) * STEP, min(landmark * STEP, self.term_count)
        return bisect_left(range(self.term_count), key, low, high, key=self._key)

    @cached_property
    def _landmarks(self) -> list[bytes]:
        """Every STEP-th term: a search among these runs no Python."""
        return [self._key(number) for number in range(0, self.term_count, STEP)]

    def _key(self, number: int) -> bytes:
        return self._keys[self._key_ends[number] : self._key_ends[number + 1]].tobytes()


def _arrays_of(made: Mapping[str, Any]) -> list[object]:
    """The arrays of what was made of several."""
    held = [made[name] for name in ("layout", "categories", "groups", "_shelves") if name in made]
    return [part for one in held for part in _parts_of(one)]


def _parts_of(one: Layout | Numbered[Any]) -> list[object]:
    return [one.numbers] if isinstance(one, Numbered) else list(vars(one).values())
