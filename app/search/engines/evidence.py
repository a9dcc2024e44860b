"""Why an article matches: which fields hold which words, where, and how near to each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import ARTICLE_FIELDS, FIELDS
from app.search.engines.base import SectionMatch
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from app.search.engines.matching import SegmentScores
    from app.search.engines.segment import Segment
    from app.search.engines.view import View
    from app.search.query import Group, Query

MAX_SECTIONS = 3  # of an article in a result: the best one and two more headings
FAR = 2**20  # more words than a document has: keeps documents apart on one axis of positions
BODY = FIELD_NUMBERS["body"]


@dataclass(frozen=True, slots=True)
class Choice:
    """An article of a segment, its first document, and its best sections with their scores."""

    segment: int
    article: int
    first: int
    documents: tuple[int, ...]
    scores: tuple[float, ...]


def choose(view: View, scores: Sequence[SegmentScores], number: int, article: int) -> Choice:
    """Pick the sections that an article is shown by: the best one, and others that match."""
    segment = view.segments[number]
    first = int(segment.starts[article])
    end = segment.doc_count
    if article + 1 < len(segment.starts):
        end = int(segment.starts[article + 1])
    values = scores[number].documents[first:end]
    order = np.argsort(-values, kind="stable")[:MAX_SECTIONS].tolist()
    kept = [o for o in order[1:] if values[o] > 0]
    documents = [order[0], *kept]
    return Choice(
        number,
        article,
        first,
        tuple(first + d for d in documents),
        tuple(float(values[d]) for d in documents),
    )


def fits(view: View, number: int, query: Query) -> NDArray[np.bool_]:
    """Which articles of a segment hold every phrase and no excluded word."""
    segment = view.segments[number]
    fit = np.ones(len(segment.starts), bool)
    for term in query.excluded:
        fit[segment.article_of[_documents(segment, term)]] = False
    for phrase in query.phrases:
        holds = np.zeros_like(fit)
        holds[segment.article_of[_holding(segment, phrase)]] = True
        fit &= holds
    return fit


def sureness(view: View, query: Query, chosen: Sequence[Choice], field: str) -> NDArray[np.float32]:
    """By group and candidate: the weight of the best alternative that the field holds."""
    found = np.zeros((len(query.groups), len(chosen)), np.float32)
    for number, columns, docs in _by_segment(chosen, first=field in ARTICLE_FIELDS):
        for row, group in enumerate(query.groups):
            for alternative, term in _present(view, number, group):
                postings = view.segments[number].postings(FIELD_NUMBERS[field], term)
                held = _places(postings.docs, docs)[0]
                cells = found[row, columns[held]]
                found[row, columns[held]] = np.maximum(cells, alternative)
    return found


def title_words(view: View, chosen: Sequence[Choice]) -> NDArray[np.float32]:
    """By candidate: the number of words in its title."""
    title = FIELD_NUMBERS["title"]
    lengths = (view.segments[c.segment].lengths[title, c.first] for c in chosen)
    return np.fromiter(lengths, np.float32, len(chosen))


def closeness(view: View, query: Query, chosen: Sequence[Choice]) -> NDArray[np.float32]:
    """By group and candidate: 1 when the group follows the one before it, 1/n at n words."""
    near = np.zeros((len(query.groups), len(chosen)), np.float32)
    telling = set(query.telling)
    for number, columns, docs in _by_segment(chosen, first=False):
        before: NDArray[np.int64] | None = None
        for row, group in enumerate(query.groups):
            if group not in telling:
                continue
            here = _axis(view, number, group, docs)
            if before is not None and len(before) and len(here):
                _mark(near, row, columns, before, here)
            before = here if len(here) else before
    return near


def sections(view: View, query: Query, choice: Choice) -> tuple[SectionMatch, ...]:
    """Open the chosen sections of a candidate."""
    segment = view.segments[choice.segment]
    return tuple(
        _section(view, query, choice.segment, segment, doc, score)
        for doc, score in zip(choice.documents, choice.scores, strict=True)
    )


def _section(
    view: View, query: Query, number: int, segment: Segment, doc: int, score: float
) -> SectionMatch:
    anchor, path = segment.headings(doc)
    docs = np.array([doc], np.int32)
    axes = (_axis(view, number, group, docs) for group in query.groups)
    return SectionMatch(
        anchor,
        path[-1] if path else "",
        path,
        score,
        segment.text(doc),
        segment.spans(doc),
        tuple(tuple(axis.tolist()) for axis in axes),
    )


def _by_segment(
    chosen: Sequence[Choice], *, first: bool
) -> Iterator[tuple[int, NDArray[np.int64], NDArray[np.int32]]]:
    """For each segment: which candidates lie in it, and the document of each to look at."""
    for number in sorted({choice.segment for choice in chosen}):
        columns = [i for i, choice in enumerate(chosen) if choice.segment == number]
        docs = [chosen[i].first if first else chosen[i].documents[0] for i in columns]
        yield number, np.array(columns), np.array(docs, np.int32)


def _present(view: View, number: int, group: Group) -> Iterator[tuple[np.float32, int]]:
    for alternative in group.alternatives:
        term = view.numbers(alternative.term)[number]
        if term is not None:
            yield np.float32(alternative.weight), term


def _places(
    held: NDArray[np.int32], docs: NDArray[np.int32]
) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Which of `docs` are in the rising array `held`, and where."""
    if not len(held):
        return np.zeros(len(docs), bool), np.zeros(len(docs), np.int64)
    places = np.searchsorted(held, docs)
    places[places == len(held)] = 0
    return held[places] == docs, places


def _axis(view: View, number: int, group: Group, docs: NDArray[np.int32]) -> NDArray[np.int64]:
    """Positions of a group in the texts of `docs`, rising; document i starts at i · FAR."""
    pieces = []
    segment = view.segments[number]
    for _, term in _present(view, number, group):
        postings = segment.postings(BODY, term)
        held, places = _places(postings.docs, docs)
        for i in np.flatnonzero(held):
            low, high = postings.places[places[i]], postings.places[places[i] + 1]
            pieces.append(segment.positions[low:high] + np.int64(i * FAR))
    return np.unique(np.concatenate(pieces)) if pieces else np.empty(0, np.int64)


def _mark(
    near: NDArray[np.float32],
    row: int,
    columns: NDArray[np.int64],
    before: NDArray[np.int64],
    here: NDArray[np.int64],
) -> None:
    after = np.searchsorted(before, here)
    left = here - before[np.maximum(after - 1, 0)]
    right = before[np.minimum(after, len(before) - 1)] - here + 1
    left = np.where(left > 0, left, FAR)
    right = np.where(right > 1, right, FAR)
    gap = np.minimum(left, right)
    np.maximum.at(near[row], columns[here // FAR], (1 / gap).astype(np.float32))


def _documents(segment: Segment, term: str) -> NDArray[np.int32]:
    number = segment.number(term)
    if number is None:
        return np.empty(0, np.int32)
    found = [segment.postings(field, number).docs for field in range(len(FIELDS))]
    return np.concatenate(found)


def _holding(segment: Segment, phrase: tuple[tuple[int, str], ...]) -> NDArray[np.int64]:
    """Documents in one field of which the words of a phrase stand in their places."""
    held = []
    for field in range(len(FIELDS)):
        common: NDArray[np.int64] | None = None
        for offset, term in phrase:
            number = segment.number(term)
            if number is None:
                return np.empty(0, np.int64)
            postings = segment.postings(field, number)
            docs = np.repeat(postings.docs.astype(np.int64), postings.counts)
            low, high = postings.places[0], postings.places[-1]
            axis = docs * FAR + segment.positions[low:high] - offset
            common = axis if common is None else np.intersect1d(common, axis)
        if common is not None:
            held.append(common // FAR)
    return np.concatenate(held) if held else np.empty(0, np.int64)
