"""Comments on lines: kept once, moved along, resolved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.editing import comments, line_places
from app.editing.comments import Word
from app.errors import Conflict, InvalidInput, NotFound
from tests.accounts import cast

if TYPE_CHECKING:
    from sqlalchemy import Engine

BODY = "Вступление.\n\nОбычно три дня.\n\nКонец.\n"


@pytest.mark.parametrize(
    ("line", "quote", "body", "now"),
    [
        (3, "Обычно три дня.", BODY, 3),
        (3, "Обычно три дня.", "Ещё строка.\n" + BODY, 4),
        (3, "Обычно три  дня.", BODY, 3),
        (3, "три дня", "Вступление.\nТеперь обычно три дня, иногда пять.\n", 2),
        (3, "Обычно три дня.", "Вступление.\n\nОбычно пять дней.\n", None),
        (2, "да", "да\nнет\nнет\nда\n", 1),
        (3, "да", "да\nнет\nнет\nда\n", 4),
        (3, "", BODY, None),
    ],
)
def test_comment_moves_along_with_its_line(
    line: int, quote: str, body: str, now: int | None
) -> None:
    assert line_places.place(line, quote, body.split("\n")) == now


def test_comment_is_kept_once_with_its_place(database: Engine) -> None:
    anna = cast.anna()
    word = Word("voz-01", "abc", "Проверьте срок", 3, "Обычно три дня.")
    assert comments.add(word, anna.id).id == comments.add(word, anna.id).id
    comments.add(Word("voz-01", "abc", "В целом хорошо"), anna.id)
    placed = comments.of_article("voz-01", "Новая строка\n" + BODY)
    assert [(item.comment.body, item.line) for item in placed] == [
        ("Проверьте срок", 4),
        ("В целом хорошо", None),
    ]
    assert placed[0].comment.account.name == "Анна"
    assert comments.count_open(["voz-01", "voz-02"]) == {"voz-01": 2}


@pytest.mark.parametrize("text", ["", " \n ", "я" * 2001])
def test_empty_and_endless_comments_are_refused(database: Engine, text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        comments.add(Word("voz-01", "abc", text), cast.anna().id)
    assert list(refused.value.fields) == ["comment"]


def test_resolved_comment_comes_last_and_can_be_taken_up_again(database: Engine) -> None:
    anna, boris = cast.anna(), cast.boris()
    first = comments.add(Word("voz-01", "abc", "Раз"), anna.id)
    comments.add(Word("voz-01", "abc", "Два"), anna.id)
    comments.resolve(first.id, boris.id)
    placed = comments.of_article("voz-01", BODY)
    assert [item.comment.body for item in placed] == ["Два", "Раз"]
    assert placed[1].comment.resolved_by is not None
    with pytest.raises(Conflict):
        comments.resolve(first.id, boris.id)
    comments.reopen(first.id)
    assert comments.count_open(["voz-01"]) == {"voz-01": 2}


def test_unknown_comment_is_not_found(database: Engine) -> None:
    with pytest.raises(NotFound):
        comments.resolve(1, cast.anna().id)
