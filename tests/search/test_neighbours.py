"""Words that mean nearly the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from app.search.encoders.base import unit
from app.search.neighbours import MOST, NONSENSE, Neighbours
from app.search.vector_store import Passage, Source, VectorStore

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.search.encoders.base import Progress, Role, Vectors

# Words as points: a direction for each sense, and one for what makes none.
SENSES = {
    "копия": (1.0, 0.1, 0.0),
    "бэкап": (1.0, 0.3, 0.0),
    "картинка": (0.0, 1.0, 0.0),
    "тенге": (0.1, 0.0, 1.0),
    "впн": (0.0, 0.1, 1.0),
}


class SenseEncoder:
    """Knows a few words; everything else is nonsense."""

    name = "senses 1"
    problem = ""

    def encode(
        self,
        texts: Sequence[str],
        role: Role = "passage",  # noqa: ARG002
        progress: Progress | None = None,  # noqa: ARG002
    ) -> Vectors:
        return unit(np.array([SENSES.get(text, (0.0, 0.0, 1.0)) for text in texts]))


@pytest.fixture
def neighbours(tmp_path: Path) -> Neighbours:
    store = VectorStore(tmp_path / "words.bin", SenseEncoder())
    store.put([Source(word, "", (Passage("", word),)) for word in SENSES if word != "бэкап"])
    return Neighbours(store, SenseEncoder())


def _of(neighbours: Neighbours, *words: str) -> list[list[str]]:
    found = neighbours.of(SenseEncoder().encode(words))
    return [[neighbour.lemma for neighbour in each] for each in found]


def test_word_of_the_same_sense_is_a_neighbour(neighbours: Neighbours) -> None:
    assert _of(neighbours, "бэкап") == [["копия"]]


def test_word_that_the_encoder_does_not_know_has_none(neighbours: Neighbours) -> None:
    assert _of(neighbours, "впн", "тенге", NONSENSE[0]) == [[], [], []]


def test_each_word_has_its_own(neighbours: Neighbours) -> None:
    assert _of(neighbours, "картинка", "бэкап") == [["картинка"], ["копия"]]


def test_empty_vocabulary_has_none(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "words.bin", SenseEncoder())
    assert _of(Neighbours(store, SenseEncoder()), "бэкап") == [[]]


def test_new_words_are_taken_up(neighbours: Neighbours) -> None:
    SENSES["резерв"] = (1.0, 0.2, 0.0)
    neighbours._store.put([Source("резерв", "", (Passage("", "резерв"),))])
    assert _of(neighbours, "бэкап") == [["резерв", "копия"]]
    del SENSES["резерв"]


def test_neighbours_are_few(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "words.bin", SenseEncoder())
    store.put([Source(f"копия{n}", "", (Passage("", "копия"),)) for n in range(50)])
    assert len(_of(Neighbours(store, SenseEncoder()), "бэкап")[0]) == MOST
