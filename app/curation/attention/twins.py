"""Articles that say nearly the same as another one of their language and audience.

One of three signs is enough; on 100 articles with no duplicates among them the nearest pair has
0.02 by words, 0.70 by meaning and one question in common. Numbers: `words` (Jaccard's share of runs
of four words), `meaning` (cosine of all they say, less what all texts share), `questions` (titles
and questions in the same words), each of the nearest twin; things: the twins, nearest first.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import numpy as np

from app.curation.attention.reasons import Finding, Reason, Thing, first, severity
from app.learning.wording import telling_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from app.articles.article import Article
    from app.search.encoders.base import Vectors

    Pair = tuple[str, str]
    Features = Mapping[str, frozenset[Hashable]]  # by article

LEAST_WORDS: Final = 0.3
LEAST_MEANING: Final = 0.8
LEAST_QUESTIONS: Final = 2
RUN: Final = 4  # words
COMMON: Final = 20  # articles with the same run or question: that is boilerplate, no sign
BLOCK: Final = 1_000  # rows compared at once: 20 MB at 5,000 articles

_WORD: Final = re.compile(r"\w+")


@dataclass
class Likeness:
    """How like two articles are, by each sign."""

    words: float = 0.0
    meaning: float = 0.0
    questions: int = 0

    @property
    def degree(self) -> float:
        """0 to 1, for the order."""
        by_questions = min(1.0, self.questions / (2 * LEAST_QUESTIONS))
        return max(self.words, self.meaning, by_questions)

    @property
    def is_twin(self) -> bool:
        return (
            self.words >= LEAST_WORDS
            or self.meaning >= LEAST_MEANING
            or self.questions >= LEAST_QUESTIONS
        )


def twins(
    articles: Sequence[Article], wholes: tuple[Sequence[str], Vectors] | None, now: datetime
) -> Iterator[Finding]:
    """Yield the articles that have a twin; `wholes` are ids and a unit vector of each article."""
    known = {article.id: article for article in articles}
    alike: dict[Pair, Likeness] = defaultdict(Likeness)
    for pair, share in by_words(articles):
        alike[pair].words = share
    for pair, number in by_questions(articles):
        alike[pair].questions = number
    for pair, cosine in by_meaning(*wholes) if wholes else ():
        alike[pair].meaning = cosine
    of_each: dict[str, list[tuple[Likeness, str]]] = defaultdict(list)
    for (one, other), likeness in alike.items():
        if likeness.is_twin and _comparable(known.get(one), known.get(other)):
            of_each[one].append((likeness, other))
            of_each[other].append((likeness, one))
    for article_id, found in of_each.items():
        yield _finding(article_id, found, known, now)


def by_words(articles: Iterable[Article]) -> Iterator[tuple[Pair, float]]:
    """Yield pairs with the share of runs of words that both texts have (Jaccard)."""
    runs = {article.id: _runs(article.body) for article in articles}
    for pair, number in _in_common(runs).items():
        one, other = (runs[article_id] for article_id in pair)
        if number >= LEAST_WORDS / 2 * min(len(one), len(other)):
            yield pair, round(len(one & other) / len(one | other), 3)


def by_questions(articles: Iterable[Article]) -> Iterator[tuple[Pair, int]]:
    """Yield pairs with how many titles and questions they have in the same telling words."""
    asked = {
        article.id: frozenset(filter(None, map(telling_words, (article.title, *article.questions))))
        for article in articles
    }
    yield from _in_common(asked).items()


def by_meaning(ids: Sequence[str], vectors: Vectors) -> Iterator[tuple[Pair, float]]:
    """Yield pairs whose vectors are near enough, each pair once in the order of ids."""
    for start in range(0, len(ids), BLOCK):
        cosines = vectors[start : start + BLOCK] @ vectors.T
        for row, column in np.argwhere(cosines >= LEAST_MEANING).tolist():
            if start + row < column:
                pair = _pair(ids[start + row], ids[column])
                yield pair, round(float(cosines[row, column]), 3)


def _runs(body: str) -> frozenset[Hashable]:
    words = _WORD.findall(body.casefold().replace("ё", "е"))
    return frozenset(hash(tuple(words[n : n + RUN])) for n in range(len(words) - RUN + 1))


def _in_common(features: Features) -> Counter[Pair]:
    """Count what each pair has in common, without what many have."""
    owners: dict[Hashable, list[str]] = defaultdict(list)
    for article_id, mine in features.items():
        for feature in mine:
            owners[feature].append(article_id)
    return Counter(
        _pair(*pair)
        for found in owners.values()
        if 1 < len(found) <= COMMON
        for pair in combinations(found, 2)
    )


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)


def _comparable(one: Article | None, other: Article | None) -> bool:
    if one is None or other is None:
        return False
    same_article = (one.translation_of or one.id) == (other.translation_of or other.id)
    return (one.lang, one.open_to) == (other.lang, other.open_to) and not same_article


def _finding(
    article_id: str,
    found: list[tuple[Likeness, str]],
    known: Mapping[str, Article],
    now: datetime,
) -> Finding:
    ordered = sorted(found, key=lambda pair: (-pair[0].degree, pair[1]))
    things = [Thing(known[i].title, i, round(likeness.degree, 3)) for likeness, i in ordered]
    nearest = ordered[0][0]
    numbers = {
        "twins": len(found),
        "words": nearest.words,
        "meaning": nearest.meaning,
        "questions": nearest.questions,
    }
    how_bad = severity(Reason.TWIN, nearest.degree)
    return Finding(Reason.TWIN, article_id, now, how_bad, numbers, first(things))
