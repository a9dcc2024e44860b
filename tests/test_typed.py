"""What people type, made clean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import typed
from app.errors import DomainError


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("  Не приходит\r\nкод ", "Не приходит код"),
        ("\x00a\x07b", "ab"),
        ("счёт\u202eexe.pdf", "счётexe.pdf"),
        ("\ud800ok", "ok"),
        ("\u00a0\u2003", ""),
    ],
)
def test_a_line_is_one_printable_line(given_text: str, expected: str) -> None:
    assert typed.line(given_text) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("раз\r\nдва\rтри", "раз\nдва\nтри"),
        ("раз\n\n\n\n\nдва", "раз\n\nдва"),
        (" \n раз\tдва \x00\n", "раз\tдва"),
    ],
)
def test_paragraphs_keep_lines_and_nothing_unprintable(given_text: str, expected: str) -> None:
    assert typed.paragraphs(given_text) == expected


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert typed.line(typed.line(text)) == typed.line(text)
    assert typed.paragraphs(typed.paragraphs(text)) == typed.paragraphs(text)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        (" Anna@Polka.Example ", "anna@polka.example"),
        ("вера@почта.рф", "вера@почта.рф"),
        ("agent@helpdesk.local", "agent@helpdesk.local"),
    ],
)
def test_an_address_is_kept_in_one_spelling(given_text: str, expected: str) -> None:
    assert typed.email(given_text) == expected


@pytest.mark.parametrize(
    "wrong",
    ["", "anna", "anna@", "@polka.ru", "a b@polka.ru", "a@b", "a@localhost", "x" * 250 + "@ya.ru"],
)
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(DomainError):
        typed.email(wrong)


def test_a_text_longer_than_allowed_is_refused_with_both_numbers() -> None:
    assert typed.at_most(3, "абв") == "абв"
    with pytest.raises(DomainError, match="Не больше 3 знаков, сейчас 4"):
        typed.at_most(3, "абвг")
