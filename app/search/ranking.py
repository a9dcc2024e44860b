"""The second stage: orders the engine's best candidates by how fully and closely they answer."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import TYPE_CHECKING, Final

import numpy as np

from app.search import fusion, sureness
from app.search.engines.base import surest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from app.search.engines.base import Hits
    from app.search.fusion import Near

    Floats = NDArray[np.float32]

# Share of the votes' say (-1 to 1): twice this is the most that it can lift one article over
# another, a tenth of what holding all words of the query does.
HELPFULNESS = 0.05
TEXT = 0.4  # coverage by a word that only the text holds, and no title, question, tag or heading
NAMED = 3.0  # what the title adds, in shares of its part, when it says just what was asked
FULLY = 0.9  # coverage from which on an article says what an English query says
SURELY = 0.9  # of both: each word in its form or another of its lemma


@dataclass(frozen=True, slots=True)
class Weights:
    """Shares of the parts in the score.

    Each part is 0-1 but for bm25, which is a mean per word (0-6), helpfulness (-1 to 1), and
    meaning, which is a z.
    """

    bm25: float = 1.0
    coverage: float = 1.8
    title: float = 0.8
    questions: float = 0.6
    headings: float = 0.3
    lead: float = 0.3
    closeness: float = 0.7
    meaning: float = fusion.MEANING
    helpfulness: float = HELPFULNESS


WEIGHTS: Final = Weights()
BY_WORDS: Final[tuple[str, ...]] = (
    "bm25",
    "coverage",
    "title",
    "questions",
    "headings",
    "lead",
    "closeness",
)


@dataclass(frozen=True, slots=True)
class Ranking:
    """`order` are candidates, best first; all else is by candidate as in the hits.

    `parts` (names, n) are what the parts called `names` add to the `scores`; `words` are the scores
    by words alone; `known` tells how much of the query the index holds.
    """

    order: list[int]
    scores: Floats
    names: Sequence[str]
    parts: Floats
    words: Floats
    evidence: Floats
    near: Near | None
    known: float

    def explain(self, candidate: int) -> dict[str, float]:
        """Return what each part adds to a candidate's score."""
        added = self.parts[:, candidate].tolist()
        return {name: round(part, 4) for name, part in zip(self.names, added, strict=True)}

    def sureness(self, order: Sequence[int]) -> float:
        """Tell how probably the first of `order` answer the query (0-1)."""
        if not order:
            return 0.0
        first = order[: sureness.FIRST]
        held = sureness.held(self.evidence.take(first, axis=2)).tolist()
        words = self.words.take(first).tolist()
        z = self.near.best.take(first).tolist() if self.near else []
        nearest = max((found for found in z if not isnan(found)), default=None)
        near = sureness.near_enough(self.near.query, self.known) if self.near else None
        return sureness.sureness(held, words, nearest, self.known, near)


def rank(
    hits: Hits,
    near: Near | None = None,
    helpful: Floats | None = None,
    weights: Weights = WEIGHTS,
) -> Ranking:
    """Order the candidates; pure over the evidence of the hits and their nearness in meaning.

    `helpful` (-1 to 1 by candidate) is what readers' votes say.
    """
    everywhere = np.maximum.reduce(hits.evidence)
    shares = _shares(hits.weights)
    names, parts = BY_WORDS, _by_words(hits, shares)
    parts *= np.array([[getattr(weights, name)] for name in names], np.float32)
    scores = words = np.add.reduce(parts)
    known = fusion.known(near.query, hits.weights) if near else 1.0
    if helpful is not None:
        names = (*names, "helpfulness")
        parts = np.vstack((parts, np.float32(weights.helpfulness) * helpful))
    if near:
        # What words an English question shares with English pages says little of Russian ones.
        is_foreign = near.query.is_english and float((shares @ everywhere).max(initial=0)) < FULLY
        parts *= np.float32(fusion.lexical_scale(words, 0.0 if is_foreign else known))
        holders = fusion.holders(near.query, hits, everywhere)
        share = np.float32(weights.meaning / fusion.MEANING)
        names = (*names, "meaning")
        parts = np.vstack((parts, share * fusion.meaning_part(near, holders)))
    if len(names) > len(BY_WORDS):
        scores = np.add.reduce(parts)
    order = (-scores).argsort(kind="stable").tolist()
    return Ranking(order, scores, names, parts, words, hits.evidence, near, known)


def _by_words(hits: Hits, shares: Floats) -> Floats:
    """The parts that words make (names, n), each before its weight."""
    title, questions, _, headings, _, lead = hits.evidence
    parts = np.empty((len(BY_WORDS), len(hits.scores)), np.float32)
    parts[0] = hits.scores / max(float(hits.weights.sum()), 1e-9)
    parts[1] = shares @ surest(hits.evidence, TEXT)
    parts[2] = _match(title, hits.title_words, shares)
    parts[3] = shares @ questions
    parts[4] = shares @ headings
    parts[5] = shares @ lead
    parts[6] = shares @ hits.closeness
    return parts


def _shares(weights: NDArray[np.float32]) -> NDArray[np.float32]:
    total = float(weights.sum())
    return weights / np.float32(total) if total else weights


def _match(held: Floats, title_words: Floats, shares: Floats) -> Floats:
    """How far the query is the title: its share in the title, and the title's in it."""
    precision = np.minimum(1, np.add.reduce(held) / np.maximum(title_words, 1))
    recall = shares @ held
    named = np.float32(NAMED) * (np.minimum(recall, precision) > SURELY)
    match: Floats = recall * (0.5 + 0.5 * precision) + named
    return match
