"""Any text at all gives a result in bounded time and never an exception."""

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.language.analysis import analyse, lemma_key, normalise, sentences, terms
from app.language.keyboard import switch_layout
from app.language.spelling import Speller, split_glued
from app.language.transliteration import to_cyrillic

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=200)
LIKELY_TEXT = st.text(
    "абвеёжйоуьEeСсOo019 .,-–_/@:+#'()\u0301\u0308\u00ad\u200b\u00a0\ud800", max_size=80
)
TEXTS = ANY_TEXT | LIKELY_TEXT
unhurried = settings(deadline=None)  # the first call loads the dictionary


@unhurried
@given(TEXTS)
def test_offsets_are_valid_and_in_order(text: str) -> None:
    tokens = analyse(text)
    assert all(0 <= token.start < token.end <= len(text) for token in tokens)
    starts = [token.start for token in tokens]
    assert starts == sorted(starts)
    positions = [token.position for token in tokens]
    assert positions == sorted(positions)


@unhurried
@given(TEXTS)
def test_wholes_never_overlap(text: str) -> None:
    wholes = [token for token in analyse(text) if not token.part]
    assert all(left.end <= right.start for left, right in pairwise(wholes))


@unhurried
@given(TEXTS)
def test_token_always_has_terms(text: str) -> None:
    for token in analyse(text):
        assert token.exact
        assert token.lemmas
        assert all(term[2:] for _, term in terms(token))


@unhurried
@given(TEXTS)
def test_normal_form_is_stable(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@unhurried
@given(TEXTS)
def test_yo_and_ye_are_one_letter(text: str) -> None:
    bare = text.replace("ё", "е").replace("Ё", "Е")
    assert [token.exact for token in analyse(text)] == [token.exact for token in analyse(bare)]


@unhurried
@given(TEXTS)
def test_case_never_changes_the_key(text: str) -> None:
    if text.upper().lower() == text.lower():
        assert normalise(text.upper()) == normalise(text.lower())


@unhurried
@given(TEXTS)
def test_sentences_stand_in_order_inside_the_text(text: str) -> None:
    end_before = 0
    for start, end in sentences(text):
        assert end_before <= start < end <= len(text)
        end_before = end


@unhurried
@given(TEXTS)
def test_other_functions_take_any_text(text: str) -> None:
    assert isinstance(lemma_key(text), str)
    assert len(switch_layout(text)) == len(text)
    assert isinstance(to_cyrillic(text), tuple)
    assert Speller({"заказ": 1}).suggest(text) is not None
    assert split_glued(text, {"заказ": 1}) is None or text


@pytest.mark.parametrize(
    "text",
    [
        "ф-𗀀",  # a letter without a name
        "а" * 1_000_000,
        "1" * 1_000_000,
        "а\u0301" * 200_000,
        "\u0301" * 300_000,
        "((((" * 100_000,
        "+7 (999" * 20_000,
        "a-" * 50_000,
        "1 " * 50_000,
        "не " * 50_000,
        "א\u05b0\u200f" * 50_000,
        "🙂" * 100_000,
        "\x00\ud800\uffff" * 50_000,
    ],
    ids=range(13),
)
def test_long_and_strange_text_comes_to_an_end(text: str) -> None:
    start = time.process_time()
    analyse(text)
    sentences(text)
    normalise(text)
    assert time.process_time() - start < 30


def test_text_beyond_the_limit_is_not_analysed() -> None:
    assert len(analyse("код код код", max_characters=7)) == 2


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("  Оплатить   ЗАКАЗ?! ", "оплатить заказ"),
        ("ёлка", "елка"),
        ("E 1042", "e-1042"),
        ("8 (999) 123-45-67", "+79991234567"),
    ],
)
def test_equal_queries_share_a_key(left: str, right: str) -> None:
    assert normalise(left) == normalise(right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("как вернуть деньги", "вернуть деньги пожалуйста"),
        ("деньги вернуть", "верните денег"),
        ("коды не приходят", "не приходит код"),
    ],
)
def test_queries_about_one_thing_share_a_lemma_key(left: str, right: str) -> None:
    assert lemma_key(left) == lemma_key(right)
