"""The house's manners in a reply, as a checklist that warns and never blocks. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Manner(StrEnum):
    """What a kind reply has."""

    GREETING = "greeting"  # by name, where there is one
    THANKS = "thanks"
    CLOSE = "close"  # a friendly last word


@dataclass(frozen=True)
class Check:
    """A line of the checklist."""

    manner: Manner
    met: bool


_GREETS: Final = re.compile(
    r"\b(?:здравствуй(?:те)?|приветству\w+|привет|добр(?:ый|ое|ой|ого)\s+(?:день|дня|утро|утра|"
    r"вечер|вечера|времени)|доброго|hello|hi|hey|dear|good\s+(?:morning|afternoon|evening|day))\b"
)
_THANKS: Final = re.compile(r"\b(?:спасибо|благодар\w+|признател\w+|thanks?|thank|grateful)\b")
_CLOSES: Final = re.compile(
    r"\b(?:хорош\w+\s+(?:дня|вечера|выходных|покупок)|приятн\w+\s+\w+|удачи|всего\s+(?:доброго|"
    r"хорошего)|с\s+уважением|обращайтесь|пишите|если\s+(?:что-то|что-нибудь|остан\w+|появ\w+|"
    r"понадоб\w+|возник\w+)|рады?\s+(?:помочь|были)|будем\s+рад\w*|have\s+a|best|kind|warm|regards|"
    r"sincerely|let\s+(?:us|me)\s+know|feel\s+free|happy\s+to\s+help|all\s+the\s+best)\b"
)
_BEGINNING: Final = 200  # characters in which a greeting stands
_END: Final = 300


def check(text: str, name: str = "") -> tuple[Check, ...]:
    """Return the checklist for a reply in Russian or English to a customer of this name."""
    plain = text.lower().replace("ё", "е")
    beginning, end = plain[:_BEGINNING], plain[-_END:]
    return (
        Check(Manner.GREETING, bool(_GREETS.search(beginning)) and _is_named(beginning, name)),
        Check(Manner.THANKS, bool(_THANKS.search(plain))),
        Check(Manner.CLOSE, bool(_CLOSES.search(end))),
    )


def _is_named(beginning: str, name: str) -> bool:
    """Tell whether a part of the name is there: «Глеб Орлов» is greeted as «Глеб»."""
    parts = [part for part in re.findall(r"\w+", name.lower().replace("ё", "е")) if len(part) > 1]
    return not parts or any(re.search(rf"\b{re.escape(part)}\b", beginning) for part in parts)
