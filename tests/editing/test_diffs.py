"""What changed between two texts, as people would say it."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.editing import diffs, wording
from tests.editing.shelf import RETURNS

SIGNS = {"same": "{}", "gone": "[-{}-]", "new": "[+{}+]"}


def shown(pieces: tuple[diffs.Piece, ...]) -> str:
    return "".join(SIGNS[piece.kind].format(piece.text) for piece in pieces)


@pytest.mark.parametrize(
    ("before", "after", "difference"),
    [
        ("Обычно три дня.", "Обычно пять дней.", "Обычно [-три дня-][+пять дней+]."),
        ("Деньги вернутся.", "Деньги вернутся на карту.", "Деньги вернутся[+ на карту+]."),
        ("Нажмите «Вернуть».", "Нажмите «Вернуть».", "Нажмите «Вернуть»."),
        ("", "Новый", "[+Новый+]"),
        ("Старый", "", "[-Старый-]"),
        ("Совсем о другом", "Здесь ничего нет", "[-Совсем о другом-][+Здесь ничего нет+]"),
        ("Ёж не колется", "Еж не колется", "[-Ёж-][+Еж+] не колется"),
    ],
)  # fmt: skip
def test_words_are_compared_as_people_read_them(before: str, after: str, difference: str) -> None:
    assert shown(diffs.words(before, after)) == difference


def test_change_stands_among_a_few_unchanged_lines() -> None:
    before = "".join(f"строка {number}\n" for number in range(1, 21))
    found = diffs.compare(before, before.replace("строка 10\n", "строка десять\n"))
    told = [(block.before, block.after, block.skipped, block.is_changed) for block in found.blocks]
    assert told == [
        (1, 1, 7, False),
        (8, 8, 0, False),
        (10, 10, 0, True),
        (11, 11, 0, False),
        (13, 13, 8, False),
    ]
    assert (found.count("gone"), found.count("new")) == (1, 1)


def test_a_single_line_is_never_left_out() -> None:
    found = diffs.compare("а\nб\nв\nг\nд\nе\n", "А\nб\nв\nг\nд\nЕ\n", context=1)
    assert [block.skipped for block in found.blocks] == [0, 0, 2, 0, 0]
    found = diffs.compare("а\nб\nв\nг\nе\n", "А\nб\nв\nг\nЕ\n", context=1)
    assert [block.skipped for block in found.blocks] == [0, 0, 0]


def test_equal_texts_have_no_difference() -> None:
    assert diffs.compare("а\n" * 9, "а\n" * 9).is_empty
    assert diffs.compare("", "").blocks == ()


texts = st.text("аб\n ,", max_size=60)


@given(texts, texts)
def test_both_texts_can_be_read_in_the_difference(before: str, after: str) -> None:
    pieces = [
        p for block in diffs.compare(before, after, context=None).blocks for p in block.pieces
    ]
    assert "".join(piece.text for piece in pieces if piece.kind != "new") == before
    assert "".join(piece.text for piece in pieces if piece.kind != "gone") == after


def test_long_texts_are_compared_in_bounded_time() -> None:
    before = " ".join(f"слово{number}" for number in range(30_000))
    started = time.perf_counter()
    diffs.compare(before, before.replace("слово7", "речь7"))
    assert time.perf_counter() - started < 5


def test_readers_text_is_compared_without_its_markup() -> None:
    bold = RETURNS.replace("Обычно три дня", "Обычно **три** [дня](obmen.md)").encode()
    path = "vozvrat/vozvrat-deneg.md"
    assert wording.of_content(path, bold) == wording.of_content(path, RETURNS.encode())
    assert "Сроки\nОбычно три дня." in wording.of_content(path, RETURNS.encode())


def test_file_that_cannot_be_read_is_compared_as_it_is() -> None:
    assert wording.of_content("a/b.md", "просто текст".encode()) == "просто текст"


def test_long_texts_of_repeated_lines_are_compared_in_little_time() -> None:
    steps = [f"## Шаг\n\nНажмите кнопку номер {number}.\n\n" for number in range(4_000)]
    changed = [*steps[:2_000], "Новая строка.\n\n", *steps[2_001:]]
    started = time.process_time()
    found = diffs.compare("".join(steps), "".join(changed))
    assert time.process_time() - started < 3
    assert [piece.text for block in found.blocks for piece in block.pieces if piece.kind == "new"]
    assert found.count("gone") < 20


def test_words_of_many_changed_blocks_are_compared_within_one_bound() -> None:
    before = "\n\n".join(" ".join(f"слово{n}{k}" for k in range(300)) for n in range(300))
    started = time.process_time()
    found = diffs.compare(before, before.replace("слово", "речь").replace("\n\n", "\n—\n"))
    assert time.process_time() - started < 6
    assert not found.is_empty
