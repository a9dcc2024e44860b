"""Questions in bold are parts of an article that search finds by themselves."""

from __future__ import annotations

from app.search.documents import parts_of
from tests.search.library import article

FAQ = """Общее.

## Оплата

**Где взять чек?**

В письме.

**Можно ли [оплатить](/pay) `картой`?**

Да.

Любой.

**Нет нужного способа**

Напишите нам.
"""


def test_questions_in_bold_head_parts_with_the_anchor_of_their_section() -> None:
    found = [
        (part.anchor, part.heading, part.text) for part in parts_of(article("a", "Оплата", FAQ))
    ]

    assert found == [
        ("", "", "Общее."),
        ("oplata", "Где взять чек?", "В письме."),
        ("oplata", "Можно ли оплатить картой?", "Да.\nЛюбой."),
        ("oplata", "Нет нужного способа", "Напишите нам."),
    ]


def test_words_in_bold_that_ask_nothing_stay_in_their_section() -> None:
    text = "**Личный кабинет**\n\nНажмите «Войти».\n\n**Внимание**\n\nНе закрывайте."

    assert len(parts_of(article("a", "Вход", text))) == 1
