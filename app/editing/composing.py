"""The bytes of an article's file: changed as little as can be, and checked before they are kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.articles import front_matter
from app.articles.front_matter import FrontMatterError
from app.articles.library import MAX_FILE_MB
from app.articles.problems import problem
from app.articles.reading import Reading, read_article
from app.errors import DomainError, InvalidInput

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.articles.article import Article
    from app.articles.problems import Problem

SOURCE: Final = "source"  # the field of problems that belong to no key
TEXT_KEYS: Final = frozenset({"title", "summary", "questions"})  # what readers read, with the body
_REFUSED: Final = frozenset({"wrong-type", "missing-field"})


class SourceProblem(DomainError):
    """What is wrong in a file, and in which line; `problem` words it in both languages."""

    def __init__(self, found: Problem) -> None:
        super().__init__(
            "Строка %(line)s: %(problem)s", line=found.line or 1, problem=found.message_ru
        )
        self.problem = found


def changed(
    content: bytes,
    today: date,
    fields: Mapping[str, object] | None = None,
    body: str | None = None,
) -> bytes:
    """Return the file with these keys and this body; a key that is None goes away.

    Where readers will read something else, `updated` becomes `today` unless it is among `fields`.
    Raises InvalidInput when `content` cannot be read.
    """
    try:
        metadata, body_now = front_matter.read(content)
    except FrontMatterError as error:
        raise InvalidInput({SOURCE: unreadable(error)}) from None
    fields = fields or {}
    wanted = {**metadata, **fields}
    same_body = body is None or body.replace("\r\n", "\n") == body_now
    if "updated" not in fields and not (same_body and _same_text(metadata, wanted)):
        wanted["updated"] = today.isoformat()
    return front_matter.write(content, without_removed(metadata, wanted), body)


def without_removed(
    before: Mapping[str, object], wanted: Mapping[str, object]
) -> dict[str, object]:
    """Return the wanted keys but those that became None; one that was written so stays."""
    return {
        key: value
        for key, value in wanted.items()
        if value is not None or (key in before and before[key] is None)
    }


def check(path: str, content: bytes, article_id: str, before: bytes | None = None) -> Article:
    """Return the article that `content` gives at `path` (relative to the content folder).

    Problems that the file had `before` are no reason to refuse it. Raises InvalidInput.
    """
    if len(content) > MAX_FILE_MB * 1_000_000:
        found = problem(Path(path), 1, "too-large", limit=MAX_FILE_MB)
        raise InvalidInput({SOURCE: SourceProblem(found)})
    reading = _read(path, content)
    known = {item.message_ru for item in _read(path, before).problems} if before else set()
    wrong = [
        item for item in reading.problems if item.code in _REFUSED and item.message_ru not in known
    ]
    if wrong or reading.article is None:
        raise InvalidInput(_by_field(reading, wrong or list(reading.problems)))
    if reading.article.id != article_id:
        problem_of_id = DomainError(
            "Поле id не меняется: по нему статью помнят голоса и заявки. Верните «%(id)s».",
            id=article_id,
        )
        raise InvalidInput({"id": problem_of_id})
    return reading.article


def id_of(path: str, content: bytes) -> str:
    """Return the id that a file gives its article. Raises InvalidInput."""
    reading = _read(path, content)
    if reading.article is None:
        raise InvalidInput(_by_field(reading, list(reading.problems)))
    return reading.article.id


def unreadable(error: FrontMatterError) -> SourceProblem:
    """Return what is wrong with a front matter that cannot be read."""
    return SourceProblem(problem(Path(), error.line, error.code, **error.values))


def _same_text(before: Mapping[str, object], after: Mapping[str, object]) -> bool:
    return all(before.get(key) == after.get(key) for key in TEXT_KEYS)


def _read(path: str, content: bytes) -> Reading:
    return read_article(path, Path(path), content)


def _by_field(reading: Reading, problems: list[Problem]) -> dict[str, DomainError]:
    lines = reading.article.lines if reading.article else {}
    keys = {line: key for key, line in lines.items()}
    found: dict[str, DomainError] = {}
    for item in problems:
        found.setdefault(keys.get(item.line or 0, SOURCE), SourceProblem(item))
    return found
