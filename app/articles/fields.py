"""Typed values out of front matter, each wrong one named with its line."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

from app.articles.problems import Problem, problem

Choice = TypeVar("Choice", bound=str)

_WANTED = {
    "text": ("текст в одну строку", "text in one line"),
    "texts": ("список строк, каждая с новой строки после «- »", "a list, each line after “- ”"),
    "date": ("дата вида 2026-03-31", "a date such as 2026-03-31"),
    "moment": (
        "время с часовым поясом, например 2026-03-31T09:00+03:00",
        "a time with its zone, such as 2026-03-31T09:00+03:00",
    ),
    "number": ("целое число больше нуля", "a whole number above zero"),
}


class Fields:
    """Reads keys of one file's metadata and collects `problems` on the way.

    A value of the wrong kind counts as absent.
    """

    def __init__(
        self, metadata: Mapping[str, object], lines: Mapping[str, int], source_path: Path
    ) -> None:
        self.problems: list[Problem] = []
        self._metadata, self._lines, self._source_path = metadata, lines, source_path

    def text(self, key: str, *, required: bool = False) -> str:
        value = self._metadata.get(key)
        if required and (value is None or value == ""):
            self._report(key, "missing-field")
        if value is None:
            return ""
        return self._as_text(key, value, "text") or ""

    def texts(self, key: str) -> tuple[str, ...]:
        value = self._metadata.get(key)
        if value is None:
            return ()
        if not isinstance(value, list):
            self._wrong(key, "texts")
            return ()
        found = (self._as_text(key, item, "texts") for item in value)
        return tuple(item for item in found if item)

    def choice(self, key: str, allowed: tuple[Choice, ...], default: Choice) -> Choice:
        value = self._metadata.get(key)
        for choice in allowed:
            if value == choice:
                return choice
        if value is None:
            self._report(key, "missing-field")
        else:
            options = " | ".join(allowed)
            self._report(key, "wrong-type", ru=options, en=options)
        return default

    def optional_choice(self, key: str, allowed: tuple[Choice, ...]) -> Choice | None:
        if self._metadata.get(key) is None:
            return None
        found = next((choice for choice in allowed if self._metadata[key] == choice), None)
        if found is None:
            options = " | ".join(allowed)
            self._report(key, "wrong-type", ru=options, en=options)
        return found

    def date(self, key: str) -> date | None:
        value = self._metadata.get(key)
        if value is None:
            return None
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            self._wrong(key, "date")
            return None

    def moment(self, key: str) -> datetime | None:
        value = self._metadata.get(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(str(value))
        except ValueError:
            self._wrong(key, "moment")
            return None
        if moment.tzinfo is None:
            self._wrong(key, "moment")
            return None
        return moment

    def number(self, key: str) -> int | None:
        value = self._metadata.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            self._wrong(key, "number")
            return None
        return value

    def order(self, key: str) -> int:
        """A place in a list: any whole number, 0 when absent."""
        value = self._metadata.get(key, 0)
        if isinstance(value, int):
            return value
        self._wrong(key, "number")
        return 0

    def _as_text(self, key: str, value: object, kind: str) -> str | None:
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if not isinstance(value, str):
            self._wrong(key, kind)
            return None
        return " ".join(value.split())

    def _wrong(self, key: str, kind: str) -> None:
        ru, en = _WANTED[kind]
        self._report(key, "wrong-type", ru=ru, en=en)

    def _report(self, key: str, code: str, **values: object) -> None:
        line = self._lines.get(key, 1)
        self.problems.append(problem(self._source_path, line, code, key=key, **values))
