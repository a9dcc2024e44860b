"""Why an article matches: which fields hold which words, where, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import ARTICLE_FIELDS, FIELDS
from app.search.engines.base import SectionMatch
from app.search.engines.phrases import FAR
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.segment import Postings
    from app.search.engines.view import View
    from app.search.query import Group, Query

MAX_SECTIONS = 3  # of an article in a result: the best one and two more headings
MAX_CLOSE = 40  # candidates whose words' closeness is measured
BODY = FIELD_NUMBERS["body"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An article of a segment, its first document, and its best sections with their scores."""

    segment: int
    article: int
    first: int
    documents: tuple[int, ...]
    score: float


def choose(view: View, number: int, scores: NDArray[np.float32], article: int) -> Choice:
    """Pick the sections that an article is shown by: the best one, and others that match."""
    starts = view.segments[number].starts
    first = int(starts[article])
    end = int(starts[article + 1]) if article + 1 < len(starts) else len(scores)
    values = scores[first:end].tolist()
    order = sorted(range(len(values)), key=lambda place: -values[place])[:MAX_SECTIONS]
    kept = [place for place in order[1:] if values[place] > 0]
    documents = tuple(first + place for place in (order[0], *kept))
    return Choice(number, article, first, documents, values[order[0]])


def fits(view: View, number: int, query: Query) -> NDArray[np.bool_]:
    """Which articles of a segment hold every phrase and no excluded word."""
    segment = view.segments[number]
    fit = np.ones(len(segment.starts), bool)
    for term in query.excluded:
        fit[_articles(view, number, term)] = False
    for phrase in query.phrases:
        holds = np.zeros_like(fit)
        holds[_articles(view, number, phrase)] = True
        fit &= holds
    return fit


def sureness(view: View, query: Query, chosen: Sequence[Choice], field: str) -> NDArray[np.float32]:
    """By group and candidate: the weight of the best alternative that the field holds."""
    found = np.zeros((len(query.telling), len(chosen)), np.float32)
    for number, columns, docs in _by_segment(chosen, first=field in ARTICLE_FIELDS):
        for row, group in enumerate(query.telling):
            for weight, postings in _present(view, number, group, FIELD_NUMBERS[field]):
                cells = columns[_held(postings.docs, docs)]
                found[row, cells] = np.maximum(found[row, cells], np.float32(weight))
    return found


def closeness(view: View, query: Query, chosen: Sequence[Choice]) -> NDArray[np.float32]:
    """By group and candidate: 1 when the group follows the one before it, 1/n at n words."""
    near = np.zeros((len(query.telling), len(chosen)), np.float32)
    for number, columns, docs in _by_segment(chosen[:MAX_CLOSE], first=False):
        before = np.empty(0, np.int64)
        for row, group in enumerate(query.telling):
            here = _axis(view, number, group, docs)
            if len(before) and len(here):
                _mark(near[row], columns, before, here)
            before = here if len(here) else before
    return near


def title_words(view: View, chosen: Sequence[Choice]) -> NDArray[np.float32]:
    """By candidate: the number of words in its title."""
    title = FIELD_NUMBERS["title"]
    lengths = (view.segments[c.segment].lengths[title, c.first] for c in chosen)
    return np.fromiter(lengths, np.float32, len(chosen))


def section(view: View, query: Query, choice: Choice) -> SectionMatch:
    """Open the best section of a candidate."""
    segment, doc = view.segments[choice.segment], choice.documents[0]
    docs = np.array([doc], np.int32)
    axes = (_axis(view, choice.segment, group, docs) for group in query.telling)
    positions = tuple(tuple(axis.tolist()) for axis in axes)
    anchor, path = segment.heading(doc)
    return SectionMatch(
        anchor, path, choice.score, segment.text(doc), segment.spans(doc), positions
    )


def other_headings(view: View, choice: Choice) -> tuple[tuple[str, str], ...]:
    """Return anchor and heading of a candidate's next sections."""
    headings = (view.segments[choice.segment].heading(doc) for doc in choice.documents[1:])
    return tuple((anchor, path[-1]) for anchor, path in headings if anchor and path)


def _by_segment(
    chosen: Sequence[Choice], *, first: bool
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32]]]:
    """For each segment: which candidates lie in it, and the document of each to look at."""
    for number in sorted({choice.segment for choice in chosen}):
        columns = [i for i, choice in enumerate(chosen) if choice.segment == number]
        docs = [chosen[i].first if first else chosen[i].documents[0] for i in columns]
        yield number, np.array(columns), np.array(docs, np.int32)


def _present(view: View, number: int, group: Group, field: int) -> Iterator[tuple[float, Postings]]:
    for alternative in group.alternatives:
        postings = view.postings(number, field, alternative.term)
        if postings is not None:
            yield alternative.weight, postings


def _held(held: NDArray[np.int32], docs: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which of `docs` are in the rising array `held`."""
    places = np.searchsorted(held, docs)
    places[places == len(held)] = 0
    within: NDArray[np.bool_] = held[places] == docs
    return within


def _axis(view: View, number: int, group: Group, docs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Positions of a group in the texts of `docs`, rising; the i-th document starts at i · FAR."""
    pieces = [_spread(postings, docs) for _, postings in _present(view, number, group, BODY)]
    return np.unique(np.concatenate(pieces)) if pieces else np.empty(0, np.int64)


def _spread(postings: Postings, docs: NDArray[np.int32]) -> NDArray[np.int64]:
    which = np.flatnonzero(_held(postings.docs, docs))
    found = np.searchsorted(postings.docs, docs[which])
    lows, highs = postings.places[found], postings.places[found + 1]
    counts = highs - lows
    before = np.cumsum(counts) - counts
    gather = np.repeat(lows - before, counts) + np.arange(counts.sum())
    spread: NDArray[np.int64] = postings.positions[gather] + np.repeat(which * FAR, counts)
    return spread


def _mark(
    near: NDArray[np.float32],
    columns: NDArray[np.int64],
    before: NDArray[np.int64],
    here: NDArray[np.int64],
) -> None:
    after = np.searchsorted(before, here)
    left = here - before[np.maximum(after - 1, 0)]
    right = before[np.minimum(after, len(before) - 1)] - here + 1
    gap = np.minimum(np.where(left > 0, left, FAR), np.where(right > 1, right, FAR))
    np.maximum.at(near, columns[here // FAR], (1 / gap).astype(np.float32))


def _articles(view: View, number: int, term: str) -> NDArray[np.int32]:
    found = (view.postings(number, field, term) for field in range(len(FIELDS)))
    docs = [postings.docs for postings in found if postings is not None]
    held = np.concatenate(docs) if docs else np.empty(0, np.int32)
    articles: NDArray[np.int32] = view.segments[number].article_of[held]
    return articles
