"""The house's manners in a reply."""

from __future__ import annotations

import pytest

from app.tickets.etiquette import Manner, check

KIND = "Здравствуйте, Глеб!\n\nСпасибо, что написали. Деньги придут завтра.\n\nХорошего дня!"
CURT = "Деньги придут завтра."


def met(text: str, name: str = "") -> set[Manner]:
    return {line.manner for line in check(text, name) if line.met}


def test_a_kind_reply_meets_the_whole_list() -> None:
    assert met(KIND, "Глеб Орлов") == set(Manner)


def test_a_curt_reply_meets_nothing_of_it() -> None:
    assert met(CURT, "Глеб") == set()


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Здравствуйте!", "", True),
        ("Здравствуйте!", "Глеб", False),
        ("Добрый день, ГЛЕБ.", "Глеб", True),
        ("Алёна, доброе утро!", "Алена", True),
        ("Hello Anna,", "Anna Petrova", True),
        ("Глеб, деньги придут.", "Глеб", False),
        ("Деньги " * 60 + "здравствуйте, Глеб", "Глеб", False),
        ("Hidden fees", "", False),
        ("Привет, Глебушка", "Глеб", False),
    ],
)
def test_a_greeting_is_by_name_where_there_is_one(text: str, name: str, expected: bool) -> None:
    assert (Manner.GREETING in met(text, name)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Благодарим за терпение", True),
        ("Thank you for writing", True),
        ("Спасибо!", True),
        ("Спаси сохрани", False),
    ],
)
def test_thanks_are_heard_in_both_languages(text: str, expected: bool) -> None:
    assert (Manner.THANKS in met(text)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Если что-то останется неясным, напишите.", True),
        ("С уважением, Борис", True),
        ("Let me know if it does not help", True),
        ("Have a nice day!", True),
        ("Хорошего дня! " + "Теперь о деле. " * 40, False),
        ("Ждите.", False),
    ],
)
def test_a_kind_word_stands_at_the_end(text: str, expected: bool) -> None:
    assert (Manner.CLOSE in met(text)) is expected
