"""Masks personal data before a text reaches a log: phone, e-mail, card, СНИЛС, ИНН, passport."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_GAP = r"[ \u00a0\u202f\-–.]?"
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_CARD = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,18}}(?!\d)")
_PHONE = re.compile(
    rf"(?<![\w+])(?:\+?[78]|\+\d{{1,3}}){_GAP}\(?\d{{2,5}}\)?{_GAP}\d{{1,3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
    rf"|(?<!\d)\(?9\d{{2}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
)
_SNILS = re.compile(rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}(?!\d)")
_PASSPORT = re.compile(r"(?<!\d)\d{2} ?\d{2}(?: |\s*№\s*|\s+номер\s+)\d{6}(?!\d)", re.IGNORECASE)
_PASSPORT_WORD = re.compile(r"(паспорт\w*\D{0,20})\d{10}(?!\d)", re.IGNORECASE)
_INN = re.compile(r"(?<!\d)(?:\d{12}|\d{10})(?!\d)")


def mask(text: str) -> str:
    """Replace personal data by what it was: «мой номер [телефон]»; everything else stays."""
    text = _EMAIL.sub("[e-mail]", text)
    text = _checked(_CARD, text, is_card, "[карта]")
    text = _checked(_SNILS, text, is_snils, "[СНИЛС]")
    text = _PASSPORT_WORD.sub(r"\1[паспорт]", text)
    text = _PASSPORT.sub("[паспорт]", text)
    text = _checked(_INN, text, is_inn, "[ИНН]")
    return _PHONE.sub("[телефон]", text)


def is_card(digits: str) -> bool:
    """Check a card's number by the Luhn algorithm (ISO/IEC 7812-1)."""
    numbers = [int(d) for d in reversed(digits)]
    doubled = (sum(divmod(2 * n, 10)) for n in numbers[1::2])
    return len(set(digits)) > 1 and (sum(numbers[::2]) + sum(doubled)) % 10 == 0


def is_snils(digits: str) -> bool:
    """Check the control number of a СНИЛС (order of the Pension Fund 192п of 2006, annex 1)."""
    total = sum(int(d) * (9 - place) for place, d in enumerate(digits[:9]))
    return total % 101 % 100 == int(digits[9:]) and int(digits[:9]) > 1_001_998


def is_inn(digits: str) -> bool:
    """Check the control digits of an ИНН (order of the tax service ММВ-7-6/435@ of 2012)."""
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    ends = (10,) if len(digits) == 10 else (11, 12)
    return len(set(digits)) > 1 and all(
        sum(w * int(d) for w, d in zip(weights[-end + 1 :], digits, strict=False)) % 11 % 10
        == int(digits[end - 1])
        for end in ends
    )


def _checked(pattern: re.Pattern[str], text: str, is_real: Callable[[str], bool], name: str) -> str:
    def replaced(match: re.Match[str]) -> str:
        return name if is_real(re.sub(r"\D", "", match[0])) else match[0]

    return pattern.sub(replaced, text)
