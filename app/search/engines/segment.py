"""A segment: the postings, texts and facts of some articles as arrays that never change."""

from __future__ import annotations

import json
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping
    from typing import Any

    from numpy.typing import NDArray

    from app.search.engines.base import Filter

Name = TypeVar("Name", bound="Hashable")

HEADS_BETWEEN = "\x1f"  # stands between a section's anchor and headings, never in them
# Arrays of which a result reads a little each: a memory view does that three times faster.
STORIES = ("texts", "text_ends", "heads", "head_ends")
OFFSETS = ("spans", "span_ends", "sentences", "sentence_ends")
FIELD_NUMBERS = {name: number for number, name in enumerate(FIELDS)}


@dataclass(frozen=True, slots=True)
class Facts:
    """What an article's filter and fold ask."""

    article_id: str
    fingerprint: str
    visibility: str
    lang: str
    category: str
    group: str


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Name]):
    """Distinct names in the order in which they come, with their numbers; each article's (n,)."""

    names: Mapping[Name, int]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, names: Iterable[Name]) -> Numbered[Name]:
        known: dict[Name, int] = {}
        numbers = [known.setdefault(name, len(known)) for name in names]
        return cls(known, np.array(numbers, np.int64))


@dataclass(frozen=True, slots=True)
class Postings:
    """A term in a field of a segment.

    `docs` (n,) rise; `counts` (n,) are mentions; `positions[places[i]:places[i + 1]]` are the
    positions of the term's words in document i. All but `docs` are of the smallest type that
    holds them.
    """

    docs: NDArray[np.int32]
    counts: NDArray[Any]
    places: NDArray[Any]
    positions: NDArray[Any]

    def is_same(self, other: Postings) -> bool:
        """Whether another term stands in the same places."""
        if len(self.docs) != len(other.docs) or not np.array_equal(self.docs, other.docs):
            return False
        mine, others = self._span, other._span
        return np.array_equal(self.counts, other.counts) and np.array_equal(mine, others)

    @property
    def _span(self) -> NDArray[Any]:
        return self.positions[self.places[0] : self.places[-1]]


class Segment:
    """Arrays of one segment, in memory or mapped from a file.

    `ranges[f, t]` and `ranges[f, t + 1]` bound the postings of term t in field f within `docs`,
    `counts` and `places`; `starts` holds each article's first document; `lengths[f, d]` counts
    words as they are scored, `words[f, d]` as they are.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self.arrays = arrays
        self._keys = arrays["keys"].tobytes()
        self._key_ends = arrays["key_ends"].tolist()
        self._docs = arrays["docs"]
        self._counts = arrays["counts"]
        self._places = arrays["places"]
        self._positions = arrays["positions"]
        self.ranges = arrays["ranges"]
        self.lengths = arrays["lengths"]
        self.starts = arrays["starts"]
        self._stories = {name: arrays[name].data for name in (*STORIES, *OFFSETS)}
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
        return [self._keys[low:high] for low, high in pairwise(self._key_ends)]

    @cached_property
    def article_numbers(self) -> dict[str, int]:
        """Article id → number."""
        return {facts.article_id: number for number, facts in enumerate(self.facts)}

    @cached_property
    def facts(self) -> tuple[Facts, ...]:
        return tuple(Facts(*row) for row in json.loads(self.arrays["facts"].tobytes()))

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
        words = [key.decode("utf-8", "surrogatepass") for key in keys]
        return dict(zip(words, counts, strict=True))

    @property
    def size(self) -> int:
        """Bytes that the arrays take."""
        return sum(array.nbytes for array in self.arrays.values())

    def term(self, number: int) -> str:
        return self._key(number).decode("utf-8", "surrogatepass")

    def number(self, term: str) -> int | None:
        """Return a term's number, or None where no document holds it."""
        key = term.encode("utf-8", "surrogatepass")
        found = bisect_left(range(self.term_count), key, key=self._key)
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
        key = prefix.encode("utf-8", "surrogatepass")
        numbers = range(self.term_count)
        first = bisect_left(numbers, key, key=self._key)
        return range(first, bisect_left(numbers, key + b"\xff", lo=first, key=self._key))

    def postings(self, field: int, term: int) -> Postings | None:
        """Return a term's postings in a field, or None where there are none."""
        low, high = self.ranges[field, term : term + 2].tolist()
        if low == high:
            return None
        return Postings(
            self._docs[low:high],
            self._counts[low:high],
            self._places[low : high + 1],
            self._positions,
        )

    def text(self, doc: int) -> str:
        return self._story("texts", "text_ends", doc)

    def heading(self, doc: int) -> tuple[str, tuple[str, ...]]:
        """Return a document's anchor and heading path."""
        anchor, *path = self._story("heads", "head_ends", doc).split(HEADS_BETWEEN)
        return anchor, tuple(path)

    def spans(self, doc: int) -> list[int]:
        return self._offsets("spans", "span_ends", doc)

    def sentences(self, doc: int) -> list[int]:
        return self._offsets("sentences", "sentence_ends", doc)

    def _offsets(self, name: str, ends: str, doc: int) -> list[int]:
        bounds = self._stories[ends]
        offsets: list[int] = self._stories[name][bounds[doc] : bounds[doc + 1]].tolist()
        return offsets

    def _story(self, name: str, ends: str, doc: int) -> str:
        bounds = self._stories[ends]
        story = self._stories[name][bounds[doc] : bounds[doc + 1]]
        return str(story, "utf-8", "surrogatepass")

    def _key(self, number: int) -> bytes:
        return self._keys[self._key_ends[number] : self._key_ends[number + 1]]


def is_within(category: str, outer: str | None) -> bool:
    """Whether a category is `outer`, or lies in it; None means anywhere."""
    return outer is None or category == outer or category.startswith(f"{outer}/")
