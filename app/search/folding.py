"""Orders a list for people: what is pinned first, and of translations one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.language import characters
from app.language.words import is_function_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.search.engines.base import Hits


def first(hits: Hits, order: Iterable[int], pinned: Mapping[str, str]) -> tuple[list[int], int]:
    """Put the candidates that are pinned first, in the order of pinning.

    Return the order, and how many of its first stay when translations are folded.
    """
    ranked = list(order)
    if not pinned:
        return ranked, 0
    wanted = [candidate for candidate in ranked if hits.article_ids[candidate] in pinned]
    place = list(pinned).index
    wanted.sort(key=lambda candidate: place(hits.article_ids[candidate]))
    others = [candidate for candidate in ranked if candidate not in wanted]
    return [*wanted, *others], len(set(hits.groups.take(wanted).tolist()))


def fold(hits: Hits, order: Iterable[int], lang: str) -> list[int]:
    """Keep one candidate a group, at its best place: the one in `lang`, else the best."""
    groups = hits.groups.tolist()
    if len(set(groups)) == len(groups):
        return list(order)
    kept: dict[int, int] = {}
    for candidate in order:
        group = groups[candidate]
        shown = kept.setdefault(group, candidate)
        if hits.facts(shown).lang != lang and hits.facts(candidate).lang == lang:
            kept[group] = candidate
    return list(kept.values())


def language_of(text: str, default: str) -> str:
    """The language that a query is surely in, else the default, such as that of the page.

    A Cyrillic letter is Russian; Latin ones may be names, unless a word of English is among them.
    """
    if characters.is_cyrillic(text):
        return "ru"
    words = text.lower().split()
    return "en" if len(words) > 1 and any(map(is_function_word, words)) else default
