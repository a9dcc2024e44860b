"""Folds translations: of articles that say the same in several languages, one is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.search.engines.base import Hits


def fold(hits: Hits, order: Iterable[int], lang: str) -> list[int]:
    """Keep one candidate a group, at its best place: the one in `lang`, else the best."""
    groups = hits.translation_groups
    if len(set(groups)) == len(groups):
        return list(order)
    kept: dict[str, int] = {}
    for candidate in order:
        group = groups[candidate]
        shown = kept.setdefault(group, candidate)
        if hits.langs[shown] != lang and hits.langs[candidate] == lang:
            kept[group] = candidate
    return list(kept.values())
