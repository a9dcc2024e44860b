"""Cuts the passage of a section that answers best, and marks the words that match."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from app.language.analysis import analyse
from app.language.characters import fold
from app.search.documents import index_terms
from app.search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.search.engines.base import SectionMatch, SectionText
    from app.search.query import Query
    from app.search.results import Fragments

MIN_CHARACTERS, MAX_CHARACTERS = 160, 240  # of a snippet
CACHED_TITLES = 4_096
KEPT = 2_500  # snippets, those of 250 pages; some 5 MB
ELLIPSIS = "…"
_REPEATED = 0.1  # what a second mention of a word adds, against the first one's 1

Span = tuple[int, int]
Mark = tuple[int, int, int, float]  # start, end, group of the query, its weight
_kept: dict[tuple[object, ...], Fragments] = {}

# A row of a table or an item of a list ends without a full stop.
_OPEN_LINE = re.compile(r"\n(?<=[^\s.,:;!?…—]\n)(?=\S)")


def snippet(found: SectionMatch, weights: Sequence[float]) -> Fragments:
    """Return the passage with most of the query's weight; `weights` are by group of the query.

    The last ones are kept: people ask the same things again and again.
    """
    key = (found.section.text, tuple(weights), *map(tuple, found.positions))
    kept = _kept.get(key)
    if kept is None:
        kept = _cut(found, weights)
        if len(_kept) >= KEPT:
            _kept.clear()
        _kept[key] = kept
    return kept


def _cut(found: SectionMatch, weights: Sequence[float]) -> Fragments:
    marks = _marks(found, weights)
    start, end = _passage(found.section, marks)
    inside = [(low, high) for low, high, _, _ in marks if start <= low and high <= end]
    return mark(found.section.text, inside, start, end)


def mark(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> Fragments:
    """Cut `text[start:end]` into fragments, the `spans` inside it matched; joined lines."""
    end = len(text) if end is None else end
    fragments: list[Fragment] = []
    if start and _is_mid_sentence(text, start) and text[:start].strip():
        fragments.append(Fragment(ELLIPSIS))
    at = start
    plain = _joined if text.find("\n", start, end) >= 0 else _plain
    for low, high in sorted(spans):
        if low < at or high > end:
            continue
        if at < low:
            fragments.append(plain(text, at, low))
        if low < high:
            fragments.append(Fragment(text[low:high], matched=True))
        at = high
    if at < end:
        fragments.append(plain(text, at, end))
    if end < len(text) and text[end - 1 : end] not in ".!?…:":
        fragments.append(Fragment(ELLIPSIS))
    return tuple(fragments)


def _plain(text: str, start: int, end: int) -> Fragment:
    return Fragment(text[start:end])


def _joined(text: str, start: int, end: int) -> Fragment:
    """Lines as one; a line that ends without a sign is told from the next by a semicolon."""
    if text.find("\n", start, end) < 0:
        return Fragment(text[start:end])
    before, after = text[start - 1 : start], text[end : end + 1]  # tell whether a line is open
    joined = _OPEN_LINE.sub("; ", f"{before}{text[start:end]}{after}")
    return Fragment(joined[len(before) : len(joined) - len(after)].replace("\n", " "))


def _is_mid_sentence(text: str, start: int) -> bool:
    while start and text[start - 1] == " ":
        start -= 1
    return text[max(start - 1, 0) : start] not in "\n.!?…:"


def _marks(found: SectionMatch, weights: Sequence[float]) -> list[Mark]:
    """(start, end, group, weight) of every matched word that tells something, by place."""
    spans = found.section.spans
    last = len(spans) // 2
    marks = [
        (spans[2 * p], spans[2 * p + 1], group, weights[group])
        for group, positions in enumerate(found.positions)
        if weights[group] > 0
        for p in positions
        if p < last
    ]
    marks.sort()
    return marks


def _passage(section: SectionText, marks: Sequence[Mark]) -> Span:
    """The best run of whole sentences that begins with one that holds a match."""
    text, starts, ends = section.text, section.sentence_starts, section.sentence_ends
    if not starts:
        return 0, 0
    most, best, window = -1.0, 0, (0, 0)
    last = marks[-1][0] if marks else 0
    for first in _beginnings(starts, marks):
        run = _window(text, starts[first], ends[first:])
        value = _value(run, marks)
        if value > most:
            most, best, window = value, first, run
        if run[1] > last:
            break  # what begins later holds no other match
    return _shortened(text, _lengthened(text, starts[:best], window), marks)


def _beginnings(starts: Sequence[int], marks: Sequence[Mark]) -> list[int]:
    """The sentences that hold a match, or the first one."""
    return list(dict.fromkeys([max(bisect_right(starts, m[0]) - 1, 0) for m in marks])) or [0]


def _window(text: str, start: int, ends: Sequence[int]) -> Span:
    """The run of whole sentences from `start` on that fits, one at least."""
    last = ends[0]
    for end in ends[1:]:
        if _is_too_long(text, start, end):
            break
        last = end
    return start, last


def _lengthened(text: str, starts: Sequence[int], window: Span) -> Span:
    """Begin earlier, at one of `starts`, where a section ends too soon after the match."""
    start, end = window
    for earlier in reversed(starts):
        if end - start >= MIN_CHARACTERS or _is_too_long(text, earlier, end):
            break
        start = earlier
    return start, end


def _is_too_long(text: str, start: int, end: int) -> bool:
    """Where lines are joined a semicolon may come between."""
    free = MAX_CHARACTERS - (end - start)
    return free < 0 or text.count("\n", start, end) > free


def _value(window: Span, marks: Sequence[Mark]) -> float:
    start, end = window
    seen: set[int] = set()
    value = 0.0
    for low, high, group, weight in marks:
        if low >= end:
            break
        if start <= low and high <= end:
            value += weight * (_REPEATED if group in seen else 1)
            seen.add(group)
    return value


def _shortened(text: str, window: Span, marks: Sequence[Mark]) -> Span:
    """Cut a sentence that is too long at word bounds, around its first matched words."""
    start, end = window
    if end - start <= MAX_CHARACTERS:
        return window
    most = MAX_CHARACTERS - 2 * len(ELLIPSIS)
    first = next((low for low, _, _, _ in marks if start <= low < end), start)
    if first - start > MIN_CHARACTERS:
        start = text.rfind(" ", start, first - MAX_CHARACTERS // 4) + 1 or start
    if end - start <= most:
        return start, end
    cut = text.rfind(" ", start, start + most)
    return start, cut if cut > start else min(end, start + most)


def mark_words(text: str, query: Query, prefix: str = "") -> Fragments:
    """Mark the words of a title that the query means, in any form, or that start with `prefix`."""
    telling = query.telling_terms
    spans = []
    for start, end, exact, terms in _words(text):
        if prefix and exact.startswith(prefix):
            as_typed = start + len(prefix)
            spans.append((start, as_typed if fold(text[start:as_typed]) == prefix else end))
        elif not telling.isdisjoint(terms):
            spans.append((start, end))
    return mark(text, spans)


@lru_cache(CACHED_TITLES)
def _words(title: str) -> tuple[tuple[int, int, str, tuple[str, ...]], ...]:
    return tuple((t.start, t.end, t.exact, tuple(index_terms(t))) for t in analyse(title))
