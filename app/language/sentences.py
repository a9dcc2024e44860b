"""Where sentences begin and end, for snippets that are cut at their bounds."""

import re

from app.language.abbreviations import is_abbreviation

_END = re.compile(r"(?:[.!?…]+[»\"')\]]*(?=\s|$))|\n+")
_LAST_WORD = re.compile(r"(?<!\w)([^\W\d_]{1,6})\.$")
_MAX_TAIL = 8  # characters before a full stop that can hold an abbreviation


def sentences(text: str) -> list[tuple[int, int]]:
    """The (start, end) of each sentence or line, without the white space around it.

    A full stop after an abbreviation («т. д.», «руб.», «г.») or before a small letter does not end
    a sentence, nor does one inside a number or name (2.5, settings.json).
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if _ends_sentence(text, match):
            spans.append((start, match.end()))
            start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := _trim(text, *span))]


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    if match[0].isspace() or match[0] != ".":
        return True
    following = text[match.end() : match.end() + 2].strip()
    if following[:1].islower():
        return False
    tail = text[max(0, match.end() - _MAX_TAIL) : match.end()]
    word = _LAST_WORD.search(tail)
    return word is None or not _is_shortened(word[1])


def _is_shortened(word: str) -> bool:
    return len(word) == 1 or (word.islower() and is_abbreviation(word.lower()))


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    stripped = text[start:end].strip()
    if not stripped:
        return None
    start += len(text[start:end]) - len(text[start:end].lstrip())
    return start, start + len(stripped)
