"""What one word of a query gives to the sections and articles of a segment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from app.search.documents import ARTICLE_FIELDS, SECTION_FIELDS
from app.search.engines.holders import Holders
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from numpy.typing import NDArray

    from app.search.engines.holders import Present
    from app.search.engines.segment import Postings, Segment

    Floats = NDArray[np.float32]
    Score = Callable[[int, Postings], Floats]

# How much more a word in a field tells than one in the text.
FIELD_WEIGHTS = {"title": 2.0, "questions": 1.5, "tags": 1.0, "headings": 1.0, "body": 1.0}
BEST_SECTION = 0.6  # share of the best section in an article's score; the rest is all of its text
DENSE_FROM: Final = 1 / 4  # of all; up to here pairs are as fast as whole arrays, and smaller
BODY: Final = FIELD_NUMBERS["body"]


@dataclass(frozen=True, slots=True)
class Amounts:
    """Numbers above zero: `values` at the numbers `at`, or of all where `at` is None."""

    at: NDArray[Any] | None
    values: Floats

    @classmethod
    def of(cls, at: NDArray[np.int32], values: Floats, size: int) -> Amounts:
        if len(at) < DENSE_FROM * size:
            return cls(at.astype(np.min_scalar_type(size)), values)
        whole = np.zeros(size, np.float32)
        whole[at] = values
        return cls(None, whole)

    @property
    def nbytes(self) -> int:
        return self.values.nbytes + (0 if self.at is None else self.at.nbytes)

    def add_to(self, total: Floats, weight: np.float32, holders: Floats | None = None) -> None:
        """Add the values, times `weight`; to `holders` the weight itself wherever there is one."""
        if self.at is None:
            total += self.values * weight
            if holders is not None:
                holders += (self.values > 0) * weight
            return
        at = self.at.astype(np.intp)  # which `add.at` is made for: half the time of `+=`
        np.add.at(total, at, self.values * weight)
        if holders is not None:
            np.add.at(holders, at, weight)


@dataclass(frozen=True, slots=True)
class Gains:
    """A word's BM25 by its best alternative: of sections, by place (`Layout`), and of articles.

    An article gains its heads (title, questions, tags) and a share of its best section; the other
    share is due to the section that is best by all words. `holders` tell how surely each field of
    a document holds the word; `body` are the alternatives in the text, with their rising weights.
    """

    sections: Amounts
    articles: Amounts
    holders: Holders
    body: Present

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


def gains(segment: Segment, present: tuple[Present, ...], score: Score) -> Gains:
    """Work out what a word with these alternatives gives; `score` gives a posting's BM25."""
    parts = np.zeros(segment.doc_count, np.float32)
    for name in SECTION_FIELDS:
        if present[FIELD_NUMBERS[name]]:
            parts += _best(name, present, score, parts)
    heads = np.zeros(len(segment.starts), np.float32)
    for name in ARTICLE_FIELDS:
        if present[FIELD_NUMBERS[name]]:
            heads += _best(name, present, score, heads, segment.article_of)
    docs = np.flatnonzero(parts > 0)
    sections = Amounts.of(segment.layout.place[docs], parts[docs], len(parts))
    heads += _best_parts(segment, sections) * np.float32(1 - BEST_SECTION)
    articles = np.flatnonzero(heads > 0).astype(np.int32)
    by_article = Amounts.of(articles, heads[articles], len(heads))
    return Gains(sections, by_article, Holders.of(segment, present), present[BODY])


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
