"""What one word of a query gives to the sections and articles of a segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from app.search.documents import ARTICLE_FIELDS, SECTION_FIELDS
from app.search.engines.holders import Holders
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from app.search.engines.holders import Present
    from app.search.engines.postings import Postings
    from app.search.engines.segment import Segment

    Floats = NDArray[np.float32]
    Score = Callable[[int, Postings], Floats]

# How much more a word in a field tells than one in the text.
FIELD_WEIGHTS = {"title": 2.0, "questions": 1.5, "tags": 1.0, "headings": 1.0, "body": 1.0}
BEST_SECTION = 0.6  # share of the best section in an article's score; the rest is all of its text


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers that are not zero: `values` at the numbers `at`, or of all where `at` is None."""

    at: NDArray[Any] | None
    values: NDArray[Any]

    @classmethod
    def of(cls, at: NDArray[Any], values: NDArray[Any], size: int) -> Amounts:
        """Keep pairs or a whole array, whichever is smaller: they are about as fast."""
        pairs = cls(at.astype(np.min_scalar_type(size)), values)
        if pairs.nbytes < size * values.itemsize:
            return pairs
        whole = np.zeros(size, values.dtype)
        whole[at] = values
        return cls(None, whole)

    @property
    def nbytes(self) -> int:
        return self.values.nbytes + (0 if self.at is None else self.at.nbytes)

    def times(self, factor: np.float32) -> Amounts:
        return Amounts(self.at, self.values * factor)

    def add_to(self, total: NDArray[Any]) -> None:
        if self.at is None:
            total += self.values
        else:  # `add.at` is made for the machine's own width: half the time of `+=`
            np.add.at(total, self.at.astype(np.intp), self.values)


@dataclass(frozen=True, slots=True)
class Gains:
    """A word's weight times its BM25 by its best alternative: of sections, by place (`Layout`), and
    of articles.

    An article gains its heads (title, questions, tags) and a share of its best section; the other
    share is due to the section that is best by all words. In the same pass it gains the weight
    itself, as the imaginary part. `holders` tell how surely each field of a document holds the
    word, and where.
    """

    sections: Amounts
    articles: Amounts
    holders: Holders

    @property
    def nbytes(self) -> int:
        return self.sections.nbytes + self.articles.nbytes + self.holders.nbytes


def distinct(rising: Iterable[tuple[float, Postings]]) -> Present:
    """Leave out what stands in the very places of a surer alternative: a name and its stem."""
    kept: list[tuple[float, Postings]] = []
    for weight, postings in reversed(list(rising)):
        if not any(postings.is_same(other) for _, other in kept):
            kept.append((weight, postings))
    return tuple(reversed(kept))


def gains(
    segment: Segment, present: tuple[Present, ...], score: Score, weight: np.float32
) -> Gains:
    """Work out what a word with these alternatives gives; `score` gives a posting's BM25."""
    parts = np.zeros(segment.doc_count, np.float32)
    for name in SECTION_FIELDS:
        if present[FIELD_NUMBERS[name]]:
            parts += _best(name, present, score, parts)
    heads = np.zeros(len(segment.starts), np.float32)
    for name in ARTICLE_FIELDS:
        if present[FIELD_NUMBERS[name]]:
            heads += _best(name, present, score, heads, segment.article_of)
    docs = (parts > 0).nonzero()[0]
    sections = Amounts.of(segment.layout.place[docs], parts[docs], len(parts))
    heads += _best_parts(segment, sections) * np.float32(1 - BEST_SECTION)
    articles = (heads > 0).nonzero()[0]
    values = np.full(len(articles), 1j * weight, np.complex64)
    values.real = heads[articles] * weight
    by_article = Amounts.of(articles, values, len(heads))
    return Gains(sections.times(weight), by_article, Holders.of(segment, present))


def _best(
    name: str,
    present: tuple[Present, ...],
    score: Score,
    like: Floats,
    number_of: NDArray[np.int32] | None = None,
) -> Floats:
    """The best alternative's score in a field, in an array `like` the one given."""
    best = np.zeros_like(like)
    field = FIELD_NUMBERS[name]
    for weight, postings in present[field]:
        at = postings.docs if number_of is None else number_of[postings.docs]
        values = score(field, postings) * np.float32(FIELD_WEIGHTS[name] * weight)
        best[at] = np.maximum(best[at], values)
    return best


def _best_parts(segment: Segment, sections: Amounts) -> Floats:
    """By article: what its best section gains."""
    if sections.at is None:
        return segment.layout.best(sections.values)
    best = np.zeros(len(segment.starts), np.float32)
    np.maximum.at(best, segment.layout.article_at[sections.at], sections.values)
    return best
