"""What is known of a segment's articles, and what they have in common, numbered."""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

Name = TypeVar("Name", bound="Hashable")


class Facts(NamedTuple):
    """What an article's filter and fold ask."""

    article_id: str
    fingerprint: str
    visibility: str
    lang: str
    category: str
    group: str

    @classmethod
    def shared(cls, row: Sequence[str]) -> Facts:
        """Return the facts of a row; what many articles have in common is one string for all."""
        article_id, fingerprint, *common, group = row
        visibility, lang, category = map(intern, common)
        group = article_id if group == article_id else group
        return cls(article_id, fingerprint, visibility, lang, category, group)


@dataclass(frozen=True, slots=True)
class Numbered(Generic[Name]):
    """Distinct names in the order in which they come, with their numbers; each article's (n,)."""

    names: Mapping[Name, int]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, names: Iterable[Name]) -> Numbered[Name]:
        known: dict[Name, int] = {}
        numbers = [known.setdefault(name, len(known)) for name in names]
        return cls(known, np.array(numbers, np.int64))


def renumbered(
    parts: Sequence[Numbered[str]],
) -> tuple[Mapping[str, int], list[NDArray[np.int64]]]:
    """Number all names together, those of the part with most names as they are."""
    if not parts:
        return {}, []
    most = max(parts, key=lambda part: len(part.names))
    known = most.names
    others = sorted({name for part in parts for name in part.names.keys() - known.keys()})
    names = {**known, **dict(zip(others, range(len(known), len(known) + len(others)), strict=True))}
    rows = [
        part.numbers
        if part is most
        else np.array([names[name] for name in part.names], np.int64)[part.numbers]
        for part in parts
    ]
    return names, rows


def is_within(category: str, outer: str | None) -> bool:
    """Whether a category is `outer`, or lies in it; None means anywhere."""
    return outer is None or category == outer or category.startswith(f"{outer}/")
