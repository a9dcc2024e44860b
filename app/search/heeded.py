"""What answers heed beside the articles and their index: what readers and editors have said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.search.pins import NOTHING
from app.search.ranking import WEIGHTS
from app.search.synonyms import more, reviewed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.search.pins import Pinned
    from app.search.ranking import Weights
    from app.search.synonyms import SameMeaning, Synonyms


@dataclass(frozen=True, eq=False)
class Heeded:
    """All of it at one moment; a change makes another one.

    `synonyms` are the reviewed ones with the operator's `own`; `helpfulness` is what votes say of
    articles by id (-1 to 1).
    """

    own: tuple[SameMeaning, ...] = ()
    synonyms: Synonyms = field(default_factory=reviewed)
    helpfulness: Mapping[str, float] = field(default_factory=dict)
    weights: Weights = WEIGHTS
    pins: Pinned = NOTHING

    def with_synonyms(self, own: tuple[SameMeaning, ...]) -> Heeded:
        if own == self.own:
            return self
        return replace(self, own=own, synonyms=more(reviewed(), own))

    def with_votes(self, votes: Mapping[str, float]) -> Heeded:
        return self if votes == self.helpfulness else replace(self, helpfulness=votes)

    def with_pins(self, pins: Pinned) -> Heeded:
        return self if pins == self.pins else replace(self, pins=pins)

    def with_weights(self, weights: Weights) -> Heeded:
        return self if weights == self.weights else replace(self, weights=weights)
