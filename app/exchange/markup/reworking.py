"""A body on its way to our Markdown: the steps that it took, and what each of them lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.exchange.documents import Note
from app.exchange.markup import marks

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.exchange.markup.marks import Counted

FOLDED = "Раскрывающиеся блоки показаны открытыми."
_LOST = {
    marks.icons: "Значков из набора оформления нет, они убраны: %(count)s.",
    marks.layout: "Убраны теги, которые только располагают текст: %(count)s.",
    marks.attributes: "Убраны классы оформления вида { .class }: %(count)s.",
    marks.footnotes: "Сноски перенесены в нумерованный список в конце: %(count)s.",
    marks.fence_words: "У блоков кода убраны подсветка строк и другие настройки: %(count)s.",
}
ORDINARY: tuple[Callable[[str], Counted], ...] = (
    marks.contents,
    marks.fence_words,
    marks.layout,
    marks.tasks,
    marks.struck_out,
    marks.footnotes,
)


class Rework:
    """One document's body and its notes."""

    def __init__(self, path: str, body: str) -> None:
        self.path = path
        self.body = body
        self.notes: list[Note] = []

    def take(self, *steps: Callable[[str], Counted]) -> None:
        """Apply functions of `marks`, each loss becomes a note."""
        for step in steps:
            self.body, count = step(self.body)
            if count and step in _LOST:
                self.warn(_LOST[step], count=count)

    def warn(self, message: str, **values: object) -> None:
        self.notes.append(Note(self.path, "warning", message, values))
