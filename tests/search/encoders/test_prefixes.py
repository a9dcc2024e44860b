"""The table of hashes says what a dictionary says."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.search.encoders.prefixes import Prefixes

MANY = {f"{letter}{number}": number for letter in "жz物" for number in range(20_000)}


@given(st.dictionaries(st.text(), st.integers(0, 2**32 - 1)), st.text())
def test_each_word_has_its_number_and_no_other_word_has_one(
    table: dict[str, int], word: str
) -> None:
    prefixes = Prefixes(table)
    assert {known: prefixes.get(known) for known in table} == table
    assert prefixes.get(word) == table.get(word)


def test_words_of_the_same_bytes_are_told_apart() -> None:
    assert "ir".encode("ascii") == "物".encode("utf-16-le")
    prefixes = Prefixes({"ir": 1, "物": 2})
    assert (prefixes.get("ir"), prefixes.get("物")) == (1, 2)


def test_many_words_find_their_places() -> None:
    prefixes = Prefixes(MANY)
    assert all(prefixes.get(word) == number for word, number in MANY.items())
    assert not any(prefixes.get(f"{word}?") for word in MANY)
