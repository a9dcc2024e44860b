"""What a message says itself, apart from what it quotes and how it is signed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from app.tickets.incoming.html import QUOTE_BEGINS
from app.tickets.incoming.signatures import cut

if TYPE_CHECKING:
    from collections.abc import Sequence

_ATTRIBUTION_LINES: Final = 4  # that an attribution may be broken into
_HEADER_LINES: Final = 8  # in which Outlook's From, Sent, To and Subject stand
_LONGEST_ATTRIBUTION: Final = 300  # characters

_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SEPARATOR: Final = re.compile(
    r"[\s>]*(?:-{2,}|_{2,}|—{2,})\s*(?:Original Message|Original-Nachricht|Исходное сообщение"
    r"|Оригинальное сообщение|Пересылаемое сообщение|Пересланное сообщение"
    r"|Forwarded message|Reply message|Завершение пересылаемого сообщения)",
    re.IGNORECASE,
)
_FORWARDED: Final = re.compile(
    r"[\s>]*(?:-{2,}\s*)?(?:Пересыла|Пересланн|Forwarded message|Begin forwarded)", re.IGNORECASE
)
_FROM: Final = re.compile(r"[\s>*]*(?:From|От|От кого|Отправитель)\s*\*?:\*?\s*\S", re.IGNORECASE)
_FIELD: Final = re.compile(
    r"[\s>*]*(?:Sent|Date|To|Cc|Subject|Отправлено|Дата|Кому|Копия|Тема)\s*\*?:", re.IGNORECASE
)
# An attribution ends with a colon and has a time of day; and it says "wrote", or names an address.
_TIME: Final = re.compile(r"\b\d{1,2}[:.]\d{2}\b")
_WROTE: Final = re.compile(
    r"(?:wrote|writes|написал(?:\(а\)|а)?|пишет|писал(?:\(а\)|а)?|schrieb)\s*:$"
    r"|^(?:Вы писали|You wrote)\b",
    re.IGNORECASE,
)
_ADDRESS_ENDS: Final = re.compile(r"(?:<[^<>\s]+@[^<>\s]+>|\S+@\S+\.\w+\)?|[\"»”])\s*:$")
_DATE: Final = re.compile(
    r"\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\b\d{4}-\d\d-\d\d\b|\b20\d\d\b", re.IGNORECASE
)


@dataclass(frozen=True)
class Folded:
    """`text` is the message's own; `quoted` is what was folded away, "" where nothing was."""

    text: str
    quoted: str = ""


def fold(body: str) -> Folded:
    """Part a message from its quotes and its signature, in Russian and English styles.

    Answers between quoted lines stay among them. A message that is nothing but a quote, such as
    one that was forwarded, stays whole. Nothing is lost: `text` and `quoted` hold every word.
    """
    lines = [line.rstrip() for line in body.split("\n")]
    place = _where_quoting_begins(lines)
    own, rest = lines[:place], lines[place:]
    below = _answer_below(rest, has_text=bool(_joined(own)))
    if below:
        own, rest = [*own, *([""] if _joined(own) else []), *below.own], below.rest
    text, signature = cut(_joined(own))
    if not text:
        return Folded(_joined([line for line in lines if line != QUOTE_BEGINS]))
    quoted = _joined([signature, "", *(line for line in rest if line != QUOTE_BEGINS)])
    return Folded(text, quoted)


@dataclass(frozen=True)
class _Below:
    own: list[str]
    rest: list[str]


def _where_quoting_begins(lines: Sequence[str]) -> int:
    for place, line in enumerate(lines):
        if line == QUOTE_BEGINS or line.startswith(">"):
            return _before_attribution(lines, place)
        if _begins_quote(lines, place):
            return place
    return len(lines)


def _begins_quote(lines: Sequence[str], place: int) -> bool:
    line = lines[place]
    if _SEPARATOR.match(line) or _is_header_block(lines, place):
        return True
    return _attribution_length(lines, place) > 0


def _before_attribution(lines: Sequence[str], place: int) -> int:
    """Return where the line that introduces this quote begins, else `place` itself."""
    end = place
    while end and not lines[end - 1].strip():
        end -= 1
    for start in range(max(0, end - _ATTRIBUTION_LINES), end):
        if _is_attribution(lines[start:end]):
            return start
    return place


def _is_header_block(lines: Sequence[str], place: int) -> bool:
    """Outlook's way: From, Sent, To and Subject of the answered message, in two lines at least."""
    if not _FROM.match(lines[place]):
        return False
    following = lines[place + 1 : place + _HEADER_LINES]
    return sum(bool(_FIELD.match(line)) for line in following) >= 2


def _attribution_length(lines: Sequence[str], place: int) -> int:
    """Return how many lines from `place` on are an attribution, 0 for none.

    Only the strong form counts without quoted lines below it: "… wrote:" with a date.
    """
    if not _DATE.search(lines[place]) and not _TIME.search(lines[place]):
        return 0
    for length in range(1, _ATTRIBUTION_LINES + 1):
        part = lines[place : place + length]
        if not all(line.strip() for line in part):
            return 0
        if _is_attribution(part):
            return length
    return 0


def _is_attribution(lines: Sequence[str]) -> bool:
    text = " ".join(line.strip(" >") for line in lines).strip()
    if not text.endswith(":") or len(text) > _LONGEST_ATTRIBUTION:
        return False
    if not (_TIME.search(text) or _DATE.search(text)):
        return False
    return bool(_WROTE.search(text) or (_ADDRESS_ENDS.search(text) and _DATE.search(text)))


def _answer_below(rest: Sequence[str], *, has_text: bool) -> _Below | None:
    """Return what was written below or between the quoted lines, if anything was."""
    runs = [
        (quoted, list(part))
        for quoted, part in groupby(rest, key=lambda line: line.startswith(">"))
    ]
    first = next((place for place, (quoted, _) in enumerate(runs) if quoted), None)
    if first is None or any(line == QUOTE_BEGINS for line in rest):
        return None
    after = [run for run in runs[first + 1 :] if run[0] or _joined(run[1])]
    if not any(not quoted for quoted, _ in after):
        return None
    if any(quoted for quoted, _ in after) or has_text:
        return _between(runs, first)
    own = [line for _, part in after for line in part]
    return _Below(own, [line for _, part in runs[: first + 1] for line in part])


def _between(runs: Sequence[tuple[bool, list[str]]], first: int) -> _Below:
    """Keep the quoted lines that answers refer to; what follows the last answer is folded."""
    last = max(place for place, (quoted, part) in enumerate(runs) if not quoted and _joined(part))
    kept = [line for _, part in runs[first : last + 1] for line in part]
    folded = [line for _, part in (*runs[:first], *runs[last + 1 :]) for line in part]
    return _Below(kept, folded)


def _joined(lines: Sequence[str]) -> str:
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()
