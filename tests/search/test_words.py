"""Scored words: what they give, and how many are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from app import clock
from app.search import documents
from app.search.alternatives import Alternative
from app.search.engines import words
from app.search.engines.building import packed
from app.search.engines.holders import Look
from app.search.engines.view import View
from app.search.query import Group
from tests.search.library import article

if TYPE_CHECKING:
    from app.search.engines.words import Words

TEXTS = {
    "a": "возврат денег на карту, а возвраты на счёт",
    "b": "деньги придут на карту",
    "c": "карта и карты: две карты",
}


@pytest.fixture
def view() -> View:
    entries = [documents.entry(article(n, n, text), clock.now()) for n, text in TEXTS.items()]
    return View([packed(entries)], [np.ones(len(TEXTS), bool)])


def group(*terms: str, weight: float = 1.0) -> Group:
    return Group(terms[0], 0, weight, tuple(Alternative(term, 0.9, "lemma") for term in terms))


def kept(known: Words) -> int:
    return len(known._gains)


def test_a_word_is_scored_once(view: View) -> None:
    first = view.words.gains(0, group("l:карта"))

    assert view.words.gains(0, group("l:карта")) is first
    assert view.words.gains(0, group("l:карта", weight=0.3)) is not first
    assert (
        view.words.nbytes == first.nbytes + view.words.gains(0, group("l:карта", weight=0.3)).nbytes
    )


def test_the_words_asked_for_last_are_kept(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    one = view.words.gains(0, group("l:карта")).nbytes
    monkeypatch.setattr(words, "CACHE_BYTES", 2 * one)
    monkeypatch.setattr(words, "CACHE_BYTES_A_SECTION", 0)
    known = words.Words(view)
    for lemma in ("возврат", "деньга", "карта", "счет"):
        known.gains(0, group(f"l:{lemma}"))

    assert 0 < known.nbytes <= 2 * one
    assert 0 < kept(known) < 4
    assert known.gains(0, group("l:счет")) is known.gains(0, group("l:счет"))


def test_more_is_kept_of_a_larger_index(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "CACHE_BYTES", 0)
    monkeypatch.setattr(words, "CACHE_BYTES_A_SECTION", 1_000_000)
    known = words.Words(view)
    for lemma in ("возврат", "деньга", "карта", "счет"):
        known.gains(0, group(f"l:{lemma}"))

    assert kept(known) == 4


def test_a_word_knows_each_of_its_places_once(view: View) -> None:
    """«возвраты» is found by its form, too; and each place counts once."""
    both = group("e:возвраты", "l:возврат", "l:счет")
    holders = view.words.gains(0, both).holders
    look = Look.at([holders], np.arange(3))

    assert look.is_held.tolist() == [[True, False, False]]
    low, high = holders.bounds.tolist()
    assert holders.positions[low:high].tolist() == [0, 5, 7]
