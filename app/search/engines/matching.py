"""Finds a query's articles in a view: BM25F by adding arrays, filters, and counts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from app.search.engines import closeness, evidence
from app.search.engines.base import NOTHING_ELSE, Filter, Hits
from app.search.engines.evidence import Best, Part
from app.search.engines.gains import BEST_SECTION
from app.search.engines.holders import Look
from app.search.engines.opening import Opener
from app.search.engines.rising import common, merged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.facts import Facts
    from app.search.engines.gains import Gains
    from app.search.engines.view import View
    from app.search.query import Group, Query

MIN_COVERAGE = 0.3  # of what the best match covers; what holds less of the query is no match
MIN_SCORE = 0.4  # of the best match's; what says the words in passing is no match,
ALWAYS = 20  # but so many of the best are


@dataclass(frozen=True, slots=True)
class SegmentScores:
    """What a query gives to a segment: by word, and altogether by article and section's place.

    `coverage` is how much of the query articles hold.
    """

    gains: list[Gains]
    articles: NDArray[np.float32]
    sections: NDArray[np.float32]
    coverage: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Matches:
    """The `best` articles, and by segment the numbers, which rise, of all that match.

    `matched` is without the category of the filter, `inside` with it.
    """

    weights: NDArray[np.float32]
    scores: list[SegmentScores]
    best: Best
    matched: list[NDArray[np.intp]]
    inside: list[NDArray[np.intp]]


def find(
    view: View, query: Query, where: Filter, limit: int, also: Mapping[str, str] = NOTHING_ELSE
) -> Hits:
    """Return the best `limit` articles for the query, all of `also`, and counts of all found."""
    found = matches(view, query, where, limit, also)
    parts = list(_parts(view, found, also))
    places = {part.segment: closeness.places(part.texts) for part in parts}
    matched = _groups(view, found.matched)
    inside = matched if found.inside is found.matched else _groups(view, found.inside)
    return Hits(
        facts=partial(_facts, view, found.best),
        groups=evidence.groups(view, found.best),
        scores=evidence.in_order(parts, [part.scores for part in parts]),
        weights=found.weights,
        title_words=evidence.title_words(view, query, parts),
        evidence=evidence.sureness(query, parts),
        closeness=evidence.closeness(query, parts, places),
        total=int(np.count_nonzero(inside)),
        by_category=_by_category(view, found.matched, matched),
        sections=Opener(view, found.best, parts, places),
    )


def _facts(view: View, best: Best, candidate: int) -> Facts:
    segment = view.segments[best.segments.item(candidate)]
    return segment.facts[best.articles.item(candidate)]


def matches(
    view: View, query: Query, where: Filter, limit: int, also: Mapping[str, str] = NOTHING_ELSE
) -> Matches:
    """Find what matches, and of it the best `limit` articles and all of `also`."""
    weights = np.array([view.words.weight(group) for group in query.telling], np.float32)
    scores = [_score(view, n, query.telling) for n in range(len(view.segments))]
    allowed = evidence.fitting(view, query, view.mask(Filter(where.visibilities)))
    matched = _matched(scores, allowed)
    if also:
        others = [_among(m, o) for m, o in zip(allowed, _others(view, also), strict=True)]
        matched = [merged(both) for both in zip(matched, others, strict=True)]
    inside = matched
    if where.category:
        inside = [_among(mask, m) for mask, m in zip(view.mask(where), matched, strict=True)]
    best = _best(scores, inside, limit)
    if also:
        best = _with(best, [common(o, m) for m, o in zip(inside, others, strict=True)])
    return Matches(weights, scores, best, matched, inside)


def _score(view: View, number: int, groups: Sequence[Group]) -> SegmentScores:
    segment = view.segments[number]
    both = np.zeros(len(segment.starts), np.complex64)  # scores, and weights as imaginary parts
    sections = np.zeros(segment.doc_count, np.float32)
    found = [view.words.gains(number, group) for group in groups]
    for gains in found:
        gains.sections.add_to(sections)
        gains.articles.add_to(both)
    articles = segment.layout.best(sections)
    articles *= np.float32(BEST_SECTION)
    articles += both.real
    return SegmentScores(found, articles, sections, both.imag)


def _matched(
    scores: Sequence[SegmentScores], allowed: Sequence[NDArray[np.bool_]]
) -> list[NDArray[np.intp]]:
    """The allowed articles that hold enough of the query, measured by the best of them."""
    covered = [s.coverage * mask for s, mask in zip(scores, allowed, strict=True)]
    most = max((np.maximum.reduce(c, initial=0) for c in covered), default=0)
    held = max(MIN_COVERAGE * most, 1e-6)
    # Numbers and not masks: taking by a mask costs three times as much.
    found = [(c >= held).nonzero()[0] for c in covered]
    values = [s.articles.take(numbers) for s, numbers in zip(scores, found, strict=True)]
    floor = _floor(values)
    return [n.take((v >= floor).nonzero()[0]) for n, v in zip(found, values, strict=True)]


def _floor(scores: Sequence[NDArray[np.float32]]) -> float:
    """The least score of a match, so low that ALWAYS articles match if so many hold enough."""
    found = scores[0] if len(scores) == 1 else np.concatenate([*scores, np.empty(0, np.float32)])
    if len(found) < ALWAYS:
        return 0.0
    worst = len(found) - ALWAYS  # the place of the worst of those, were all sorted
    return min(MIN_SCORE * float(np.maximum.reduce(found)), _nth(found, worst))


def _nth(values: NDArray[np.float32], place: int) -> float:
    """The one that stands at a place among the sorted values."""
    values = values.copy()
    values.partition(place)
    return values.item(place)


def _others(view: View, article_ids: Iterable[str]) -> list[NDArray[np.intp]]:
    """For each segment: the numbers of those of the articles that it holds."""
    found: list[list[int]] = [[] for _ in view.segments]
    for article_id in article_ids:
        if place := view.place(article_id):
            number, article = place
            found[number].append(article)
    return [np.array(sorted(articles), np.intp) for articles in found]


def _among(mask: NDArray[np.bool_], numbers: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of the numbers that a mask lets through."""
    return numbers.take(mask.take(numbers).nonzero()[0])


def _best(scores: Sequence[SegmentScores], inside: Sequence[NDArray[np.intp]], limit: int) -> Best:
    """The best articles by falling score; ties by segment and number."""
    falling, segments, articles = [], [], []
    for number, (score, numbers) in enumerate(zip(scores, inside, strict=True)):
        values = -score.articles.take(numbers)
        top = values.argsort(kind="stable") if len(values) <= limit else _top(values, limit)
        falling.append(values.take(top))
        articles.append(numbers.take(top))
        segments.append(np.zeros(len(top), np.intp) + number)
    if len(scores) == 1:
        return Best(segments[0], articles[0])
    nothing = np.empty(0, np.intp)
    order = np.concatenate([*falling, nothing]).argsort(kind="stable")[:limit]
    return Best(*(np.concatenate([*found, nothing]).take(order) for found in (segments, articles)))


def _top(values: NDArray[np.float32], limit: int) -> NDArray[np.intp]:
    """The places of the `limit` least values, in their order."""
    top = values.argpartition(limit)[:limit]
    top.sort()  # ties by place
    return top.take(values.take(top).argsort(kind="stable"))


def _with(best: Best, others: Sequence[NDArray[np.intp]]) -> Best:
    """Add those of the others, by segment, that are not among the best."""
    known = set(zip(best.segments.tolist(), best.articles.tolist(), strict=True))
    more = [(n, a) for n, found in enumerate(others) for a in found.tolist() if (n, a) not in known]
    if not more:
        return best
    segments, articles = np.array(more, np.intp).T
    return Best(np.append(best.segments, segments), np.append(best.articles, articles))


def _parts(view: View, matches: Matches, also: Mapping[str, str]) -> Iterator[Part]:
    """Part the best articles by their segments; each shows its best section, or that of `also`."""
    for number, score in enumerate(matches.scores):
        columns = (matches.best.segments == number).nonzero()[0]
        if not len(columns):
            continue
        # In the order of their documents, which are found in postings two to three times faster.
        columns = columns.take(matches.best.articles.take(columns).argsort())
        articles, segment = matches.best.articles.take(columns), view.segments[number]
        found = evidence.sections(segment, score.sections, articles)
        bests = found.bests
        if also:
            named = evidence.wanted(segment, articles, also)
            bests = np.where(found.most > 0, bests, np.array(named, bests.dtype))
        docs = np.concatenate((found.firsts, bests), dtype=segment.doc_type, casting="unsafe")
        scores = score.articles.take(articles)
        look = Look.at([gains.holders for gains in score.gains], docs)
        yield Part(number, columns, scores, docs, look, found.gained, found.ends)


def _by_category(
    view: View, matched: Sequence[NDArray[np.intp]], found: NDArray[np.bool_]
) -> dict[str, int]:
    """How many of a category matched; translations of one count once, where the first one lies."""
    names, rows = view.categories
    lies_in = np.zeros(view.groups[0], np.int64)
    triples = list(zip(view.groups[1], rows, matched, strict=True))
    for groups, categories, numbers in reversed(triples):
        last_first = numbers[::-1]
        lies_in[groups.take(last_first)] = categories.take(last_first)
    counts = np.bincount(lies_in.take(found.nonzero()[0]), minlength=len(names)).tolist()
    return {name: count for name, count in zip(names, counts, strict=True) if count}


def _groups(view: View, matched: Sequence[NDArray[np.intp]]) -> NDArray[np.bool_]:
    """Which translation groups have an article that matched."""
    found = np.zeros(view.groups[0], bool)
    for groups, numbers in zip(view.groups[1], matched, strict=True):
        found[groups.take(numbers)] = True
    return found
