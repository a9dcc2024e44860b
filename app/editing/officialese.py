"""Officialese in Russian text, found by the forms of its words, each with a plain replacement."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final

from app.language import morphology

if TYPE_CHECKING:
    from collections.abc import Iterator

EXACT: Final = "="
_WORD = re.compile(r"[а-яё]+(?:-[а-яё]+)*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """A phrase at an offset of the text, as it stands there, and what to say instead."""

    start: int
    phrase: str
    plain: str


@dataclass(frozen=True)
class _Entry:
    """`words`: for each word of the phrase the forms ("=в") or lemmas that it may have."""

    words: tuple[frozenset[str], ...]
    plain: str


def find(text: str) -> Iterator[Found]:
    """Yield each phrase once, in order; of two that overlap, the first and longest."""
    matches = list(_WORD.finditer(text))
    keys = [_keys(match[0].lower().replace("ё", "е")) for match in matches]
    at = 0
    while at < len(matches):
        entry = _longest(text, matches, keys, at)
        if entry is None:
            at += 1
            continue
        first, last = matches[at], matches[at + len(entry.words) - 1]
        yield Found(first.start(), text[first.start() : last.end()], entry.plain)
        at += len(entry.words)


def _longest(
    text: str, matches: list[re.Match[str]], keys: list[frozenset[str]], at: int
) -> _Entry | None:
    candidates = {entry for key in keys[at] for entry in entries().get(key, ())}
    fitting = [entry for entry in candidates if _fits(text, matches, keys, at, entry)]
    return max(fitting, key=lambda entry: (len(entry.words), entry.plain), default=None)


def _fits(
    text: str, matches: list[re.Match[str]], keys: list[frozenset[str]], at: int, entry: _Entry
) -> bool:
    end = at + len(entry.words)
    if end > len(matches):
        return False
    gaps = (text[matches[i].end() : matches[i + 1].start()] for i in range(at, end - 1))
    if not all(gap.isspace() for gap in gaps):
        return False
    return all(wanted & keys[at + i] for i, wanted in enumerate(entry.words))


def _keys(word: str) -> frozenset[str]:
    return frozenset({EXACT + word, *morphology.read(word).lemmas})


@cache
def entries() -> dict[str, tuple[_Entry, ...]]:
    """Return the reviewed table by the forms and lemmas of each phrase's first word."""
    text = files("app.editing").joinpath("data", "officialese.tsv").read_text(encoding="utf-8")
    found: dict[str, tuple[_Entry, ...]] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            phrase, plain = line.split("\t")
            entry = _Entry(tuple(_alternatives(word) for word in phrase.split()), plain)
            for key in entry.words[0]:
                found[key] = (*found.get(key, ()), entry)
    return found


def _alternatives(word: str) -> frozenset[str]:
    mark = EXACT if word.startswith(EXACT) else ""
    return frozenset(mark + form for form in word.removeprefix(EXACT).split("|"))
