"""Finds a query's articles in a view: BM25F by adding arrays, filters, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import ARTICLE_FIELDS, FIELDS, SECTION_FIELDS
from app.search.engines import evidence
from app.search.engines.base import NOTHING_ELSE, Filter, Hits
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.base import SectionMatch
    from app.search.engines.evidence import Choice, Places
    from app.search.engines.view import View
    from app.search.query import Group, Query

# How much more a word in a field tells than one in the text.
FIELD_WEIGHTS = {"title": 2.0, "questions": 1.5, "tags": 1.0, "headings": 1.0, "body": 1.0}
BEST_SECTION = 0.6  # share of the best section in an article's score; the rest is all of its text
MIN_COVERAGE = 0.3  # of what the best match covers; what holds less of the query is no match
MIN_SCORE = 0.4  # of the best match's; what says the words in passing is no match,
ALWAYS = 20  # but so many of the best are
SURE = 0.8  # alternatives that make a group's frequency: forms, lemmas and families
BODY = FIELD_NUMBERS["body"]


@dataclass(frozen=True, slots=True)
class SegmentScores:
    """Scores of one segment: by article, by document, and how much of the query articles hold."""

    articles: NDArray[np.float32]
    documents: NDArray[np.float32]
    coverage: NDArray[np.float32]


def find(
    view: View, query: Query, where: Filter, limit: int, also: Mapping[str, str] = NOTHING_ELSE
) -> Hits:
    """Return the best `limit` articles for the query, all of `also`, and counts of all found."""
    weights = np.array([group_weight(view, group) for group in query.telling], np.float32)
    scores = [_score(view, n, query.telling, weights) for n in range(len(view.segments))]
    readable = view.mask(Filter(where.visibilities))
    allowed = [mask & evidence.fits(view, n, query) for n, mask in enumerate(readable)]
    others = _places(view, also)
    matched = _matched(scores, allowed)
    for mask, other, fit in zip(matched, others, allowed, strict=True):
        mask[other] = fit[other]
    inside = [m & w for m, w in zip(matched, view.mask(where), strict=True)]
    best = _best(scores, inside, limit, others)
    chosen = [evidence.choose(view, n, scores[n].documents, article, also) for n, article in best]
    places = evidence.places(view, query, chosen[: evidence.MAX_CLOSE])
    facts = [view.segments[c.segment].facts[c.article] for c in chosen]
    return Hits(
        article_ids=tuple(f.article_id for f in facts),
        langs=tuple(f.lang for f in facts),
        categories=tuple(f.category for f in facts),
        translation_groups=tuple(f.group for f in facts),
        scores=np.array([scores[n].articles[article] for n, article in best], np.float32),
        weights=weights,
        title_words=evidence.title_words(view, chosen),
        evidence={name: evidence.sureness(view, query, chosen, name) for name in FIELDS},
        closeness=places.closeness(len(chosen)),
        total=_count(view, inside),
        by_category=_by_category(view, matched),
        section=lambda i: _section(view, query, chosen, places, i),
        other_headings=lambda i: evidence.other_headings(
            view, chosen[i], scores[chosen[i].segment].documents
        ),
    )


def _section(
    view: View, query: Query, chosen: Sequence[Choice], places: Places, candidate: int
) -> SectionMatch:
    choice = chosen[candidate]
    if candidate < places.columns:
        return evidence.section(view, choice, places.of(candidate))
    return evidence.section(view, choice, evidence.places(view, query, [choice]).of(0))


def group_weight(view: View, group: Group) -> float:
    """How much a group tells: the idf of its commonest sure alternative, times its weight."""
    sure = [a.term for a in group.alternatives if a.weight >= SURE]
    terms = sure or [a.term for a in group.alternatives]
    common = max((view.frequency(BODY, term) for term in terms), default=0)
    return group.weight * log(1 + view.doc_count_all / (common + 1))


def _score(
    view: View, number: int, groups: Sequence[Group], weights: NDArray[np.float32]
) -> SegmentScores:
    segment = view.segments[number]
    total = np.zeros(len(segment.starts), np.float32)
    coverage = np.zeros_like(total)
    documents = np.zeros(segment.doc_count, np.float32)
    for group, weight in zip(groups, weights, strict=True):
        heads = best_alternative(view, number, group, ARTICLE_FIELDS)
        parts = best_alternative(view, number, group, SECTION_FIELDS)
        gained = np.zeros_like(total)
        if parts is not None:
            documents += parts * weight
            gained += np.maximum.reduceat(parts, segment.starts) * np.float32(1 - BEST_SECTION)
        if heads is not None:
            gained += heads[segment.starts]
        total += gained * weight
        coverage += (gained > 0) * weight
    total += np.maximum.reduceat(documents, segment.starts) * np.float32(BEST_SECTION)
    return SegmentScores(total, documents, coverage)


def best_alternative(
    view: View, number: int, group: Group, fields: Sequence[str]
) -> NDArray[np.float32] | None:
    """By document: the sum over `fields` of the best alternative's BM25; None where all are 0."""
    total: NDArray[np.float32] | None = None
    for name in fields:
        found = [
            (scored, np.float32(FIELD_WEIGHTS[name] * alternative.weight))
            for alternative in group.alternatives
            if (scored := view.scored(number, FIELD_NUMBERS[name], alternative.term))
        ]
        if not found:
            continue
        best = np.zeros(view.segments[number].doc_count, np.float32)
        for (docs, impacts), weight in found:
            best[docs] = np.maximum(best[docs], impacts * weight)
        total = best if total is None else total + best
    return total


def _matched(
    scores: Sequence[SegmentScores], allowed: Sequence[NDArray[np.bool_]]
) -> list[NDArray[np.bool_]]:
    """Which allowed articles hold enough of the query, measured by the best of them."""
    pairs = list(zip(scores, allowed, strict=True))
    most = max((s.coverage[mask].max(initial=0) for s, mask in pairs), default=0)
    held = max(MIN_COVERAGE * most, 1e-6)
    matched = [mask & (s.coverage >= held) for s, mask in pairs]
    floor = _floor([s.articles[m] for s, m in zip(scores, matched, strict=True)])
    return [m & (s.articles >= floor) for s, m in zip(scores, matched, strict=True)]


def _floor(scores: Sequence[NDArray[np.float32]]) -> float:
    """The least score of a match, so low that ALWAYS articles match if so many hold enough."""
    falling = -np.sort(-np.concatenate(scores)) if scores else np.empty(0, np.float32)
    return min(MIN_SCORE * falling[0], falling[ALWAYS - 1]) if len(falling) >= ALWAYS else 0.0


def _places(view: View, article_ids: Iterable[str]) -> list[NDArray[np.intp]]:
    """For each segment: the numbers of those of the articles that it holds."""
    found: list[list[int]] = [[] for _ in view.segments]
    for article_id in article_ids:
        if article_id in view.places:
            number, article = view.places[article_id]
            found[number].append(article)
    return [np.array(sorted(articles), np.intp) for articles in found]


def _best(
    scores: Sequence[SegmentScores],
    inside: Sequence[NDArray[np.bool_]],
    limit: int,
    others: Sequence[NDArray[np.intp]],
) -> list[tuple[int, int]]:
    """The best (segment, article) pairs by falling score, then `others`; ties by place."""
    pairs: list[tuple[float, int, int]] = []
    for number, (score, mask) in enumerate(zip(scores, inside, strict=True)):
        articles = np.flatnonzero(mask)
        values = score.articles[articles]
        if len(articles) > limit:
            top = np.argpartition(-values, limit)[:limit]
            articles, values = articles[top], values[top]
        falling = (-values).tolist()
        pairs += zip(falling, [number] * len(falling), articles.tolist(), strict=True)
    best = [(number, article) for _, number, article in sorted(pairs)[:limit]]
    more = ((n, int(a)) for n, found in enumerate(others) for a in found if inside[n][a])
    return list(dict.fromkeys([*best, *more]))


def _count(view: View, matched: Sequence[NDArray[np.bool_]]) -> int:
    """How many articles matched, translations of one counted once."""
    groups = [numbers[mask] for numbers, mask in zip(view.groups[1], matched, strict=True)]
    return len(np.unique(np.concatenate(groups))) if groups else 0


def _by_category(view: View, matched: Sequence[NDArray[np.bool_]]) -> dict[str, int]:
    names, rows = view.categories
    groups = [numbers[mask] for numbers, mask in zip(view.groups[1], matched, strict=True)]
    places = [numbers[mask] for numbers, mask in zip(rows, matched, strict=True)]
    if not groups:
        return {}
    _, firsts = np.unique(np.concatenate(groups), return_index=True)
    counts = np.bincount(np.concatenate(places)[firsts], minlength=len(names)).tolist()
    return {name: count for name, count in zip(names, counts, strict=True) if count}
