"""A table of questions and answers, as spreadsheets write it."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from app.errors import DomainError
from app.exchange.adapters.pages import texts
from app.exchange.documents import Document, Intake, Note, digest
from app.exchange.markup.html_text import to_markdown
from app.exchange.paths import extension_of
from app.exchange.texts import MAX_LIST_BYTES, read_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.exchange.archives import Archive

EXTENSIONS: Final = {".csv", ".tsv"}
_COLUMNS: Final = {
    "question": ("вопрос", "question", "заголовок", "название", "тема", "title", "subject"),
    "answer": ("ответ", "answer", "текст", "содержание", "решение", "text", "body", "content"),
    "category": ("раздел", "категория", "рубрика", "category", "section", "topic"),
    "tags": ("теги", "метки", "ключевые слова", "tags", "keywords", "labels"),
    "questions": ("другие вопросы", "варианты", "как спрашивают", "other questions", "questions"),
    "summary": ("описание", "кратко", "summary", "description"),
    "id": ("id", "код", "номер", "№", "number", "key"),
    "lang": ("язык", "lang", "language", "locale"),
}
_TAG = re.compile(
    r"</?(?:p|br|div|ul|ol|li|b|strong|i|em|a|h[1-6]|table|img|span)\b[^>]*>", re.IGNORECASE
)
_MARKED = re.compile(r"^\s*(?:[-*+>#|]|\d+[.)])")
_SEPARATORS = ";\t,"


def read(archive: Archive) -> Intake:
    """Read every table; a row is an article."""
    intake = Intake("csv")
    for path in archive.paths():
        if extension_of(path) not in EXTENSIONS:
            continue
        intake.used.add(path)
        try:
            text = read_text(archive, path, MAX_LIST_BYTES)
            intake.notes += text.notes
            intake.documents += _documents(path, text.text, intake)
        except DomainError as problem:
            intake.notes.append(Note(path, "error", problem.message, problem.values))
    return intake


def _documents(path: str, text: str, intake: Intake) -> Iterator[Document]:
    rows = _rows(text)
    columns = _columns(next((row for _, row in rows), []))
    seen: dict[str, int] = {}
    for number, row in rows[1:] if columns["header"] else rows:
        found = {name: _cell(row, place) for name, place in columns.items() if name != "header"}
        if not any(cell.strip() for cell in row):
            continue
        key = found["id"] or digest(" ".join(found["question"].lower().split()))
        if key in seen:
            message = (
                "Строка %(number)s: такой же вопрос или номер в строке %(other)s. Взята первая."
            )
            values = {"number": number, "other": seen[key]}
            intake.notes.append(Note(path, "error", message, values))
            continue
        seen[key] = number
        yield from _document(path, number, key, found, intake)


def _document(
    path: str, number: int, key: str, row: dict[str, str], intake: Intake
) -> Iterator[Document]:
    question, answer = " ".join(row["question"].split()), row["answer"].strip()
    if not question or not answer:
        message = "Строка %(number)s: нет вопроса или ответа, она не взята."
        intake.notes.append(Note(path, "error", message, {"number": number}))
        return
    metadata: dict[str, object] = {
        "summary": " ".join(row["summary"].split()),
        "questions": texts(re.sub(r"\n", ";", row["questions"])),
        "tags": texts(row["tags"]),
    }
    yield Document(
        key=f"{key}",
        path=path,
        folder="/".join(
            part.strip() for part in re.split(r"[/>]", row["category"]) if part.strip()
        ),
        title=question,
        body=_body(answer, path, intake),
        metadata={name: value for name, value in metadata.items() if value},
        slug=question,
        lang=row["lang"][:2].lower(),
    )


def _body(answer: str, path: str, intake: Intake) -> str:
    """HTML as Markdown; lines of plain text stay lines."""
    if _TAG.search(answer):
        body, lost = to_markdown(answer.replace("\n", " ") if "<p" in answer.lower() else answer)
        intake.notes += [Note(path, "warning", message, {"count": n}) for message, n in lost]
        return body
    lines = answer.split("\n")
    kept = [
        f"{line.rstrip()}  " if _goes_on(line, after) else line.rstrip()
        for line, after in zip(lines, [*lines[1:], ""], strict=True)
    ]
    return "\n".join(kept) + "\n"


def _goes_on(line: str, after: str) -> bool:
    return bool(line.strip() and after.strip()) and not (
        _MARKED.match(line) or _MARKED.match(after)
    )


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """The rows with the lines (from 1) at which they end. Raises DomainError."""
    reader = csv.reader((f"{line}\n" for line in text.split("\n")), delimiter=_separator(text))
    try:
        return [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise DomainError(
            "Строка %(line)s не читается: ячейка слишком длинная или кавычка не закрыта.",
            line=reader.line_num,
        ) from error


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_SEPARATORS, key=bare.count)


def _columns(header: list[str]) -> dict[str, int]:
    """The place of each column, -1 where there is none. Raises DomainError for one column."""
    names = [" ".join(cell.lower().strip("\ufeff *:").split()) for cell in header]
    found = {what: _place(names, wanted) for what, wanted in _COLUMNS.items()}
    if found["question"] >= 0 and found["answer"] >= 0:
        return {**found, "header": 1}
    if len(header) < 2:
        raise DomainError(
            "В таблице нужны два столбца: «Вопрос» и «Ответ». Проверьте разделитель и заголовки."
        )
    return {**dict.fromkeys(_COLUMNS, -1), "question": 0, "answer": 1, "header": 0}


def _place(names: list[str], wanted: Iterable[str]) -> int:
    return next((names.index(name) for name in wanted if name in names), -1)


def _cell(row: list[str], place: int) -> str:
    return row[place].strip() if 0 <= place < len(row) else ""
