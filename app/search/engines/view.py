"""Segments as one index at one moment: whole-index statistics, filters, and BM25 of a term."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import FIELDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

    from app.search.engines.base import Filter
    from app.search.engines.segment import Facts, Segment

K1 = 1.2  # BM25: how fast repeating a word stops counting (Robertson & Zaragoza 2009)
LENGTH_WEIGHT = {"title": 0.3, "questions": 0.3, "tags": 0.3, "headings": 0.5, "body": 0.75}  # b
CACHE_BYTES = 64 * 2**20  # of scored postings; the words people ask for are few


@dataclass(frozen=True, slots=True)
class Scored:
    """A term in a field of a segment: its documents (rising) and their BM25 without the idf."""

    docs: NDArray[np.int32]
    impacts: NDArray[np.float32]


class View:
    """What one search sees; commits make new views and never change an old one.

    `alive` tells for each segment which of its articles are not deleted.
    """

    def __init__(self, segments: Iterable[Segment], alive: Iterable[NDArray[np.bool_]]) -> None:
        self.segments = tuple(segments)
        self.alive = tuple(alive)
        self.doc_count_all = sum(segment.doc_count for segment in self.segments)
        self._numbers: dict[str, tuple[int | None, ...]] = {}
        self._scored: OrderedDict[tuple[int, int, int], Scored] = OrderedDict()
        self._scored_bytes = 0
        self._masks: dict[Filter, tuple[NDArray[np.bool_], ...]] = {}

    def facts(self) -> Iterator[Facts]:
        """Return the facts of every article that is not deleted."""
        for number in range(len(self.segments)):
            yield from self.facts_of(number)

    def facts_of(self, number: int) -> Iterator[Facts]:
        """Return the facts of a segment's articles that are not deleted."""
        facts = self.segments[number].facts
        return (facts[article] for article in np.flatnonzero(self.alive[number]))

    @cached_property
    def doc_count(self) -> int:
        """Documents that are not deleted."""
        pairs = zip(self.segments, self.alive, strict=True)
        return sum(int(alive[segment.article_of].sum()) for segment, alive in pairs)

    @property
    def deleted_share(self) -> float:
        return 1 - self.doc_count / self.doc_count_all if self.doc_count_all else 0.0

    def numbers(self, term: str) -> tuple[int | None, ...]:
        """Return a term's number in each segment."""
        found = self._numbers.get(term)
        if found is None:
            found = tuple(segment.number(term) for segment in self.segments)
            if len(self._numbers) < 100_000:
                self._numbers[term] = found
        return found

    def total_frequency(self, term: str) -> int:
        """In how many documents any field holds the term, about: fields are added up."""
        return sum(self.frequency(field, term) for field in range(len(FIELDS)))

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every exact form with the number of documents that hold it."""
        found: dict[str, int] = {}
        for segment in self.segments:
            counts = np.diff(segment.ranges, axis=1).sum(axis=0)
            for number in segment.prefixed("e:"):
                word = segment.term(number)[2:]
                found[word] = found.get(word, 0) + int(counts[number])
        return found

    def frequency(self, field: int, term: str) -> int:
        """In how many documents (deleted ones too) the field holds the term."""
        pairs = zip(self.segments, self.numbers(term), strict=True)
        return sum(s.frequency(field, number) for s, number in pairs if number is not None)

    def idf(self, field: int, term: str) -> float:
        """Return the inverse document frequency as Whoosh counts it: ln(N / (n + 1)) + 1."""
        return log(self.doc_count_all / (self.frequency(field, term) + 1)) + 1

    def scored(self, segment: int, field: int, term: int) -> Scored:
        """Return the documents of a term with tf·(k1 + 1) / (tf + k1·(1 - b + b·length/mean))."""
        key = (segment, field, term)
        found = self._scored.get(key)
        if found is None:
            found = self._score(segment, field, term)
            self._keep(key, found)
        return found

    def mask(self, where: Filter) -> tuple[NDArray[np.bool_], ...]:
        """Tell for each segment which of its articles a search may see."""
        found = self._masks.get(where)
        if found is None:
            found = tuple(
                alive & np.fromiter((_passes(f, where) for f in s.facts), bool, len(s.facts))
                for s, alive in zip(self.segments, self.alive, strict=True)
            )
            if len(self._masks) < 1_000:
                self._masks[where] = found
        return found

    @property
    def memory_bytes(self) -> int:
        """Memory for caches; mapped files are not counted."""
        return self._scored_bytes

    @cached_property
    def _norms(self) -> list[NDArray[np.float32]]:
        """k1·(1 - b + b·length/mean) by field and document, for each segment."""
        totals = sum((s.arrays["totals"] for s in self.segments), np.zeros(len(FIELDS), np.int64))
        means = np.maximum(totals / max(self.doc_count_all, 1), 1e-9)[:, None]
        weights = np.array([LENGTH_WEIGHT[name] for name in FIELDS])[:, None]
        return [
            (K1 * ((1 - weights) + weights * segment.lengths / means)).astype(np.float32)
            for segment in self.segments
        ]

    def _score(self, segment: int, field: int, term: int) -> Scored:
        postings = self.segments[segment].postings(field, term)
        counts = postings.counts.astype(np.float32)
        norms = self._norms[segment][field][postings.docs]
        impacts = counts * np.float32(K1 + 1) / (counts + norms)
        return Scored(postings.docs, impacts)

    def _keep(self, key: tuple[int, int, int], scored: Scored) -> None:
        self._scored[key] = scored
        self._scored_bytes += scored.impacts.nbytes
        while self._scored_bytes > CACHE_BYTES and self._scored:
            _, oldest = self._scored.popitem(last=False)
            self._scored_bytes -= oldest.impacts.nbytes


def _passes(facts: Facts, where: Filter) -> bool:
    return facts.visibility in where.visibilities and is_within(facts.category, where.category)


def is_within(category: str, outer: str | None) -> bool:
    """Whether a category is `outer`, or lies in it; None means anywhere."""
    return outer is None or category == outer or category.startswith(f"{outer}/")
