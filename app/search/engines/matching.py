"""Finds a query's articles in a view: BM25F by adding arrays, filters, and evidence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import ARTICLE_FIELDS, FIELDS, SECTION_FIELDS
from app.search.engines import evidence
from app.search.engines.base import Filter, Hits
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.search.engines.view import View
    from app.search.query import Group, Query

HEAD_NUMBERS = tuple(FIELD_NUMBERS[name] for name in ("title", "questions"))
# How much more a word in a field tells than one in the text.
FIELD_WEIGHTS = {"title": 2.0, "questions": 1.5, "tags": 1.0, "headings": 1.0, "body": 1.0}
BEST_SECTION = 0.6  # share of the best section in an article's score; the rest is all of its text
MIN_COVERAGE = 0.5  # of what the best match covers; what holds less of the query is no match


@dataclass(frozen=True, slots=True)
class SegmentScores:
    """Scores of one segment: by article, by document, and how much of the query articles hold."""

    articles: NDArray[np.float32]
    documents: NDArray[np.float32]
    coverage: NDArray[np.float32]


def find(view: View, query: Query, where: Filter, limit: int) -> Hits:
    """Return the best `limit` articles for the query, and counts of all that match."""
    groups = [group for group in query.telling if group.alternatives]
    idfs = [group_idf(view, group) for group in groups]
    scores = [_score(view, number, groups, idfs) for number in range(len(view.segments))]
    everywhere = view.mask(Filter(where.visibilities))
    allowed = [m & evidence.fits(view, n, query) for n, m in enumerate(everywhere)]
    floor = MIN_COVERAGE * max(
        (s.coverage[m].max(initial=0) for s, m in zip(scores, allowed, strict=True)), default=0
    )
    matched = [
        m & (s.coverage >= floor) & (s.articles > 0) for s, m in zip(scores, allowed, strict=True)
    ]
    inside = [m & w for m, w in zip(matched, view.mask(where), strict=True)]
    best = _best(scores, inside, limit)
    return _hits(view, query, scores, best, _count(view, inside), _categories(view, matched))


def group_idf(view: View, group: Group) -> float:
    """How much a group tells: the idf of its commonest sure alternative, times its weight."""
    sure = [a.term for a in group.alternatives if a.weight >= 0.5]
    common = max((view.frequency(FIELD_NUMBERS["body"], term) for term in sure), default=0)
    return group.weight * log(1 + view.doc_count_all / (common + 1))


def _weights(view: View, query: Query) -> NDArray[np.float32]:
    telling = set(query.telling)
    idfs = (group_idf(view, group) if group in telling else 0 for group in query.groups)
    return np.fromiter(idfs, np.float32, len(query.groups))


def _score(
    view: View, number: int, groups: Sequence[Group], idfs: Sequence[float]
) -> SegmentScores:
    segment = view.segments[number]
    article_count = len(segment.starts)
    total = np.zeros(article_count, np.float32)
    coverage = np.zeros(article_count, np.float32)
    documents = np.zeros(segment.doc_count, np.float32)
    for group, idf in zip(groups, idfs, strict=True):
        heads = _best_alternative(view, number, group, ARTICLE_FIELDS)[segment.starts]
        parts = _best_alternative(view, number, group, SECTION_FIELDS)
        documents += parts * np.float32(idf)
        spread = np.maximum.reduceat(parts, segment.starts)
        total += (heads + (1 - BEST_SECTION) * spread) * np.float32(idf)
        coverage += ((heads + spread) > 0) * np.float32(idf)
    total += BEST_SECTION * np.maximum.reduceat(documents, segment.starts)
    return SegmentScores(total, documents, coverage)


def _best_alternative(
    view: View, number: int, group: Group, fields: Sequence[str]
) -> NDArray[np.float32]:
    """By document: the sum over `fields` of the best alternative's BM25."""
    total = np.zeros(view.segments[number].doc_count, np.float32)
    for name in fields:
        field = FIELD_NUMBERS[name]
        best = np.zeros_like(total)
        for alternative in group.alternatives:
            term = view.numbers(alternative.term)[number]
            if term is None or not view.segments[number].frequency(field, term):
                continue
            scored = view.scored(number, field, term)
            values = scored.impacts * np.float32(FIELD_WEIGHTS[name] * alternative.weight)
            best[scored.docs] = np.maximum(best[scored.docs], values)
        total += best
    return total


def _best(
    scores: Sequence[SegmentScores], inside: Sequence[NDArray[np.bool_]], limit: int
) -> list[tuple[int, int]]:
    """The best (segment, article) pairs by falling score; ties by place."""
    pairs: list[tuple[float, int, int]] = []
    for number, (score, mask) in enumerate(zip(scores, inside, strict=True)):
        articles = np.flatnonzero(mask)
        values = score.articles[articles]
        if len(articles) > limit:
            top = np.argpartition(-values, limit)[:limit]
            articles, values = articles[top], values[top]
        pairs += [(-float(v), number, int(a)) for v, a in zip(values, articles, strict=True)]
    return [(number, article) for _, number, article in sorted(pairs)[:limit]]


def _count(view: View, matched: Sequence[NDArray[np.bool_]]) -> int:
    groups = {
        segment.facts[number].group
        for segment, mask in zip(view.segments, matched, strict=True)
        for number in np.flatnonzero(mask)
    }
    return len(groups)


def _categories(view: View, matched: Sequence[NDArray[np.bool_]]) -> Counter[str]:
    groups: dict[str, str] = {}
    for segment, mask in zip(view.segments, matched, strict=True):
        for number in np.flatnonzero(mask):
            facts = segment.facts[number]
            groups.setdefault(facts.group, facts.category)
    return Counter(groups.values())


def _hits(
    view: View,
    query: Query,
    scores: Sequence[SegmentScores],
    best: Sequence[tuple[int, int]],
    total: int,
    by_category: Counter[str],
) -> Hits:
    chosen = [evidence.choose(view, scores, number, article) for number, article in best]
    facts = [view.segments[c.segment].facts[c.article] for c in chosen]
    values = [scores[c.segment].articles[c.article] for c in chosen]
    return Hits(
        tuple(f.article_id for f in facts),
        tuple(f.lang for f in facts),
        tuple(f.category for f in facts),
        tuple(f.group for f in facts),
        np.array(values, np.float32),
        _weights(view, query),
        evidence.title_words(view, chosen),
        {name: evidence.sureness(view, query, chosen, name) for name in FIELDS},
        evidence.closeness(view, query, chosen),
        total,
        by_category,
        lambda i: evidence.sections(view, query, chosen[i]),
    )
