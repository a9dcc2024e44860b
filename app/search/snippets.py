"""Cuts the passage of a section that answers best, and marks the words that match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language.analysis import analyse
from app.language.sentences import sentences
from app.search.documents import index_terms
from app.search.results import Fragment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.search.engines.base import SectionMatch
    from app.search.query import Query
    from app.search.results import Fragments

MIN_CHARACTERS, MAX_CHARACTERS = 160, 240  # of a snippet
MAX_SENTENCES = 400  # of a section that are looked at
ELLIPSIS = "…"
_REPEATED = 0.1  # what a second mention of a word adds, against the first one's 1

Span = tuple[int, int]


def snippet(section: SectionMatch, weights: Sequence[float]) -> Fragments:
    """Return the passage with most of the query's weight; `weights` are by group of the query."""
    marks = _marks(section, weights)
    start, end = _passage(section.text, marks)
    return mark(section.text, [(s, e) for s, e, _, _ in marks], start, end)


def mark(text: str, spans: Iterable[Span], start: int = 0, end: int | None = None) -> Fragments:
    """Cut `text[start:end]` into fragments, the `spans` inside it matched; joined lines."""
    end = len(text) if end is None else end
    fragments: list[Fragment] = []
    at = start
    for low, high in sorted(set(spans)):
        if low < at or high > end:
            continue
        fragments += [_plain(text[at:low]), Fragment(text[low:high], matched=True)]
        at = high
    fragments.append(_plain(text[at:end]))
    before = [Fragment(ELLIPSIS)] if text[:start].strip() and _is_mid_sentence(text, start) else []
    after = [Fragment(ELLIPSIS)] if end < len(text) and text[end - 1 : end] not in ".!?…:" else []
    return tuple(f for f in [*before, *fragments, *after] if f.text)


def _plain(text: str) -> Fragment:
    return Fragment(text.replace("\n", " "))


def _is_mid_sentence(text: str, start: int) -> bool:
    return text[:start].rstrip(" ")[-1:] not in "\n.!?…:"


def _marks(section: SectionMatch, weights: Sequence[float]) -> list[tuple[int, int, int, float]]:
    """(start, end, group, weight) of every matched word that tells something, by place."""
    spans = section.spans
    marks = [
        (spans[2 * p], spans[2 * p + 1], group, weights[group])
        for group, positions in enumerate(section.positions)
        for p in positions
        if weights[group] > 0 and 2 * p + 1 < len(spans)
    ]
    return sorted(marks)


def _passage(text: str, marks: Sequence[tuple[int, int, int, float]]) -> Span:
    spans = sentences(text)[:MAX_SENTENCES]
    if not spans:
        return 0, 0
    windows = list(_windows(spans))
    best = max(windows, key=lambda window: _value(window, marks))
    return _shortened(text, best, marks)


def _windows(spans: Sequence[Span]) -> Iterable[Span]:
    """Runs of whole sentences that fit, from each sentence on."""
    for first, (start, end) in enumerate(spans):
        last = end
        for _, following in spans[first + 1 :]:
            if following - start > MAX_CHARACTERS:
                break
            last = following
        yield start, last


def _value(window: Span, marks: Sequence[tuple[int, int, int, float]]) -> tuple[float, int]:
    start, end = window
    seen: set[int] = set()
    value = 0.0
    for low, high, group, weight in marks:
        if start <= low and high <= end:
            value += weight * (_REPEATED if group in seen else 1)
            seen.add(group)
    return value, -start


def _shortened(text: str, window: Span, marks: Sequence[tuple[int, int, int, float]]) -> Span:
    """Cut a sentence that is too long at word bounds, around its first matched words."""
    start, end = window
    if end - start <= MAX_CHARACTERS:
        return window
    inside = [low for low, high, _, _ in marks if start <= low and high <= start + 10**6]
    first = next((low for low in inside if low < end), start)
    if first - start > MIN_CHARACTERS:
        start = text.rfind(" ", start, first - MAX_CHARACTERS // 4) + 1 or start
    cut = text.rfind(" ", start, start + MAX_CHARACTERS)
    return start, cut if cut > start else min(end, start + MAX_CHARACTERS)


def mark_words(text: str, query: Query, prefix: str = "") -> Fragments:
    """Mark the words of a title that the query means, in any form, or that start with `prefix`."""
    telling = {a.term for group in query.telling for a in group.alternatives}
    spans = [
        (token.start, token.start + len(prefix) if begins else token.end)
        for token in analyse(text)
        if (begins := bool(prefix) and token.exact.startswith(prefix))
        or not telling.isdisjoint(index_terms(token))
    ]
    return mark(text, spans)
