"""JSON files of an export: the objects of a kind, whatever they are wrapped in."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from app.errors import DomainError
from app.exchange.documents import Note
from app.exchange.paths import extension_of
from app.exchange.texts import MAX_LIST_BYTES, read_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.exchange.archives import Archive
    from app.exchange.documents import Intake

Object = dict[str, Any]


def objects(archive: Archive, intake: Intake | None = None) -> dict[str, list[tuple[str, Object]]]:
    """Every object with the file it stands in, under the name of the list that holds it.

    A list without a name, and a single object, are under the singular or plural of the file's
    name, or "". Files that cannot be read are noted in `intake`.
    """
    found: dict[str, list[tuple[str, Object]]] = {}
    for path in archive.paths():
        if extension_of(path) != ".json":
            continue
        try:
            said = json.loads(read_text(archive, path, MAX_LIST_BYTES).text)
        except DomainError as problem:
            _note(intake, path, problem)
            continue
        except (ValueError, RecursionError):
            _note(intake, path, DomainError("Это не JSON, или файл оборван. Выгрузите его заново."))
            continue
        if intake:
            intake.used.add(path)
        for name, item in _inside(said):
            found.setdefault(name, []).append((path, item))
    return found


def clean(value: object) -> str:
    """Text of a value, without what no file can hold."""
    return (
        "" if value is None else str(value).encode("utf-8", "replace").decode().replace("\x00", "")
    )


def _inside(said: object) -> Iterator[tuple[str, Object]]:
    if isinstance(said, list):
        yield from (("", item) for item in said if isinstance(item, dict))
    if not isinstance(said, dict):
        return
    lists = {name: _items(value) for name, value in said.items()}
    if any(lists.values()):
        for name, items in lists.items():
            yield from ((name.lower(), item) for item in items)
    yield "", said


def _items(value: object) -> list[Object]:
    """The objects of a list, of a page of a list, or a single one that is wrapped."""
    if isinstance(value, dict):
        items = value.get("items")
        if isinstance(items, list):
            return [item for item in items if isinstance(item, dict)]
        return [value] if "id" in value else []
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _note(intake: Intake | None, path: str, problem: DomainError) -> None:
    if intake:
        intake.notes.append(Note(path, "error", problem.message, problem.values))
