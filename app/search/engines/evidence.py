"""Why an article matches: which section of it does best, and which fields hold which words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from app.search.documents import ARTICLE_FIELDS, FIELDS
from app.search.engines.base import PLACES
from app.search.engines.holders import Look
from app.search.engines.rising import holds
from app.search.engines.segment import FIELD_NUMBERS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.closeness import Places
    from app.search.engines.segment import Segment
    from app.search.engines.view import View
    from app.search.query import Query

BODY, TITLE = FIELD_NUMBERS["body"], FIELD_NUMBERS["title"]
HEADS: Final = len(ARTICLE_FIELDS)  # fields that stand first


class Best(NamedTuple):
    """The best articles, best first: the segment of each (n,) and its number there."""

    segments: NDArray[np.intp]
    articles: NDArray[np.intp]


class Part(NamedTuple):
    """The candidates that lie in a segment, as they lie there; `columns` are their numbers.

    `scores` are theirs. `docs` are their first documents, then their best ones, of the type of the
    segment's postings, so that no search in those converts them, and `look` tells which telling
    words they hold. `gained` and `ends` are as in `Sections`.
    """

    segment: int
    columns: NDArray[np.intp]
    scores: NDArray[np.float32]
    docs: NDArray[Any]
    look: Look
    gained: NDArray[np.float32]
    ends: NDArray[np.int64]

    @property
    def firsts(self) -> NDArray[Any]:
        return self.docs[: len(self.columns)]

    @property
    def bests(self) -> NDArray[Any]:
        return self.docs[len(self.columns) :]

    @property
    def texts(self) -> Look:
        """Which words the best documents hold."""
        words, numbers, is_held = self.look
        return Look(words, numbers[:, len(self.columns) :], is_held[:, len(self.columns) :])


class Sections(NamedTuple):
    """Of articles (n,): the first document, the best one, and the score of that.

    `gained` are the scores of all their sections, one article's after the other's up to `ends`.
    """

    firsts: NDArray[np.int32]
    bests: NDArray[np.int32]
    most: NDArray[np.float32]
    gained: NDArray[np.float32]
    ends: NDArray[np.int64]


def sections(segment: Segment, scores: NDArray[np.float32], articles: NDArray[np.intp]) -> Sections:
    """Look at the sections of articles; `scores` are those of all sections by place."""
    firsts, counts = segment.starts.take(articles), segment.counts.take(articles)
    ends = counts.cumsum()
    begins = ends - counts
    docs = (firsts - begins).repeat(counts)
    docs += np.arange(len(docs), dtype=docs.dtype)
    gained = scores.take(segment.layout.place.take(docs))
    most = np.maximum.reduceat(gained, begins)
    is_most = (gained == most.repeat(counts)).nonzero()[0]
    bests = docs.take(is_most.take(is_most.searchsorted(begins)))
    return Sections(firsts, bests, most, gained, ends)


def wanted(segment: Segment, articles: NDArray[np.intp], also: Mapping[str, str]) -> list[int]:
    """The documents that `also` names for articles, or their first ones."""
    return [_wanted(segment, article, also) for article in articles.tolist()]


def _wanted(segment: Segment, article: int, also: Mapping[str, str]) -> int:
    first = int(segment.starts[article])
    end = first + int(segment.counts[article])
    anchor = also.get(segment.facts[article].article_id, "")
    if not anchor:
        return first
    return next(
        (doc for doc in range(first, end) if segment.stories.heading(doc)[0] == anchor), first
    )


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
        has_phrase = np.zeros_like(fit)
        has_phrase[_articles(view, number, phrase)] = True
        fit &= has_phrase
    return fit


def in_order(parts: Sequence[Part], rows: Sequence[NDArray[Any]]) -> NDArray[Any]:
    """Put what belongs to the candidates of each part, in the last axis, in the order of all."""
    if not parts:
        return np.empty(0, np.float32)
    total = sum(len(part.columns) for part in parts)
    found = np.empty((*rows[0].shape[:-1], total), rows[0].dtype)
    for part, row in zip(parts, rows, strict=True):
        found[..., part.columns] = row
    return found


def sureness(query: Query, parts: Sequence[Part]) -> NDArray[np.float32]:
    """By place, group and candidate: the weight of the best alternative that the place holds."""
    if not parts:
        return np.empty((len(PLACES), len(query.telling), 0), np.float32)
    held: NDArray[np.float32] = in_order(parts, [_held_by(part) for part in parts])
    return held


def closeness(
    query: Query, parts: Sequence[Part], places: Mapping[int, Places]
) -> NDArray[np.float32]:
    """By group and candidate: how near the group stands to the one before it in the text."""
    if not parts:
        return np.empty((len(query.telling), 0), np.float32)
    said = np.add.reduce([one.totals for one in places.values()]).nonzero()[0].tolist()
    near: NDArray[np.float32]
    near = in_order(parts, [places[part.segment].closeness(said) for part in parts])
    return near


def _held_by(part: Part) -> NDArray[np.float32]:
    count = len(part.columns)
    found = part.look.sureness()
    held = np.empty((len(PLACES), len(part.look.words), count), np.float32)
    held[:HEADS] = found[:HEADS, :, :count]
    held[HEADS:-1] = found[HEADS:, :, count:]
    held[-1] = found[BODY, :, :count]
    return held


def title_words(view: View, query: Query, parts: Sequence[Part]) -> NDArray[np.float32]:
    """By candidate: the number of words in its title, without the query's fillers: «где мой»."""
    words: NDArray[np.float32]
    words = in_order(parts, [_title_words(view, query, part) for part in parts])
    return words


def _title_words(view: View, query: Query, part: Part) -> NDArray[np.float32]:
    words = view.segments[part.segment].lengths[TITLE].take(part.firsts).astype(np.float32)
    for filler in query.fillers:
        for alternative in filler.alternatives:
            postings = view.postings(part.segment, TITLE, alternative.term)
            if postings is not None:
                words -= holds(postings.docs, part.firsts)
    found: NDArray[np.float32] = words
    return found


def groups(view: View, best: Best) -> NDArray[np.int64]:
    """The numbers of the articles' translation groups."""
    found = np.empty(len(best.articles), np.int64)
    for number, rows in enumerate(view.groups[1]):
        mine = (best.segments == number).nonzero()[0]
        found[mine] = rows.take(best.articles.take(mine))
    return found


def _articles(view: View, number: int, term: str) -> NDArray[np.int32]:
    found = (view.postings(number, field, term) for field in range(len(FIELDS)))
    docs = [postings.docs for postings in found if postings is not None]
    held = np.concatenate(docs) if docs else np.empty(0, np.int32)
    articles: NDArray[np.int32] = view.segments[number].article_of[held]
    return articles
