"""Groups wordings of one question; pure.

Every group has a leader, the wording of most visitors, and the others are near to it and not to
each other by way of third ones: so «смс» never draws «код» and «вход» into one heap. What is near
is measured on words weighted by their rarity (inverse document frequency, Spärck Jones 1972):
Jaccard's index, with a lower threshold where one wording holds the other whole.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.learning.wording import NOT

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

Words = frozenset[str]

NEAR: Final = 0.6  # of Jaccard's weighted index, 0 to 1
NEAR_WITHIN: Final = 0.5  # when one holds the other, and the other has LEAST_WITHIN words
NEAR_SAME_ARTICLE: Final = 0.35  # when both led to the same article
LEAST_WITHIN: Final = 2  # one word alone («заказ») is within too many questions
WEIGHT_OF_NOT: Final = 0.3


@dataclass(frozen=True, slots=True)
class Phrase:
    """A wording's telling words, its different visitors, and the article they opened first."""

    words: Words
    visitors: int = 1
    article_id: str | None = None


def grouped(phrases: Iterable[Phrase], known: Iterable[Phrase] = ()) -> dict[Words, Words]:
    """Return each phrase's words with those of its leader; a leader is its own.

    The phrases `known` lead already and go on leading, so that groups stay what they were.
    Neither the order of `phrases` nor doing it again changes anything.
    """
    ordered = sorted(phrases, key=lambda p: (-p.visitors, len(p.words), sorted(p.words)))
    leading = list(known)
    leaders = _Leaders(_weights({phrase.words for phrase in (*leading, *ordered)}))
    for phrase in leading:
        leaders.add(phrase)
    for phrase in ordered:
        if leaders.nearest(phrase) is None:
            leaders.add(phrase)
    return {phrase.words: leaders.nearest(phrase) or phrase.words for phrase in ordered}


def _weights(wordings: Collection[Words]) -> Mapping[str, float]:
    counts = Counter(word for words in wordings for word in words)
    weights = {word: math.log(1 + len(wordings) / count) for word, count in counts.items()}
    return {**weights, NOT: WEIGHT_OF_NOT}


class _Leaders:
    """The phrases that lead groups, found by their words."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._weights = weights
        self._phrases: list[Phrase] = []
        self._sums: list[float] = []
        self._numbers: dict[Words, int] = {}
        self._by_word: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, phrase: Phrase) -> None:
        number = len(self._phrases)
        self._numbers[phrase.words] = number
        self._phrases.append(phrase)
        self._sums.append(self._sum(phrase.words))
        for word in phrase.words:
            self._by_word[word].append(number)

    def nearest(self, phrase: Phrase) -> Words | None:
        """Return the words of the nearest leader, the first of equally near ones."""
        if phrase.words in self._numbers:
            return phrase.words
        total = self._sum(phrase.words)
        best, nearest = 0.0, None
        for number in sorted(self._candidates(phrase.words, total)):
            likeness = self._likeness(phrase, total, number)
            if likeness > best:
                best, nearest = likeness, self._phrases[number].words
        return nearest

    def _likeness(self, phrase: Phrase, total: float, number: int) -> float:
        """Return Jaccard's weighted index with a leader, 0 when it is not near."""
        leader = self._phrases[number]
        shared = self._sum(phrase.words & leader.words)
        likeness = shared / (total + self._sums[number] - shared)
        return likeness if likeness >= _threshold(phrase, leader) else 0.0

    def _candidates(self, words: Words, total: float) -> set[int]:
        """Return every leader that can be near: it shares one of the rarest words.

        Near ones share at least NEAR_SAME_ARTICLE of the weight, so that the most common words,
        up to less than that weight together, need not be looked up (prefix filtering).
        """
        return {number for word in self._rarest(words, total) for number in self._by_word[word]}

    def _rarest(self, words: Words, total: float) -> Iterator[str]:
        rest = total
        for word in sorted(words, key=lambda w: (-self._weights[w], w)):
            if rest < NEAR_SAME_ARTICLE * total:
                return
            if word in self._by_word:
                yield word
            rest -= self._weights[word]

    def _sum(self, words: Words) -> float:
        return math.fsum(self._weights[word] for word in words)  # the same in any order


def _threshold(one: Phrase, other: Phrase) -> float:
    if one.article_id and one.article_id == other.article_id:
        return NEAR_SAME_ARTICLE
    shared = one.words & other.words
    is_within = shared in (one.words, other.words)
    return NEAR_WITHIN if is_within and len(shared - {NOT}) >= LEAST_WITHIN else NEAR
