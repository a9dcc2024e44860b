"""What readers' votes may do to the order: settle what is nearly equal, and no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from app.search.engines.base import PLACES, Hits
from app.search.engines.facts import Facts
from app.search.ranking import HELPFULNESS, rank

if TYPE_CHECKING:
    from numpy.typing import NDArray

SEEDS = st.integers(0, 2**32 - 1)


def some_hits(seed: int) -> Hits:
    """Candidates that hold two words of a query more or less surely."""
    chance = np.random.default_rng(seed)
    count = int(chance.integers(2, 7))
    return Hits(
        groups=np.arange(count),
        scores=chance.random(count, np.float32),
        weights=np.array([1, 2], np.float32),
        title_words=np.ones(count, np.float32),
        evidence=chance.random((len(PLACES), 2, count), np.float32),
        closeness=chance.random((2, count), np.float32),
        total=count,
        by_category={"c": count},
        facts=lambda n: Facts(str(n), "", "public", "ru", "c", str(n)),
        sections=lambda _: [],
    )


def votes(hits: Hits, seed: int) -> NDArray[np.float32]:
    say = np.random.default_rng(seed).uniform(-1, 1, len(hits.scores))
    return np.sign(say).astype(np.float32) if seed % 2 else say.astype(np.float32)


@given(SEEDS)
def test_votes_lift_no_article_over_one_whose_words_match_clearly_better(seed: int) -> None:
    hits = some_hits(seed)
    by_words, ranked = rank(hits).scores, rank(hits, helpful=votes(hits, seed))

    for place, better in enumerate(ranked.order):
        for worse in ranked.order[place + 1 :]:
            assert by_words[worse] - by_words[better] <= 2 * HELPFULNESS + 1e-4


@given(SEEDS)
def test_votes_that_say_nothing_change_no_score(seed: int) -> None:
    hits = some_hits(seed)
    ranked = rank(hits, helpful=np.zeros(len(hits.article_ids), np.float32))

    assert ranked.order == rank(hits).order
    assert (ranked.scores == rank(hits).scores).all()


@given(SEEDS)
def test_votes_leave_sureness_alone(seed: int) -> None:
    hits = some_hits(seed)
    order = rank(hits).order

    assert rank(hits, helpful=votes(hits, seed)).sureness(order) == rank(hits).sureness(order)
