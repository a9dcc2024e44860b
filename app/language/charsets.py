"""Bytes as text, also where the named encoding is missing, unknown or wrong."""

from __future__ import annotations

import codecs
import re
from typing import Final

# What mail is written in. Others, such as unicode_escape or punycode, are no encodings of text.
_KNOWN: Final = frozenset(
    {
        "ascii", "utf-8", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "koi8-u",
        "iso8859-5", "cp866", "mac-cyrillic", "iso8859-1", "iso8859-2", "iso8859-15", "cp1250",
        "cp1252", "cp1254", "cp1257", "gb18030", "gb2312", "gbk", "big5", "shift_jis",
        "iso2022_jp", "euc_jp", "euc_kr",
    }
)  # fmt: skip
_ALIASES: Final = {
    "win-1251": "cp1251",
    "cp-1251": "cp1251",
    "x-cp1251": "cp1251",
    "koi8": "koi8-r",
}
_RUSSIAN: Final = ("cp1251", "koi8-r", "cp866", "iso8859-5")
# Programs name these when they do not know.
_EMPTY_NAMES: Final = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252"})
_SAMPLE: Final = 4_000  # bytes that the guess looks at
_LOOKED_AT: Final = 1_000_000  # bytes in which a guess seeks what is not ASCII
_FOREIGN: Final = re.compile(rb"[\x80-\xff]+")
_FREQUENT: Final = frozenset("оеаинтсрвлкмдпу")
_SWAPPED: Final = re.compile("[а-яё][А-ЯЁ]")


def decoded(data: bytes, named: str | None = None) -> str:
    """Return the text of `data`; never fails, and what cannot be read becomes U+FFFD.

    UTF-8 is believed whatever is named: hardly a text in another encoding is valid UTF-8 too.
    """
    name = _codec(named)
    if data.isascii() and name not in {"iso2022_jp", "utf-16", "utf-16-le", "utf-16-be"}:
        return data.decode("ascii")
    for candidate in ("utf-8", name):
        text = _strictly(data, candidate)
        if text is not None and candidate not in _EMPTY_NAMES and candidate not in _RUSSIAN:
            return text
    return _guessed(data, name)


def guessed_russian(data: bytes) -> tuple[str, str] | None:
    """Return the text of `data` and the name of its encoding, where it is one of Russia's own.

    None where no reading looks like Russian: then it is hardly a text at all.
    """
    foreign = b" ".join(_FOREIGN.findall(data[:_LOOKED_AT]))
    name = _likeliest(foreign, list(_RUSSIAN))
    is_russian = _looks_russian(foreign[:_SAMPLE].decode(name, "replace"))
    return (data.decode(name, "replace"), name) if is_russian else None


def _codec(named: str | None) -> str | None:
    asked = (named or "").strip("\"' ").lower()
    try:
        name = codecs.lookup(_ALIASES.get(asked, asked)).name
    except (LookupError, ValueError):
        return None
    return name if name in _KNOWN else None


def _strictly(data: bytes, name: str | None) -> str | None:
    try:
        return data.decode(name) if name else None
    except (UnicodeDecodeError, UnicodeError):
        return None


def _guessed(data: bytes, name: str | None) -> str:
    """Return the reading that looks most like Russian; in doubt the named one.

    A text in windows-1251 read as KOI8-R swaps cases and letters, so that frequent small letters
    tell the two apart.
    """
    candidates = [name] if name else []
    candidates += [codec for codec in _RUSSIAN if codec != name]
    best = _likeliest(data, candidates)
    sample = data[:_SAMPLE].decode(best, "replace")
    if name and name not in _RUSSIAN and not _looks_russian(sample):
        best = name
    return data.decode(best, "replace")


def _likeliest(data: bytes, codecs_tried: list[str]) -> str:
    sample = data[:_SAMPLE]
    return max(codecs_tried, key=lambda codec: _likeness(sample.decode(codec, "replace")))


def _likeness(text: str) -> int:
    return sum(map(_weight, text)) - 3 * len(_SWAPPED.findall(text))


def _weight(sign: str) -> int:
    if sign in _FREQUENT:
        return 3
    if sign.lower() in _FREQUENT:
        return 2
    if "а" <= sign <= "я" or sign == "ё":
        return 1
    return 0 if sign.isascii() or "А" <= sign <= "Я" or sign in "—–«»№…ё" else -2


def _looks_russian(text: str) -> bool:
    foreign = [sign for sign in text if not sign.isascii()]
    return _likeness("".join(foreign)) > len(foreign)
