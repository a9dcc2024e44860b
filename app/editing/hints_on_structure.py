"""Hints on how an article is built: headings, steps, its length, what a template left behind."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from app.editing import templates
from app.editing.hint import Hint
from app.editing.passages import Kind, passages

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.articles.article import Article
    from app.editing.passages import Passage

# Words of a whole article.
FEWEST: Final = 40
MOST: Final = 1_500
MOST_WITHOUT_HEADINGS: Final = 300
_INSTRUCTION = re.compile(r"как\s+\w+(?:ть|ти|чь)(?:ся)?\b|how to\b", re.IGNORECASE)
_STEPS = re.compile(r"шаги\b|steps\b|порядок действий", re.IGNORECASE)


def of(article: Article, read: Sequence[Passage]) -> Iterator[Hint]:
    """Yield the hints on the article's passages."""
    headings = [passage for passage in read if passage.kind is Kind.HEADING]
    yield from _levels(headings)
    yield from _empty_parts(read)
    yield from _steps(article, read, headings)
    yield from _gaps_between_steps(read)
    yield from _length(read, headings)
    yield from _left_of_template(read)


def _levels(headings: Sequence[Passage]) -> Iterator[Hint]:
    before = 1
    for heading in headings:
        if heading.level == 1:
            yield Hint(
                "first-level",
                "Заголовок первого уровня — само название статьи. Начните с «##».",
                heading.line,
            )
        elif heading.level > before + 1:
            yield Hint(
                "heading-jump",
                "Заголовок «%(text)s» перескочил через уровень. Поставьте «%(marks)s».",
                heading.line,
                values={"text": heading.text, "marks": "#" * (before + 1)},
            )
        before = heading.level


def _empty_parts(read: Sequence[Passage]) -> Iterator[Hint]:
    following: list[Passage | None] = [*read[1:], None]
    for passage, after in zip(read, following, strict=False):
        if passage.kind is not Kind.HEADING:
            continue
        if after is None or (after.kind is Kind.HEADING and after.level <= passage.level):
            yield Hint(
                "empty-part",
                "Под заголовком «%(text)s» ничего нет. Допишите или уберите его.",
                passage.line,
                values={"text": passage.text},
            )


def _steps(
    article: Article, read: Sequence[Passage], headings: Sequence[Passage]
) -> Iterator[Hint]:
    place = next((one for one in headings if _STEPS.match(one.text)), None)
    if not place and not _INSTRUCTION.match(article.title):
        return
    if any(one.number is not None for one in read):
        return
    yield Hint(
        "no-steps",
        "Это инструкция, но шагов в ней нет. Напишите их списком: «1. Откройте…».",
        place.line if place else 1,
    )


def _gaps_between_steps(read: Sequence[Passage]) -> Iterator[Hint]:
    """A number that follows the one before it neither directly nor by starting anew."""
    last: dict[int, int] = {}
    for passage in read:
        if passage.kind is Kind.HEADING:
            last.clear()
        if passage.kind is not Kind.ITEM:
            continue
        last = {indent: number for indent, number in last.items() if indent <= passage.indent}
        if passage.number is None:
            last.pop(passage.indent, None)
            continue
        before = last.get(passage.indent)
        if before is not None and passage.number > before + 1:
            yield Hint(
                "missing-step",
                "После шага %(before)s идёт шаг %(number)s. Проверьте, не пропал ли шаг.",
                passage.line,
                values={"before": before, "number": passage.number},
            )
        last[passage.indent] = passage.number


def _length(read: Sequence[Passage], headings: Sequence[Passage]) -> Iterator[Hint]:
    words = sum(passage.words() for passage in read)
    if words < FEWEST:
        yield _on_length(
            "too-short", "Статья короткая, слов: %(words)s. Хватит ли этого читателю?", words
        )
    elif words > MOST:
        yield _on_length(
            "too-long", "Статья длинная, слов: %(words)s. Разделите её на несколько.", words
        )
    elif words > MOST_WITHOUT_HEADINGS and not headings:
        yield _on_length(
            "no-headings",
            "В статье слов: %(words)s, а заголовков нет. Разделите её на части.",
            words,
        )


def _on_length(code: str, message: str, words: int) -> Hint:
    return Hint(code, message, values={"words": words})


def _left_of_template(read: Sequence[Passage]) -> Iterator[Hint]:
    for passage in read:
        if passage.kind is not Kind.HEADING and passage.text in _words_of_templates():
            yield Hint(
                "left-of-template",
                "Осталась подсказка шаблона: «%(text)s». Замените её своими словами.",
                passage.line,
                values={"text": passage.text},
            )


@cache
def _words_of_templates() -> frozenset[str]:
    texts = (templates.body(name) for name in templates.NAMES)
    return frozenset(
        passage.text
        for text in texts
        for passage in passages(text)
        if passage.kind is not Kind.HEADING
    )
