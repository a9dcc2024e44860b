"""Snippets: the right passage, cut at sentence bounds, its words marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.language.analysis import analyse
from app.language.sentences import sentences
from app.search.documents import index_terms
from app.search.engines.base import SectionMatch, SectionText
from app.search.query import Query
from app.search.snippets import MAX_CHARACTERS, MIN_CHARACTERS, mark, mark_words, snippet

if TYPE_CHECKING:
    from app.search.results import Fragments

FILLER = "Это предложение ни о чём важном не говорит и стоит тут для длины. "


def section(text: str, *lemmas: str) -> SectionMatch:
    tokens = [token for token in analyse(text) if not token.part]
    spans = [offset for token in tokens for offset in (token.start, token.end)]
    positions = tuple(
        tuple(n for n, token in enumerate(tokens) if f"l:{lemma}" in index_terms(token))
        for lemma in lemmas
    )
    starts, ends = ([span[end] for span in sentences(text)] for end in (0, 1))
    return SectionMatch(SectionText("", (), text, spans, starts, ends), positions)


def plain(fragments: Fragments) -> str:
    return "".join(fragment.text for fragment in fragments)


def test_the_passage_with_most_of_the_query_is_shown() -> None:
    text = FILLER * 5 + "Возврат приходит на карту за три дня. " + FILLER * 5
    found = snippet(section(text, "возврат", "карта"), [1, 1])

    assert "Возврат приходит на карту" in plain(found)
    assert [f.text for f in found if f.matched] == ["Возврат", "карту"]


def test_a_snippet_begins_and_ends_with_whole_sentences() -> None:
    text = FILLER * 5 + "Возврат приходит на карту за три дня. " + FILLER * 5
    found = plain(snippet(section(text, "возврат"), [1]))

    assert len(found) <= MAX_CHARACTERS
    assert found.endswith(".")
    assert "…" not in found


def test_a_match_at_the_end_is_shown_with_what_stands_before_it() -> None:
    found = plain(snippet(section(FILLER * 5 + "Возврат за три дня.", "возврат"), [1]))

    assert found == FILLER * 3 + "Возврат за три дня."
    assert MIN_CHARACTERS <= len(found) <= MAX_CHARACTERS


def test_lines_that_are_joined_do_not_make_it_too_long() -> None:
    rows = "\n".join(f"Возврат № {number} на карту" for number in range(40))
    found = plain(snippet(section(rows, "возврат"), [1]))

    assert len(found) <= MAX_CHARACTERS
    assert found.startswith("Возврат № 0 на карту; Возврат № 1 на карту; ")


def test_without_a_match_the_beginning_is_shown() -> None:
    assert plain(snippet(section("Первое. Второе.", "возврат"), [1])) == "Первое. Второе."


def test_a_long_sentence_is_cut_at_words_around_the_match() -> None:
    text = "слово " * 100 + "возврат " + "слово " * 100
    found = snippet(section(text, "возврат"), [1])

    assert "возврат" in [f.text for f in found if f.matched]
    assert len(plain(found)) <= MAX_CHARACTERS + 2
    assert plain(found).startswith("…")


def test_a_match_at_the_end_of_a_long_sentence_is_shown() -> None:
    long = "Нужно подождать немного и ещё раз проверить настройки сети " * 5
    for after in ("", ". Другое предложение."):
        found = snippet(section(f"{long}затем нажмите перезагрузить{after}", "перезагрузить"), [1])
        assert [f.text for f in found if f.matched] == ["перезагрузить"]
        assert len(plain(found)) <= MAX_CHARACTERS


@pytest.mark.parametrize(
    ("title", "prefix", "marked"),
    [
        ("Мой тариф", "мо", "Мо"),
        ("Пере\u00adнос номера", "перено", "Пере\u00adнос"),
        ("За\u0301мок открыть", "замок", "За\u0301мок"),
        ("Звонок на +7 (905) 123-45-67", "7905123", "+7 (905) 123-45-67"),
    ],
)
def test_the_beginning_of_a_word_is_marked_or_else_all_of_it(
    title: str, prefix: str, marked: str
) -> None:
    found = mark_words(title, Query("", ()), prefix)
    assert [f.text for f in found if f.matched] == [marked]


def test_rows_and_items_are_joined_with_semicolons_and_sentences_with_spaces() -> None:
    assert plain(mark("Раз\nдва.\nВот возврат", [])) == "Раз; два. Вот возврат"


def test_an_empty_section_gives_an_empty_snippet() -> None:
    assert snippet(section("", "возврат"), [1]) == ()


@given(st.text(max_size=400), st.lists(st.tuples(st.integers(0, 400), st.integers(0, 20))))
def test_marking_loses_no_character(text: str, pairs: list[tuple[int, int]]) -> None:
    spans = [(start, start + length) for start, length in pairs]

    joints = str.maketrans("", "", " ;\n")
    assert plain(mark(text, spans)).translate(joints) == text.translate(joints)
