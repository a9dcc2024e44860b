"""Finds a query's articles in a view: BM25F by adding arrays, filters, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from math import log
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines import closeness, evidence
from app.search.engines.base import NOTHING_ELSE, Filter, Hits
from app.search.engines.gains import BEST_SECTION
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.base import SectionMatch
    from app.search.engines.closeness import Places
    from app.search.engines.evidence import Choice
    from app.search.engines.view import View
    from app.search.query import Group, Query

MIN_COVERAGE = 0.3  # of what the best match covers; what holds less of the query is no match
MIN_SCORE = 0.4  # of the best match's; what says the words in passing is no match,
ALWAYS = 20  # but so many of the best are
SURE = 0.8  # alternatives that make a group's frequency: forms, lemmas and families
BODY = FIELD_NUMBERS["body"]
Pair = tuple[int, int]  # a segment and an article of it


@dataclass(frozen=True, slots=True)
class SegmentScores:
    """Scores of one segment: by article, by section's place, and how much articles hold."""

    articles: NDArray[np.float32]
    sections: NDArray[np.float32]
    coverage: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The `best` articles, best first, and masks by segment of all that match.

    `matched` is without the category of the filter, `inside` with it.
    """

    weights: NDArray[np.float32]
    scores: list[SegmentScores]
    best: list[Pair]
    matched: list[NDArray[np.bool_]]
    inside: list[NDArray[np.bool_]]


def find(
    view: View, query: Query, where: Filter, limit: int, also: Mapping[str, str] = NOTHING_ELSE
) -> Hits:
    """Return the best `limit` articles for the query, all of `also`, and counts of all found."""
    found = matches(view, query, where, limit, also)
    scores = found.scores
    chosen = evidence.choose(view, [s.sections for s in scores], found.best, also)
    parts = list(evidence.by_segment(view, chosen))
    places = closeness.places(view, query, parts, min(len(chosen), closeness.MAX_CLOSE))
    matched = _groups(view, found.matched)
    inside = matched if found.inside is found.matched else _groups(view, found.inside)
    facts = [view.segments[number].facts[article] for number, article in found.best]
    return Hits(
        article_ids=tuple([f.article_id for f in facts]),
        langs=tuple([f.lang for f in facts]),
        categories=tuple([f.category for f in facts]),
        translation_groups=tuple([f.group for f in facts]),
        scores=np.array([scores[n].articles[article] for n, article in found.best], np.float32),
        weights=found.weights,
        title_words=evidence.title_words(view, query, parts, len(chosen)),
        evidence=evidence.sureness(view, query, parts, len(chosen)),
        closeness=places.closeness(len(chosen)),
        total=_count(inside),
        by_category=_by_category(view, found.matched, matched),
        section=lambda i: _section(view, query, chosen, places, i),
        other_headings=lambda i: evidence.other_headings(
            view, chosen[i], scores[chosen[i].segment].sections
        ),
    )


def matches(
    view: View, query: Query, where: Filter, limit: int, also: Mapping[str, str] = NOTHING_ELSE
) -> Matches:
    """Find what matches, and of it the best `limit` articles and all of `also`."""
    weights = np.array([group_weight(view, group) for group in query.telling], np.float32)
    scores = [_score(view, n, query.telling, weights) for n in range(len(view.segments))]
    allowed = evidence.fitting(view, query, view.mask(Filter(where.visibilities)))
    matched = _matched(scores, allowed)
    others = _places(view, also)
    for mask, other, fit in zip(matched, others, allowed, strict=True):
        mask[other] = fit[other]
    inside = matched
    if where.category:
        inside = [m & w for m, w in zip(matched, view.mask(where), strict=True)]
    best = _best(scores, inside, limit, others)
    return Matches(weights, scores, best, matched, inside)


def _section(
    view: View, query: Query, chosen: Sequence[Choice], places: Places, candidate: int
) -> SectionMatch:
    choice = chosen[candidate]
    if candidate < places.columns:
        return evidence.section(view, choice, places.of(candidate))
    alone = list(evidence.by_segment(view, [choice]))
    return evidence.section(view, choice, closeness.places(view, query, alone, 1).of(0))


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
    articles = np.zeros(len(segment.starts), np.float32)
    coverage = np.zeros_like(articles)
    sections = np.zeros(segment.doc_count, np.float32)
    for group, weight in zip(groups, weights, strict=True):
        if group.alternatives:
            gains = view.gains(number, group)
            gains.sections.add_to(sections, weight)
            gains.articles.add_to(articles, weight, coverage)
    articles += segment.layout.best(sections) * np.float32(BEST_SECTION)
    return SegmentScores(articles, sections, coverage)


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
    found = scores[0] if len(scores) == 1 else np.concatenate([*scores, np.empty(0, np.float32)])
    if len(found) < ALWAYS:
        return 0.0
    worst = len(found) - ALWAYS  # the place of the worst of those, were all sorted
    return min(MIN_SCORE * float(found.max()), float(np.partition(found, worst)[worst]))


def _places(view: View, article_ids: Iterable[str]) -> list[NDArray[np.intp]]:
    """For each segment: the numbers of those of the articles that it holds."""
    found: list[list[int]] = [[] for _ in view.segments]
    for article_id in article_ids:
        if place := view.place(article_id):
            number, article = place
            found[number].append(article)
    return [np.array(sorted(articles), np.intp) for articles in found]


def _best(
    scores: Sequence[SegmentScores],
    inside: Sequence[NDArray[np.bool_]],
    limit: int,
    others: Sequence[NDArray[np.intp]],
) -> list[Pair]:
    """The best (segment, article) pairs by falling score, then `others`; ties by place."""
    if not scores:
        return []
    falling, places = [], []
    for number, (score, mask) in enumerate(zip(scores, inside, strict=True)):
        articles = np.flatnonzero(mask)
        values = -score.articles[articles]
        if len(articles) > limit:
            top = np.argpartition(values, limit)[:limit]
            articles, values = articles[top], values[top]
        falling.append(values)
        places.append((np.full(len(articles), number), articles))
    numbers, articles = (np.concatenate(found) for found in zip(*places, strict=True))
    order = np.lexsort((articles, numbers, np.concatenate(falling)))[:limit]
    best = list(zip(numbers[order].tolist(), articles[order].tolist(), strict=True))
    more = [(n, int(a)) for n, found in enumerate(others) for a in found if inside[n][a]]
    return list(dict.fromkeys([*best, *more])) if more else best


def _count(groups: NDArray[np.bool_]) -> int:
    """How many articles matched, translations of one counted once."""
    return int(np.count_nonzero(groups))


def _by_category(
    view: View, matched: Sequence[NDArray[np.bool_]], found: NDArray[np.bool_]
) -> dict[str, int]:
    """How many of a category matched; translations of one count once, where the first one lies."""
    names, rows = view.categories
    lies_in = np.zeros(view.groups[0], np.int64)
    for groups, categories, mask in reversed(list(zip(view.groups[1], rows, matched, strict=True))):
        lies_in[groups[mask][::-1]] = categories[mask][::-1]
    counts = np.bincount(lies_in[found], minlength=len(names)).tolist()
    return {name: count for name, count in zip(names, counts, strict=True) if count}


def _groups(view: View, matched: Sequence[NDArray[np.bool_]]) -> NDArray[np.bool_]:
    """Which translation groups have an article that matched."""
    found = np.zeros(view.groups[0], bool)
    for groups, mask in zip(view.groups[1], matched, strict=True):
        found[groups[mask]] = True
    return found
