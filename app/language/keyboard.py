"""The ЙЦУКЕН and QWERTY layouts: text typed in the wrong one, and how near two keys are."""

from math import hypot

from app.language import characters

_QWERTY_ROWS = ("`1234567890-=", "qwertyuiop[]\\", "asdfghjkl;'", "zxcvbnm,./")
_RUSSIAN_ROWS = ("ё1234567890-=", "йцукенгшщзхъ\\", "фывапролджэ", "ячсмитьбю.")
_QWERTY_SHIFTED = ("~!@#$%^&*()_+", "QWERTYUIOP{}|", 'ASDFGHJKL:"', "ZXCVBNM<>?")
_RUSSIAN_SHIFTED = ('Ё!"№;%:?*()_+', "ЙЦУКЕНГШЩЗХЪ/", "ФЫВАПРОЛДЖЭ", "ЯЧСМИТЬБЮ,")
_ROW_OFFSETS = (0.0, 1.5, 1.75, 2.25)  # of a row's first key, in key widths; ISO keyboards
FAR = 15.0  # the distance, in key widths, to a sign that is on no key

_QWERTY = "".join(_QWERTY_ROWS + _QWERTY_SHIFTED)
_RUSSIAN = "".join(_RUSSIAN_ROWS + _RUSSIAN_SHIFTED)
_TO_RUSSIAN = str.maketrans(_QWERTY, _RUSSIAN)
_TO_QWERTY = str.maketrans(_RUSSIAN, _QWERTY)


def switch_layout(text: str) -> str:
    """What the same keys give in the other layout: «jgkfnf» ↔ «оплата», «,ehfy» ↔ «буран».

    Text with more Cyrillic letters than Latin ones is taken as typed in ЙЦУКЕН, any other text as
    typed in QWERTY; signs that stand on no key stay.
    """
    return text.translate(_TO_QWERTY if _is_mostly_cyrillic(text) else _TO_RUSSIAN)


def key_distance(a: str, b: str) -> float:
    """The distance of two characters' keys in key widths; 0 for one key in either layout."""
    first, second = _KEYS.get(a.lower()), _KEYS.get(b.lower())
    if first is None or second is None:
        return 0.0 if a == b else FAR
    return hypot(first[0] - second[0], first[1] - second[1])


def _is_mostly_cyrillic(text: str) -> bool:
    cyrillic = sum(characters.is_cyrillic(letter) for letter in text)
    return cyrillic > sum(characters.is_latin(letter) for letter in text)


def _places(rows: tuple[str, ...]) -> dict[str, tuple[float, float]]:
    return {
        key: (offset + column, float(row))
        for row, (keys, offset) in enumerate(zip(rows, _ROW_OFFSETS, strict=True))
        for column, key in enumerate(keys)
    }


_KEYS = _places(_QWERTY_ROWS) | _places(_RUSSIAN_ROWS)
