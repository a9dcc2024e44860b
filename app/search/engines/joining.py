"""Puts segments together as one, without analysing anything again; what was deleted stays out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import compress
from typing import TYPE_CHECKING

import numpy as np

from app.search.documents import FIELDS
from app.search.engines.building import blob, small
from app.search.engines.postings import folded
from app.search.engines.segment import Segment

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from numpy.typing import NDArray

    Bools = NDArray[np.bool_]

AT_ONCE = 2**20  # postings whose positions are copied in one step: what that needs stays small
PIECES = (("texts", "text_ends"), ("heads", "head_ends"))
OFFSETS = (("spans", "span_ends"), ("sentences", "sentence_ends"))


@dataclass(frozen=True, slots=True)
class _Part:
    """A segment, which of its documents are kept, and the first number that they get.

    `terms` gives each of its terms the number that it gets, -1 where it goes.
    """

    segment: Segment
    docs: Bools
    first: int
    terms: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class _Field:
    """A field's kept postings, sorted by term: arrays (n,), `positions` one after the other."""

    terms: NDArray[np.int32]
    docs: NDArray[np.int32]
    counts: NDArray[Any]
    positions: NDArray[Any]


def join(segments: Sequence[Segment], kept: Sequence[Bools]) -> Segment:
    """Return one segment of the articles that `kept` tells of each, in the same order."""
    docs = [mask[segment.article_of] for segment, mask in zip(segments, kept, strict=True)]
    keys, terms = _terms(segments, docs)
    sizes = np.cumsum([0, *(np.count_nonzero(mask) for mask in docs)]).tolist()
    parts = [_Part(*row) for row in zip(segments, docs, sizes, terms, strict=False)]
    fields = [_field(parts, number) for number in range(len(FIELDS))]
    arrays = _postings(fields, len(keys))
    arrays |= {"keys": blob(keys), "key_ends": _ends(np.array([*map(len, keys)]), np.uint32)}
    for name, ends in (*PIECES, *OFFSETS):
        arrays |= _stories(parts, name, ends)
    pairs = list(zip(segments, kept, strict=True))
    facts = [one for segment, mask in pairs for one in compress(segment.facts, mask)]
    arrays["facts"] = blob([json.dumps(facts).encode()])
    counts = [segment.counts[mask] for segment, mask in pairs]
    arrays["starts"] = _ends(_together(counts, np.int32), np.int32)[:-1]
    words = [part.segment.words[:, part.docs] for part in parts]
    arrays["lengths"] = np.hstack([*words, np.empty((len(FIELDS), 0), np.int32)])
    arrays["totals"] = arrays["lengths"].sum(axis=1, dtype=np.int64)
    return Segment(arrays)


def _terms(
    segments: Sequence[Segment], docs: Sequence[Bools]
) -> tuple[list[bytes], list[NDArray[np.int32]]]:
    """All terms in order, and for each segment the number that each of its terms gets."""
    numbers: dict[bytes, int] = {}
    found = []
    for segment, mask in zip(segments, docs, strict=True):
        used = _used(segment, mask)
        mine = np.full(len(used), -1, np.int32)
        mine[used] = [numbers.setdefault(key, len(numbers)) for key in compress(segment.keys, used)]
        found.append(mine)
    keys = sorted(numbers)
    rank = np.full(len(keys) + 1, -1, np.int32)  # the last one: of what goes
    rank[[numbers[key] for key in keys]] = np.arange(len(keys), dtype=np.int32)
    return keys, [rank[mine] for mine in found]


def _used(segment: Segment, docs: Bools) -> Bools:
    """Which terms a kept document holds."""
    if docs.all():
        return np.ones(segment.term_count, bool)
    used = np.zeros(segment.term_count, bool)
    for bounds in segment.ranges:
        kept = docs[segment.arrays["docs"][bounds[0] : bounds[-1]]]
        used[np.repeat(np.arange(segment.term_count), np.diff(bounds))[kept]] = True
    return used


def _field(parts: Sequence[_Part], number: int) -> _Field:
    found = [_kept(part, number) for part in parts]
    terms = _together([row[0] for row in found], np.int32)
    order = np.argsort(terms, kind="stable")  # documents rise within each part, and part by part
    positions = [row[4] for row in found]
    lows = np.cumsum([0, *map(len, positions)])
    starts = [row[3] + low for row, low in zip(found, lows, strict=False)]
    counts = _together([row[2] for row in found], np.uint16)[order]
    whole = _together(positions, np.uint16)
    gathered = _gathered(whole, _together(starts, np.int64)[order], counts)
    return _Field(terms[order], _together([r[1] for r in found], np.int32)[order], counts, gathered)


def _kept(part: _Part, field: int) -> tuple[NDArray[Any], ...]:
    """Terms, documents, counts and first positions of a field's kept postings; all positions."""
    segment, bounds = part.segment, part.segment.ranges[field]
    low, high = int(bounds[0]), int(bounds[-1])
    terms = np.repeat(part.terms, np.diff(bounds))
    postings = segment.run(low, high)
    docs, counts = postings.docs, postings.counts
    starts = np.cumsum(counts, dtype=np.int64) - counts
    numbers = part.first + np.cumsum(part.docs, dtype=np.int32) - 1
    kept = slice(None) if part.docs.all() else part.docs[docs]
    found = (terms[kept], numbers[docs[kept]], counts[kept], starts[kept])
    return (*found, postings.all_positions)


def _gathered(
    positions: NDArray[Any], starts: NDArray[np.int64], counts: NDArray[Any]
) -> NDArray[Any]:
    """The positions of postings one after the other: `counts` of each, from its start on."""
    places = np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
    gathered = np.empty(places[-1], positions.dtype)
    for low in range(0, len(starts), AT_ONCE):
        high = min(low + AT_ONCE, len(starts))
        shifts = np.repeat(starts[low:high] - places[low:high], counts[low:high])
        at = np.arange(places[low], places[high])
        gathered[places[low] : places[high]] = positions[shifts + at]
    return gathered


def _postings(fields: Sequence[_Field], term_count: int) -> dict[str, NDArray[Any]]:
    """The fields' postings one after the other, and the ranges that find them."""
    lows = np.cumsum([0, *(len(field.terms) for field in fields)])
    terms = np.arange(term_count + 1)
    ranges = [
        low + np.searchsorted(field.terms, terms) for low, field in zip(lows, fields, strict=False)
    ]
    counts = _together([field.counts for field in fields], np.uint16)
    places, turns = folded(np.concatenate(([0], np.cumsum(counts, dtype=np.int64))))
    return {
        "ranges": small(np.array(ranges, np.int64), np.int32),
        "docs": small(_together([field.docs for field in fields], np.int32)),
        "places": places,
        "turns": turns,
        "positions": small(_together([field.positions for field in fields], np.uint16)),
    }


def _stories(parts: Sequence[_Part], name: str, ends: str) -> dict[str, NDArray[Any]]:
    whole, lengths = [], []
    for part in parts:
        mine, sizes = part.segment.arrays[name], np.diff(part.segment.arrays[ends])
        whole.append(mine if part.docs.all() else mine[np.repeat(part.docs, sizes)])
        lengths.append(sizes[part.docs])
    kind = np.uint8 if name in dict(PIECES) else np.uint16
    return {name: small(_together(whole, kind), kind), ends: _ends(_together(lengths, np.int64))}


def _together(pieces: Sequence[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """The pieces one after the other; of `kind` if there are none."""
    return np.concatenate(pieces) if pieces else np.empty(0, kind)


def _ends(sizes: NDArray[Any], kind: type[np.integer[Any]] = np.int64) -> NDArray[Any]:
    return np.concatenate(([0], np.cumsum(sizes, dtype=np.int64))).astype(kind)
