"""Scored words: what they give, and how many are kept."""

from __future__ import annotations

import gc
import weakref
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest

from app import clock
from app.search import documents
from app.search.alternatives import Alternative
from app.search.engines import matching, words
from app.search.engines.base import Filter
from app.search.engines.building import packed
from app.search.engines.holders import Look
from app.search.engines.joining import join
from app.search.engines.view import View
from app.search.lexicon import Lexicon
from app.search.query import Group, understand
from tests.search.library import article

if TYPE_CHECKING:
    from app.search.engines.words import Words

PUBLIC = Filter(frozenset({"public"}))
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
    assert kept(view.words) == 2


def test_the_word_asked_for_last_is_kept(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    one = view.words.gains(0, group("l:карта")).nbytes + words.GAINS_BYTES
    monkeypatch.setattr(words, "CACHE_BYTES", 2 * one)
    monkeypatch.setattr(words, "CACHE_BYTES_A_SECTION", 0)
    known = words.Words(view)
    for lemma in ("возврат", "деньга", "карта", "счет"):
        known.gains(0, group(f"l:{lemma}"))

    weights = 4 * words.WEIGHT_BYTES
    assert weights < known.memory_bytes <= weights + 2 * one
    assert 0 < kept(known) < 4
    assert known.gains(0, group("l:счет")) is known.gains(0, group("l:счет"))


def test_words_asked_for_in_turn_are_found_although_not_all_fit(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [group(f"l:{lemma}") for lemma in ("возврат", "деньга", "карта", "счет")]
    sizes = [view.words.gains(0, one).nbytes + words.GAINS_BYTES for one in asked]
    monkeypatch.setattr(words, "CACHE_BYTES", sum(sizes) - 1)
    known = words.Words(view)
    scored: list[Group] = []
    monkeypatch.setattr(
        known, "_gained", lambda _, one: scored.append(one) or view.words.gains(0, one)
    )

    for one in asked * 50:
        known.gains(0, one)

    assert 4 < len(scored) < 150
    assert kept(known) == 3


def test_more_is_kept_of_a_larger_index(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(words, "CACHE_BYTES", 0)
    monkeypatch.setattr(words, "CACHE_SECTIONS", 0)
    monkeypatch.setattr(words, "CACHE_BYTES_A_SECTION", 1_000_000)
    known = words.Words(view)
    for lemma in ("возврат", "деньга", "карта", "счет"):
        known.gains(0, group(f"l:{lemma}"))

    assert kept(known) == 4


def test_many_threads_count_what_is_kept_once(view: View) -> None:
    asked = [group(f"l:{lemma}") for lemma in ("возврат", "деньга", "карта", "счет")] * 50
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda one: view.words.gains(0, one), asked))

    sizes = [gains.nbytes + words.GAINS_BYTES for gains in view.words._gains.values()]
    assert len(sizes) == 4
    assert view.words.memory_bytes == sum(sizes) + 4 * words.WEIGHT_BYTES


def test_a_view_that_nobody_uses_goes_at_once() -> None:
    """Without a look for garbage, which servers spare what they have loaded at the start."""
    replaced = View([packed([])], [np.ones(0, bool)])
    replaced.words.gains(0, group("l:карта"))
    seen = weakref.ref(replaced)
    gc.disable()
    try:
        del replaced
        assert seen() is None
    finally:
        gc.enable()


def test_words_are_as_near_in_several_segments_as_in_one() -> None:
    """«свой» stands in the other segment only; it is before «пароль» in both all the same."""
    stories = {"near": "забыл пароль", "other": "свой дом"}
    entries = [documents.entry(article(n, n, text), clock.now()) for n, text in stories.items()]
    several = [packed([entry]) for entry in entries]
    alive = [np.ones(1, bool)] * 2
    found = [View(several, alive), View([join(several, alive)], [np.ones(2, bool)])]
    lexicon = Lexicon(found[0].vocabulary, found[0].total_frequency)
    query = understand("забыл свой пароль", lexicon)
    apart, together = (matching.find(one, query, PUBLIC, 10) for one in found)

    places = [together.article_ids.index(article_id) for article_id in apart.article_ids]
    assert apart.closeness.tolist() == together.closeness.take(places, axis=1).tolist()


def test_a_word_knows_each_of_its_places_once(view: View) -> None:
    """«возвраты» is found by its form, too; and each place counts once."""
    both = group("e:возвраты", "l:возврат", "l:счет")
    holders = view.words.gains(0, both).holders
    look = Look.at([holders], np.arange(3))

    assert look.is_held.tolist() == [[True, False, False]]
    low, high = holders.bounds.tolist()
    assert holders.positions[low:high].tolist() == [0, 5, 7]
