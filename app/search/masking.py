"""Masks personal data before a text reaches a log: phone, e-mail, card, СНИЛС, ИНН, passport."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_GAP = r"[ \u00a0\u202f\-–.]{0,3}"
_JOINED = r"[\-–.]"
_ANYTHING = re.compile(r"[\d@]")  # which all that is masked has
_EMAIL = re.compile(r"[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
_CARD = re.compile(rf"(?<!\d)\d(?:{_GAP}\d){{12,18}}(?!\d)")
_FOUR_FOURS = re.compile(rf"(?<!\d)\d{{4}}(?:{_GAP}\d{{4}}){{3}}(?:[ \u00a0\-]\d{{4}})?(?!\d)")
_REST = rf"{_GAP}\(?\d{{2,5}}\)?{_GAP}\d{{1,3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
_MOBILE = rf"\(?9\d{{2}}\)?{_GAP}\d{{3}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)"
_SURE_PHONE = re.compile(
    rf"(?<![\w+])(?:\+\d{{1,3}}{_REST}|[78]{_GAP}{_MOBILE}|[78]\d{{10}}(?!\d))|(?<!\d)9\d{{9}}(?!\d)"
)
# Digits so grouped are a phone only where no other groups make the run longer.
_ALONE = rf"(?<!\d{_JOINED})(?<!\d{{4}}[ \u00a0])"
_END = rf"(?!{_JOINED}\d|{_GAP}\d{{4}})"
_PHONE = re.compile(rf"(?<![\w+]){_ALONE}[78]{_REST}{_END}|(?<!\d){_ALONE}{_MOBILE}{_END}")
_SNILS = re.compile(rf"(?<!\d)\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{3}}{_GAP}\d{{2}}(?!\d)")
_WRITTEN_SNILS = re.compile(r"(?<!\d)(?<!\d-)\d{3}-\d{3}-\d{3}[ \u00a0\-]{1,3}\d{2}(?!-?\d)")
_PASSPORT = re.compile(r"(?<!\d)\d{2} ?\d{2}(?: |\s*№\s*|\s+номер\s+)\d{6}(?!\d)", re.IGNORECASE)
_INN = re.compile(r"(?<!\d)(?:\d{12}|\d{10})(?!\d)")


def _named(word: str, digits: str) -> re.Pattern[str]:
    """Match so many digits, whatever they are, after the word that says what they are."""
    number = rf"\d(?:[ \u00a0\u202f\-–.№]{{0,3}}\d){{{digits}}}"
    return re.compile(rf"(?<![\w\[])({word}\b[^\d\[\]]{{0,20}}){number}(?!\d)", re.IGNORECASE)


_NAMED = (
    (_named(r"карт(?:а|ы|е|у|ой)", "12,18"), r"\1[карта]"),
    (_named("снилс", "10"), r"\1[СНИЛС]"),
    (_named(r"паспорт\w*", "9"), r"\1[паспорт]"),
    (_named("инн", "11"), r"\1[ИНН]"),
    (_named("инн", "9"), r"\1[ИНН]"),
)


def mask(text: str) -> str:
    """Replace personal data by what it was: «мой номер [телефон]»; everything else stays."""
    if not _ANYTHING.search(text):
        return text
    text = _EMAIL.sub("[e-mail]", text)
    text = _FOUR_FOURS.sub("[карта]", text)
    text = _checked(_CARD, text, is_card, "[карта]")
    for pattern, kept in _NAMED:
        text = pattern.sub(kept, text)
    text = _WRITTEN_SNILS.sub("[СНИЛС]", text)
    text = _checked(_SNILS, text, is_snils, "[СНИЛС]")
    text = _PASSPORT.sub("[паспорт]", text)
    text = _checked(_INN, text, is_inn, "[ИНН]")
    return _PHONE.sub("[телефон]", _SURE_PHONE.sub("[телефон]", text))


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
