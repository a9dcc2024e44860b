"""Foreign names in either alphabet: «кубернетес» finds kubernetes, by how they sound."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from app.language import morphology

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MIN_LETTERS = 3
MIN_LIKENESS = 0.8  # of the sounds with vowels, for names with the same consonants
SURE_LIKENESS = 0.95  # from here on the word is that name, and not a slip of another word
MAX_NAMES = 3

_CYRILLIC = str.maketrans(
    dict(zip("абвгдезийклмнопрстуфыэ", "abvgdeziiklmnoprstufie", strict=True))
    | {"ж": "j", "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ю": "u", "я": "a"}
    | {"ь": "", "ъ": "", "ё": "e"}
)
# How English spelling sounds to a Russian ear; longer spellings first.
_LATIN = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("ck|q", "k"),
        ("sch|tch|ch|sh", "s"),
        ("wh|w", "v"),
        ("xc(?=[eiy])", "ks"),
        ("x", "ks"),
        ("th", "t"),
        ("dj|dg|j", "j"),
        ("ee|ea", "i"),
        ("oo|ou", "u"),
        ("c(?=[eiy])", "c"),
        ("c", "k"),
        ("y", "i"),
    )
]
_RUSSIAN = re.compile("[а-яё]+")
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("(?<=.)[aeiou]")


class Names:
    """The Latin words of a vocabulary, by their consonants."""

    def __init__(self, words: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        for word in words:
            if len(word) >= MIN_LETTERS and word.isascii() and word.isalpha():
                self._names[_consonants(_sound(word))].append(word)

    def find(self, word: str, frequencies: Mapping[str, int]) -> list[tuple[float, str]]:
        """Return Latin words that a Cyrillic one may spell with their likeness, the likest first.

        A word of the dictionary spells no name.
        """
        if len(word) < MIN_LETTERS or not _RUSSIAN.fullmatch(word) or _is_common(word):
            return []
        sound = word.translate(_CYRILLIC)
        found = [
            (Levenshtein.normalized_similarity(sound, _sound(name)), frequencies.get(name, 0), name)
            for name in self._names.get(_consonants(_DOUBLED.sub(r"\1", sound)), ())
        ]
        found = [row for row in found if row[0] >= MIN_LIKENESS]
        return [(likeness, name) for likeness, _, name in sorted(found, reverse=True)[:MAX_NAMES]]


def _is_common(word: str) -> bool:
    return len(word) > MIN_LETTERS and morphology.is_known(word)


def _sound(word: str) -> str:
    for pattern, sound in _LATIN:
        word = pattern.sub(sound, word)
    return _DOUBLED.sub(r"\1", word)


def _consonants(sound: str) -> str:
    return _VOWELS.sub("", sound)
