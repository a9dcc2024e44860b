"""Segments as one index at one moment: whole-index statistics, filters, and BM25 of a term."""

from __future__ import annotations

from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.facts import renumbered
from app.search.engines.phrases import phrase
from app.search.engines.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from app.search.engines.base import Filter
    from app.search.engines.postings import Postings
    from app.search.engines.segment import Segment

K1 = 1.2  # BM25: how fast repeating a word stops counting (Robertson & Zaragoza 2009)
LENGTH_WEIGHT = {"title": 0.3, "questions": 0.3, "tags": 0.3, "headings": 0.5, "body": 0.75}  # b
CACHED_TERMS = 50_000  # whose frequency is kept
CACHED_POSTINGS = 10_000  # of terms in fields
POSTINGS_BYTES = 600  # that each takes, about
TERM_BYTES = 150  # of a term whose frequency is kept, about
MAX_FILTERS = 1_000  # whose masks are kept
LEMMAS = "l:"


class View:
    """What one search sees; commits make new views and never change an old one.

    `alive` tells for each segment which of its articles are not deleted. A term is one of the
    index, or several with a space between: the words side by side.
    """

    def __init__(self, segments: Iterable[Segment], alive: Iterable[NDArray[np.bool_]]) -> None:
        self.segments = tuple(segments)
        self.alive = tuple(alive)
        self.doc_count_all = sum(segment.doc_count for segment in self.segments)
        self._postings: dict[tuple[int, int, str], Postings | None] = {}
        self._frequencies: dict[tuple[int, str], int] = {}
        self._stands: dict[tuple[str, Filter], bool] = {}
        self.words = Words(self)
        self._article_ids: dict[Filter, frozenset[str]] = {}
        self._masks: dict[Filter, tuple[NDArray[np.bool_], ...]] = {}

    @cached_property
    def fingerprints(self) -> dict[str, str]:
        """Article id → fingerprint, of every article that is not deleted."""
        found: dict[str, str] = {}
        for segment, alive in zip(self.segments, self.alive, strict=True):
            kept = segment.fingerprints if alive.all() else dict(segment.fingerprints)
            for article in np.flatnonzero(~alive).tolist():
                del kept[segment.facts[article].article_id]
            found |= kept
        return found

    @cached_property
    def doc_count(self) -> int:
        """Documents that are not deleted."""
        pairs = zip(self.segments, self.alive, strict=True)
        return sum(int(alive[segment.article_of].sum()) for segment, alive in pairs)

    @cached_property
    def article_count(self) -> int:
        """Articles that are not deleted."""
        return sum(int(alive.sum()) for alive in self.alive)

    @property
    def memory_bytes(self) -> int:
        """What it keeps in memory, about: scored words, all that was asked, and the segments' own.

        Mapped files are told apart by `mapped_bytes`.
        """
        norms: list[NDArray[np.float32]] = vars(self).get("_norms", [])
        masks = sum(mask.nbytes for mask in chain.from_iterable(tuple(self._masks.values())))
        terms = len(self._frequencies) + len(self._stands)
        kept = self.words.memory_bytes + POSTINGS_BYTES * len(self._postings) + TERM_BYTES * terms
        own = sum(segment.memory_bytes for segment in self.segments)
        return kept + own + masks + sum(norm.nbytes for norm in norms)

    @property
    def mapped_bytes(self) -> int:
        """The files that it has mapped, whether their pages are in memory now or not."""
        return sum(segment.mapped_bytes for segment in self.segments)

    @cached_property
    def vocabulary(self) -> dict[str, int]:
        """Every exact form with the number of documents that hold it, fields added up."""
        parts = sorted((s.vocabulary for s in self.segments), key=len, reverse=True)
        if len(parts) == 1:
            return parts[0]
        found = dict(parts[0]) if parts else {}  # of most words, so that few are added
        for part in parts[1:]:
            for word, count in part.items():
                found[word] = found.get(word, 0) + count
        return found

    def postings(self, segment: int, field: int, term: str) -> Postings | None:
        """Return a term's postings in a field of a segment, or None where there are none."""
        key = (segment, field, term)
        try:
            return self._postings[key]
        except KeyError:
            found = self._read(segment, field, term)
        if len(self._postings) > CACHED_POSTINGS:
            self._postings.clear()
        self._postings[key] = found
        return found

    def frequency(self, field: int, term: str) -> int:
        """In how many documents (deleted ones too) the field holds the term."""
        key = (field, term)
        found = self._frequencies.get(key)
        if found is None:
            read = (self.postings(number, field, term) for number in range(len(self.segments)))
            found = sum(len(postings.docs) for postings in read if postings)
            if len(self._frequencies) > CACHED_TERMS:
                self._frequencies.clear()
            self._frequencies[key] = found
        return found

    def total_frequency(self, term: str) -> int:
        """In how many documents any field holds the term, about: fields are added up."""
        if " " in term:
            return sum(self.frequency(field, term) for field in range(len(FIELDS)))
        return sum(segment.total_frequency(term) for segment in self.segments)

    def stands(self, term: str, where: Filter) -> bool:
        """Whether an article that a search may see holds the term."""
        key = (term, where)
        found = self._stands.get(key)
        if found is None:
            found = self._is_seen(term, self.mask(where))
            if len(self._stands) > CACHED_TERMS:
                self._stands.clear()
            self._stands[key] = found
        return found

    def bm25(self, segment: int, field: int, postings: Postings) -> NDArray[np.float32]:
        """Return tf·(k1 + 1) / (tf + k1·(1 - b + b·length/mean)) of each document, without idf."""
        counts = postings.counts.astype(np.float32)
        norms = self._norms[segment][field][postings.docs]
        impacts: NDArray[np.float32] = counts * np.float32(K1 + 1) / (counts + norms)
        return impacts

    def mask(self, where: Filter) -> tuple[NDArray[np.bool_], ...]:
        """Tell for each segment which of its articles a search may see."""
        found = self._masks.get(where)
        if found is None:
            pairs = zip(self.segments, self.alive, strict=True)
            found = tuple(alive & segment.passing(where) for segment, alive in pairs)
            if len(self._masks) < MAX_FILTERS:
                self._masks[where] = found
        return found

    def article_ids(self, where: Filter) -> frozenset[str]:
        """The articles a search may see; the same object whenever asked."""
        found = self._article_ids.get(where)
        if found is None:
            pairs = zip(self.segments, self.mask(where), strict=True)
            found = frozenset(s.facts[n].article_id for s, m in pairs for n in np.flatnonzero(m))
            if len(self._article_ids) < MAX_FILTERS:
                self._article_ids[where] = found
        return found

    def place(self, article_id: str) -> tuple[int, int] | None:
        """Return an article's segment and its number there; None where it is not, or deleted."""
        for number, segment in enumerate(self.segments):
            article = segment.article_numbers.get(article_id)
            if article is not None and self.alive[number][article]:
                return number, article
        return None

    def lemmas(self) -> dict[str, int]:
        """Every lemma with the number of documents that hold it, fields added up."""
        found: dict[str, int] = {}
        for segment in self.segments:
            for lemma, count in segment.counted(LEMMAS).items():
                found[lemma] = found.get(lemma, 0) + count
        return found

    @cached_property
    def categories(self) -> tuple[tuple[str, ...], list[NDArray[np.int64]]]:
        """The categories, and for each segment the number of each article's category."""
        names, rows = renumbered([segment.categories for segment in self.segments])
        return tuple(names), rows

    @cached_property
    def groups(self) -> tuple[int, list[NDArray[np.int64]]]:
        """How many translation groups there are, and for each segment each article's number."""
        names, rows = renumbered([segment.groups for segment in self.segments])
        return len(names), rows

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

    def _is_seen(self, term: str, masks: Sequence[NDArray[np.bool_]]) -> bool:
        return any(
            bool(mask[self.segments[number].article_of[postings.docs]].any())
            for number, mask in enumerate(masks)
            for field in range(len(FIELDS))
            if (postings := self.postings(number, field, term))
        )

    def _read(self, segment: int, field: int, term: str) -> Postings | None:
        words = term.split(" ")
        if len(words) > 1:
            return phrase([self.postings(segment, field, word) for word in words])
        number = self.segments[segment].number(term)
        return None if number is None else self.segments[segment].postings(field, number)
