"""Why an article matches: which fields hold which words, where, and how near to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from app.search.documents import FIELDS, SECTION_FIELDS
from app.search.engines.base import SectionMatch
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.view import View
    from app.search.query import Query

MAX_OTHERS = 2  # more headings of an article in a result, beside the best section
BODY, TITLE = FIELD_NUMBERS["body"], FIELD_NUMBERS["title"]
LEAD: Final = "lead"
PLACES: Final = (*FIELD_NUMBERS.items(), (LEAD, BODY))


class Choice(NamedTuple):
    """An article of a segment, its first document, and its best one with its score."""

    segment: int
    article: int
    first: int
    best: int
    score: float


class Part(NamedTuple):
    """The candidates that lie in a segment: their rising numbers, first documents and best ones.

    Documents have the type of the segment's postings, so that no search in those converts them.
    """

    segment: int
    columns: NDArray[np.int64]
    firsts: NDArray[Any]
    bests: NDArray[Any]


def choose(
    view: View,
    scores: Sequence[NDArray[np.float32]],
    found: Sequence[tuple[int, int]],
    also: Mapping[str, str],
) -> list[Choice]:
    """Pick for each (segment, article) the section to show: the best, that of `also`, the first.

    `scores` are by segment and section's place.
    """
    numbers = sorted({number for number, _ in found})
    best = {number: _best_sections(view, number, scores[number], found) for number in numbers}
    chosen = [Choice(number, article, *next(best[number])) for number, article in found]
    if not also:
        return chosen
    return [c if c.score else c._replace(best=_wanted(view, c, also)) for c in chosen]


def _best_sections(
    view: View, number: int, scores: NDArray[np.float32], found: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, float]]:
    """Of each article of a segment its first document, its best one, and the score of that."""
    segment = view.segments[number]
    articles = np.array([article for n, article in found if n == number], np.intp)
    firsts, counts = segment.starts[articles], segment.counts[articles]
    ends = counts.cumsum()
    docs = (firsts - ends + counts).repeat(counts)
    docs += np.arange(len(docs), dtype=docs.dtype)
    values = scores[segment.layout.place[docs]]
    most = np.maximum.reduceat(values, ends - counts)
    is_most = np.flatnonzero(values == most.repeat(counts))
    best = docs[is_most[is_most.searchsorted(ends - counts)]]
    return zip(firsts.tolist(), best.tolist(), most.tolist(), strict=True)


def _wanted(view: View, choice: Choice, also: Mapping[str, str]) -> int:
    """The document that `also` names for an article, else the first one."""
    segment = view.segments[choice.segment]
    first, end = _bounds(view, choice.segment, choice.article)
    wanted = also.get(segment.facts[choice.article].article_id, "")
    if not wanted:
        return first
    return next((doc for doc in range(first, end) if segment.heading(doc)[0] == wanted), first)


def _bounds(view: View, number: int, article: int) -> tuple[int, int]:
    """The first document of an article, and the one after its last."""
    segment = view.segments[number]
    first = int(segment.starts[article])
    return first, first + int(segment.counts[article])


def fitting(
    view: View, query: Query, masks: Sequence[NDArray[np.bool_]]
) -> Sequence[NDArray[np.bool_]]:
    """Which articles of the masks (by segment) hold every phrase and no excluded word."""
    if not query.phrases and not query.excluded:
        return masks
    return [mask & _fits(view, number, query) for number, mask in enumerate(masks)]


def _fits(view: View, number: int, query: Query) -> NDArray[np.bool_]:
    segment = view.segments[number]
    fit = np.ones(len(segment.starts), bool)
    for term in query.excluded:
        fit[_articles(view, number, term)] = False
    for phrase in query.phrases:
        holds = np.zeros_like(fit)
        holds[_articles(view, number, phrase)] = True
        fit &= holds
    return fit


def sureness(
    view: View, query: Query, parts: Sequence[Part], candidates: int
) -> dict[str, NDArray[np.float32]]:
    """By field, group and candidate: the weight of the best alternative that the field holds.

    "lead" is the text of the first section, which says what the article is about.
    """
    shape = (len(query.telling), candidates)
    found = {name: np.zeros(shape, np.float32) for name in (*FIELDS, LEAD)}
    for part in parts:
        held = found
        if len(part.columns) < candidates:
            held = {name: np.zeros((shape[0], len(part.columns)), np.float32) for name in found}
        _hold(view, query, part, held)
        if held is not found:
            for name, weights in held.items():
                found[name][:, part.columns] = weights
    return found


def _hold(view: View, query: Query, part: Part, held: Mapping[str, NDArray[np.float32]]) -> None:
    for row, group in enumerate(query.telling):
        present = view.gains(part.segment, group).present
        for name, field in PLACES:
            docs = part.bests if name in SECTION_FIELDS else part.firsts
            for weight, postings in present[field]:
                held[name][row][_held(postings.docs, docs)] = weight


def title_words(
    view: View, query: Query, parts: Sequence[Part], candidates: int
) -> NDArray[np.float32]:
    """By candidate: the number of words in its title, without the query's fillers: «где мой»."""
    lengths = np.zeros(candidates, np.float32)
    for part in parts:
        words = view.segments[part.segment].lengths[TITLE, part.firsts].astype(np.float32)
        for filler in query.fillers:
            for alternative in filler.alternatives:
                postings = view.postings(part.segment, TITLE, alternative.term)
                if postings is not None:
                    words -= _held(postings.docs, part.firsts)
        lengths[part.columns] = words
    return lengths


def section(view: View, choice: Choice, positions: tuple[tuple[int, ...], ...]) -> SectionMatch:
    """Open the best section of a candidate."""
    segment, doc = view.segments[choice.segment], choice.best
    anchor, path = segment.heading(doc)
    return SectionMatch(
        anchor,
        path,
        choice.score,
        segment.text(doc),
        segment.spans(doc),
        segment.sentences(doc),
        positions,
    )


def other_headings(
    view: View, choice: Choice, scores: NDArray[np.float32]
) -> tuple[tuple[str, str], ...]:
    """Return anchor and heading of the next best sections; `scores` are by section's place."""
    segment = view.segments[choice.segment]
    first, end = _bounds(view, choice.segment, choice.article)
    values = scores[segment.layout.place[first:end]].tolist()
    falling = sorted(range(end - first), key=lambda n: -values[n])[: MAX_OTHERS + 1]
    kept = [first + n for n in falling if first + n != choice.best and values[n] > 0]
    headings = (segment.heading(doc) for doc in kept[:MAX_OTHERS])
    return tuple((anchor, path[-1]) for anchor, path in headings if anchor and path)


def by_segment(view: View, chosen: Sequence[Choice]) -> Iterator[Part]:
    """Part the candidates by their segments."""
    for number in sorted({choice.segment for choice in chosen}):
        kind = view.segments[number].doc_type
        columns = np.array([i for i, choice in enumerate(chosen) if choice.segment == number])
        firsts = np.array([c.first for c in chosen if c.segment == number], kind)
        bests = np.array([c.best for c in chosen if c.segment == number], kind)
        yield Part(number, columns, firsts, bests)


def _held(held: NDArray[Any], docs: NDArray[Any]) -> NDArray[np.bool_]:
    """Which of `docs` are in the rising array `held`."""
    places = held.searchsorted(docs)
    within: NDArray[np.bool_] = held.take(places, mode="clip") == docs
    return within


def _articles(view: View, number: int, term: str) -> NDArray[np.int32]:
    found = (view.postings(number, field, term) for field in range(len(FIELDS)))
    docs = [postings.docs for postings in found if postings is not None]
    held = np.concatenate(docs) if docs else np.empty(0, np.int32)
    articles: NDArray[np.int32] = view.segments[number].article_of[held]
    return articles
