"""The arithmetic of words with meaning, and of how sure a list is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search import fusion, nearness
from app.search.alternatives import Alternative
from app.search.engines.base import PLACES
from app.search.fusion import Near
from app.search.lexicon import Lexicon
from app.search.nearness import Nearness, Sections
from app.search.query import Group, Query, understand
from app.search.sureness import held, near_enough, sureness
from app.search.vector_file import Owner, Stored
from app.search.vectors import VectorTable, quantised

if TYPE_CHECKING:
    from numpy.typing import NDArray

SHARES = st.floats(0, 1)
Z = st.floats(-3, 12)


def floats(*numbers: float) -> NDArray[np.float32]:
    return np.array(numbers, np.float32)


def group(word: str, *layers: str) -> Group:
    return Group(word, 0, 1.0, tuple(Alternative(word, 1.0, layer) for layer in layers))


def near(*whole: float) -> Near:
    return Near(Query("", ()), floats(*whole), floats(*whole))


def test_words_known_only_by_their_neighbours_are_unknown() -> None:
    query = Query("", (group("а", "exact"), group("б", "meaning"), group("в")))

    assert fusion.known(query, floats(3, 1, 2)) == pytest.approx(0.5)
    assert fusion.known(Query("", ()), floats()) == 0


def test_the_words_score_is_on_the_scale_of_a_z_whatever_its_own() -> None:
    scores = floats(4, 2, 1, 1)
    everywhere = np.concatenate([scores, np.zeros(fusion.AMONG - 4, np.float32)])

    assert fusion.lexical_scale(scores, 1) == pytest.approx(1 / everywhere.std(), rel=1e-4)
    assert fusion.lexical_scale(scores * 10, 1) == pytest.approx(0.1 / everywhere.std(), rel=1e-4)
    assert fusion.lexical_scale(floats(), 1) == 1


def test_words_count_less_the_less_of_them_is_known() -> None:
    all_known = fusion.lexical_scale(floats(1, 2), 1)

    assert fusion.lexical_scale(floats(1, 2), 0) == pytest.approx(all_known * fusion.UNKNOWN)


def test_an_article_without_vectors_stands_in_the_middle() -> None:
    part = fusion.meaning_part(near(1, np.nan, 5, 3), None)

    assert part.tolist() == pytest.approx([fusion.MEANING * z for z in (1, 3, 5, 3)])
    assert fusion.meaning_part(near(np.nan), None).tolist() == [0]


def test_nothing_gains_on_those_that_hold_the_sure_word() -> None:
    holds = np.array([True, False, True])

    part = fusion.meaning_part(near(1, 9, 2), holds)

    assert part[1] == part[0] < part[2]


def test_an_articles_nearness_is_its_best_section_its_first_and_all_of_it() -> None:
    rows = np.eye(4, dtype=np.float32)[[0, 1, 0, 2, 3]]
    owners = (Owner("a", "1", ("", "s", nearness.QUESTION)), Owner("b", "1", ("", "s")))
    table = VectorTable.of(Stored("t", owners, np.zeros((5, 16), np.uint8), quantised(rows)))
    seen = Nearness(Sections(table), rows[0])
    mean, deviation = table.spread(rows[0])

    best, whole = seen.of(["b", "a", "unknown"])

    high, low = (1 - mean) / deviation, -mean / deviation
    assert best[:2].tolist() == pytest.approx([low, high], rel=1e-4)
    all_of_it = nearness.WHOLE * (high + low) / 2 + nearness.LEAD * high
    assert whole[1] == pytest.approx(high + all_of_it, rel=1e-4)
    assert np.isnan(best[2])
    assert np.isnan(whole[2])


def test_what_is_held_in_a_title_counts_more_than_in_the_text() -> None:
    evidence = np.zeros((len(PLACES), 2, 2), np.float32)
    evidence[PLACES.index("title")] = np.eye(2)
    evidence[PLACES.index("body")] = 1

    assert held(evidence).tolist() == pytest.approx([0.95, 0.95])
    assert held(np.zeros((len(PLACES), 0, 1), np.float32)).tolist() == [0]


@given(SHARES, SHARES, Z, Z, st.floats(0, 1))
def test_sureness_rises_with_words_and_with_meaning(
    one: float, other: float, z: float, nearer: float, known: float
) -> None:
    low, high = sorted((one, other))
    far, close = sorted((z, nearer))

    assert 0 <= sureness([low], [1], None, known) <= sureness([high], [1], None, known) <= 1
    assert sureness([1], [low], None, known) <= sureness([1], [high], None, known)
    assert 0 <= sureness([low], [1], far, known) <= sureness([high], [1], close, known) <= 1
    assert sureness([low, high], [1], far, known) == sureness([high], [1], far, known)


def test_where_words_tell_nothing_meaning_tells_by_itself() -> None:
    assert sureness([0.0], [0.0], 6.0, known=0.0, near=4.5) > 0.8
    assert sureness([0.0], [0.0], 6.0, known=1.0) < 0.3
    assert sureness([], [], None, known=1.0) < 0.3


def test_one_unknown_word_has_to_be_nearer_than_nonsense_is() -> None:
    lexicon = Lexicon({}, lambda _: 0)
    one, two, english = (understand(t, lexicon) for t in ("ллололо", "ллоло лоло", "is it here"))
    usual = near_enough(two, 0.0)

    assert usual is not None
    assert usual == near_enough(english, 1.0)
    assert (near_enough(one, 0.0) or 0) > usual
    assert near_enough(two, 0.5) is None
