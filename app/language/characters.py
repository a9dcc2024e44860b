"""Letters: how a word is folded to its exact form, and which script its letters belong to."""

import re
import unicodedata

# Soft hyphen, zero-width space and joiners, direction marks, word joiner, byte order mark.
INVISIBLE = "\u00ad\u180e\u200b-\u200f\u2060-\u2064\ufeff"
COMBINING = "\u0300-\u036f"

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_PLAIN = re.compile("[0-9a-zа-я]*")
_STRESS = re.compile("(?<=[\u0400-\u052f])[\u0300\u0301]+")
_STRAY = re.compile(rf"[^\w{COMBINING}]")
_CYRILLIC = re.compile("[\u0400-\u052f]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")

# Pairs that look the same in print; people type codes in whichever layout is on.
_TO_LATIN = str.maketrans("авекмнорстух", "abekmhopctyx")
_TO_CYRILLIC = str.maketrans("abekmhopctyx", "авекмнорстух")


def fold(word: str) -> str:
    """Lower case, ё→е, NFC, without invisible characters and stress marks; idempotent."""
    lowered = word.lower().replace("ё", "е")
    if _PLAIN.fullmatch(lowered):
        return lowered
    return _STRAY.sub("", _undressed(lowered).replace("ё", "е"))


def spoken(text: str) -> str:
    """A text as it is said: NFC, without invisible characters and stress marks, not shouted."""
    plain = _undressed(text)
    return plain.lower() if plain.isupper() else plain


def _undressed(text: str) -> str:
    """NFC, without invisible characters and stress marks."""
    decomposed = unicodedata.normalize("NFD", _INVISIBLE.sub("", text))
    return unicodedata.normalize("NFC", _STRESS.sub("", decomposed))


def is_cyrillic(text: str) -> bool:
    """Whether any letter is Cyrillic."""
    return _CYRILLIC.search(text) is not None


def is_latin(text: str) -> bool:
    """Whether any letter is Latin."""
    return _LATIN.search(text) is not None


def latin_twin(text: str) -> str | None:
    """A folded text with Cyrillic look-alikes made Latin; None if some letter has no twin."""
    twin = text.translate(_TO_LATIN)
    return None if is_cyrillic(twin) else twin


def cyrillic_twin(text: str) -> str | None:
    """A folded text with Latin look-alikes made Cyrillic; None if some letter has no twin."""
    twin = text.translate(_TO_CYRILLIC)
    return None if is_latin(twin) else twin
