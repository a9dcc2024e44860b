"""Hints on words and sentences: too long, officialese, links named «здесь»."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.editing import officialese
from app.editing.hint import Hint
from app.editing.passages import Kind, words_in
from app.language.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.editing.passages import Passage

# Words. Russian help texts of ours have 11 a sentence on average, one in a hundred above 30.
LONGEST_SENTENCE: Final = 30
LONGEST_PARAGRAPH: Final = 110
# Words of a link that do not say where it leads (WCAG 2.2, 2.4.4 and 2.4.9).
VAGUE: Final = frozenset(
    (
        "здесь", "вот здесь", "тут", "сюда", "ссылка", "ссылке", "эта ссылка", "по ссылке",
        "по этой ссылке", "перейти", "перейдите", "подробнее", "далее", "читать далее",
        "here", "click here", "this", "this link", "link", "more", "read more", "learn more",
    )
)  # fmt: skip


def of(lang: str, read: Iterable[Passage]) -> Iterator[Hint]:
    """Yield the hints on each passage; officialese is known in Russian alone."""
    for passage in read:
        if passage.kind in (Kind.PARAGRAPH, Kind.ITEM):
            yield from _too_long(passage)
        if lang == "ru":
            yield from _officialese(passage)
        yield from _vague_links(passage)


def _too_long(passage: Passage) -> Iterator[Hint]:
    words = passage.words()
    if words > LONGEST_PARAGRAPH:
        yield Hint(
            "long-paragraph",
            "Длинный абзац, слов: %(words)s. Разделите его или сделайте списком.",
            passage.line,
            values={"words": words},
        )
    for start, end in sentences(passage.text):
        words = words_in(passage.text[start:end])
        if words > LONGEST_SENTENCE:
            yield Hint(
                "long-sentence",
                "Длинное предложение, слов: %(words)s. Разделите его на два или три.",
                passage.line_at(start),
                values={"words": words},
            )


def _officialese(passage: Passage) -> Iterator[Hint]:
    for found in officialese.find(passage.text):
        yield Hint(
            "officialese",
            "Канцелярит: «%(phrase)s». Скажите проще: %(plain)s.",
            passage.line_at(found.start),
            values={"phrase": found.phrase, "plain": found.plain},
        )


def _vague_links(passage: Passage) -> Iterator[Hint]:
    for line, words in passage.links:
        if words.casefold().strip(" .,:;!…→»«*_") in VAGUE:
            yield Hint(
                "vague-link",
                "По ссылке «%(words)s» не видно, куда она ведёт. Назовите её тем, что за ней.",
                line,
                values={"words": words},
            )
