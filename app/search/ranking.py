"""The second stage: orders the engine's best candidates by how fully and closely they answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from app.search import fusion, sureness

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from app.search.engines.base import Hits
    from app.search.fusion import Near

    Floats = NDArray[np.float32]

# Share of the votes' say (-1 to 1): twice this is the most that it can lift one article over
# another, a tenth of what holding all words of the query does.
HELPFULNESS = 0.05
NAMED = 3.0  # what the title adds, in shares of its part, when it says just what was asked
SURELY = 0.9  # of both: each word in its form or another of its lemma


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts in the score.

    Each part is 0-1 but for bm25, which is a mean per word (0-6), helpfulness (-1 to 1), and
    meaning, which is a z.
    """

    bm25: float = 1.0
    coverage: float = 1.4
    title: float = 0.8
    questions: float = 0.6
    headings: float = 0.3
    lead: float = 0.6
    closeness: float = 1.0
    meaning: float = fusion.MEANING
    helpfulness: float = HELPFULNESS


WEIGHTS: Final = Weights()


@dataclass(frozen=True, slots=True)
class Ranking:
    """`order` are candidates, best first; all else is by candidate as in the hits.

    `words` are the scores by words alone; `held` tells how much of the query a candidate holds,
    `known` how much of it the index does.
    """

    order: tuple[int, ...]
    scores: NDArray[np.float32]
    parts: Mapping[str, NDArray[np.float32]]
    words: NDArray[np.float32]
    held: NDArray[np.float32]
    near: Near | None
    known: float

    def explain(self, candidate: int) -> dict[str, float]:
        """Return what each part adds to a candidate's score."""
        return {name: round(part.item(candidate), 4) for name, part in self.parts.items()}

    def sureness(self, order: Sequence[int]) -> float:
        """Tell how probably the first of `order` answer the query (0-1)."""
        if not order:
            return 0.0
        first = order[: sureness.FIRST]
        held = [float(self.held[candidate]) for candidate in first]
        words = [float(self.words[candidate]) for candidate in first]
        z = [float(self.near.best[candidate]) for candidate in first] if self.near else []
        nearest = max((found for found in z if not isnan(found)), default=None)
        return sureness.sureness(held, words, nearest, self.known)


def rank(
    hits: Hits,
    near: Near | None = None,
    helpful: Floats | None = None,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Order the candidates; pure over the evidence of the hits and their nearness in meaning.

    `helpful` (-1 to 1 by candidate) is what readers' votes say.
    """
    shares = _shares(hits.weights)
    everywhere = np.maximum.reduce(list(hits.evidence.values()))
    parts = {
        "bm25": hits.scores / max(float(hits.weights.sum()), 1e-9),
        "coverage": shares @ everywhere,
        "title": _match(hits, "title", shares),
        "questions": shares @ hits.evidence["questions"],
        "headings": shares @ hits.evidence["headings"],
        "lead": shares @ hits.evidence["lead"],
        "closeness": shares @ hits.closeness,
    }
    parts = {name: getattr(weights, name) * part for name, part in parts.items()}
    words = np.add.reduce(list(parts.values()), dtype=np.float32)
    known = fusion.known(near.query, hits.weights) if near else 1.0
    if helpful is not None:
        parts["helpfulness"] = np.float32(weights.helpfulness) * helpful
    if near:
        scale = np.float32(fusion.lexical_scale(words, known))
        parts = {name: scale * part for name, part in parts.items()}
        holders = fusion.holders(near.query, hits, everywhere)
        share = np.float32(weights.meaning / fusion.MEANING)
        parts["meaning"] = share * fusion.meaning_part(near, holders)
    scores = np.add.reduce(list(parts.values()), dtype=np.float32)
    order = np.argsort(-scores, kind="stable")
    held = sureness.held(hits.evidence)
    return Ranking(tuple(order.tolist()), scores, parts, words, held, near, known)


def _shares(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    total = float(weights.sum())
    return weights / np.float32(total) if total else weights


def _match(hits: Hits, name: str, shares: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far the query is the title: its share in the title, and the title's in it."""
    held = hits.evidence[name]
    precision = np.minimum(1, held.sum(axis=0) / np.maximum(hits.title_words, 1))
    recall = shares @ held
    named = np.float32(NAMED) * (np.minimum(recall, precision) > SURELY)
    match: NDArray[np.float32] = recall * (0.5 + 0.5 * precision) + named
    return match
