"""Signatures of people, of telephones' mail programs and of lawyers, at the end of a message."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 12  # lines of a signature below its mark
_CLOSING_LINES: Final = 7  # lines of a name card below "С уважением"
_LONGEST_LINE: Final = 80  # characters of a line in it

_MARK: Final = re.compile(r"(?:--|—|___+)\s*")
_PROGRAM: Final = re.compile(
    r"(?:Отправлено (?:с|из|через) .{1,60}|Послано с .{1,60}|Sent (?:from|via|with) .{1,60}"
    r"|Get Outlook for .{1,60}|(?:Скачать|Загрузить) Outlook .{1,60}"
    r"|Отправлено с (?:моего )?iPhone|Яндекс[. ]Почта.{0,40})",
    re.IGNORECASE,
)
_CLOSING: Final = re.compile(
    r"(?:с (?:наилучшими пожеланиями|уважением)|с ув\.|всего доброго|(?:best|kind|warm) regards"
    r"|sincerely(?: yours)?|yours (?:sincerely|faithfully)|regards)\b[\s,.!]*.{0,40}",
    re.IGNORECASE,
)
_LAWYERS: Final = re.compile(
    r"(?:(?:Настоящее|Это|Данное) (?:электронное )?(?:письмо|сообщение).{0,120}конфиденциальн"
    r"|(?:УВЕДОМЛЕНИЕ О )?КОНФИДЕНЦИАЛЬНОСТ|This (?:e-?mail|message).{0,120}confidential"
    r"|CONFIDENTIALITY NOTICE)",
    re.IGNORECASE,
)


def cut(text: str) -> tuple[str, str]:
    """Return the text without its signature, and that signature; a text is never left empty."""
    lines = text.split("\n")
    place = min(_lawyers(lines), _mark(lines), len(lines))
    place = _without_programs(lines, place)
    place = _closing(lines, place)
    place = _without_programs(lines, place)
    own = "\n".join(lines[:place]).strip()
    return (own, "\n".join(lines[place:]).strip()) if own else (text.strip(), "")


def _lawyers(lines: list[str]) -> int:
    found = (place for place, line in enumerate(lines) if place and _LAWYERS.match(line.strip()))
    return next(found, len(lines))


def _mark(lines: list[str]) -> int:
    """The line "-- " and its likes, near the end."""
    first = max(1, len(lines) - _LONGEST - 1)
    found = (place for place in range(first, len(lines)) if _MARK.fullmatch(lines[place]))
    return next(found, len(lines))


def _closing(lines: list[str], end: int) -> int:
    """«С уважением» with a name card of a few short lines below."""
    for place in range(max(0, end - _CLOSING_LINES - 1), end):
        card = lines[place:end]
        if _CLOSING.fullmatch(lines[place].strip()) and all(len(c) <= _LONGEST_LINE for c in card):
            return place
    return end


def _without_programs(lines: list[str], end: int) -> int:
    while end and (not lines[end - 1].strip() or _PROGRAM.fullmatch(lines[end - 1].strip())):
        end -= 1
    return end
