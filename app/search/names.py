"""Foreign names in either alphabet: «кубернетес» finds kubernetes, by how they sound."""

from __future__ import annotations

import re
from collections import defaultdict
from copy import copy
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Levenshtein

from app.language import morphology

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from collections.abc import Set as AbstractSet

MIN_LETTERS = 3
MIN_LIKENESS = 0.8  # of the sounds, for names with the same consonants
SURE_LIKENESS = 0.95  # from here on the word is that name, and not a slip of another word
# From so many consonants on they tell a name by themselves: English vowels are heard in many ways
# («скайп» is skype, «гитхаб» github), so each that differs counts only so much.
MIN_TELLING = 3
VOWEL = 0.35
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
        ("tion", "sn"),
        ("wh|w", "v"),
        ("xc(?=[eiy])", "ks"),
        ("x", "ks"),
        ("th(?!u)", "t"),
        ("dj|dg|j", "j"),
        ("ee|ea", "i"),
        ("oo|ou", "u"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("y", "i"),
    )
]
_RUSSIAN = re.compile("[а-яё]+")
_DOUBLED = re.compile(r"(.)\1+")
_SILENT = re.compile("[aeiouh]")
_SOFT = re.compile("g(?=[ein])")  # «джинн», and «энджинкс» for nginx
_ALIKE = str.maketrans("c", "s")


class Name(NamedTuple):
    """A Latin word that a Cyrillic one may spell, how alike they sound, and how alike to a letter.

    Both are 0-1; the first heeds that vowels are heard in many ways.
    """

    likeness: float
    sureness: float
    word: str


class Names:
    """The Latin words of a vocabulary, by their consonants."""

    def __init__(self, words: Iterable[str]) -> None:
        self._left_out: frozenset[str] = frozenset()
        self._names: dict[str, tuple[str, ...]] = {}
        self._add(words)

    def over(self, new: AbstractSet[str], gone: AbstractSet[str]) -> Names:
        """Return the same with `new` words, and without those that are `gone`."""
        other = copy(self)
        vars(other).update(_names=dict(self._names), _left_out=(self._left_out | gone) - new)
        other._add(new - self._left_out)  # noqa: SLF001  one of its own kind
        return other

    def without(self, words: frozenset[str]) -> Names:
        """Return the same without these words."""
        less = copy(self)
        less._left_out |= words  # noqa: SLF001  a copy of this one
        return less

    def find(self, word: str, frequencies: Mapping[str, int]) -> list[Name]:
        """Return Latin words that a Cyrillic one may spell, the likest first.

        A word of the dictionary that the caller has nothing for may be one as well («протокол»),
        but has to sound the same to a letter or two.
        """
        if len(word) < MIN_LETTERS or not _RUSSIAN.fullmatch(word):
            return []
        sound = _spoken(word)
        key = _consonants(sound)
        lenient = len(key) >= MIN_TELLING and not is_common(word)
        names = [name for name in self._names.get(key, ()) if name not in self._left_out]
        found = [_name(sound, name, lenient=lenient) for name in names]
        likely = [name for name in found if name.likeness >= MIN_LIKENESS]
        likely.sort(key=lambda name: (-name.likeness, -frequencies.get(name.word, 0), name.word))
        return likely[:MAX_NAMES]

    def _add(self, words: Iterable[str]) -> None:
        found: dict[str, list[str]] = defaultdict(list)
        for word in filter(_is_latin, words):
            for key in {_consonants(sound) for sound in _sounds(word)}:
                found[key].append(word)
        for key, names in found.items():
            self._names[key] = (*self._names.get(key, ()), *names)


def _is_latin(word: str) -> bool:
    return len(word) >= MIN_LETTERS and word.isascii() and word.isalpha()


def is_common(word: str) -> bool:
    """Whether the dictionary has the word."""
    return len(word) > MIN_LETTERS and morphology.is_known(word)


def _name(sound: str, name: str, *, lenient: bool) -> Name:
    alike = max(Levenshtein.normalized_similarity(sound, other) for other in _sounds(name))
    return Name(1 - VOWEL * (1 - alike) if lenient else alike, alike, name)


def _spoken(word: str) -> str:
    short = word.replace("дж", "ж").replace("тч", "ч")
    return _DOUBLED.sub(r"\1", short.translate(_CYRILLIC))


def _sounds(word: str) -> Iterator[str]:
    """How a Latin word may sound, with a hard g and with a soft one."""
    for pattern, sound in _LATIN:
        word = pattern.sub(sound, word)
    word = _DOUBLED.sub(r"\1", word)
    yield word
    if _SOFT.search(word):
        yield _SOFT.sub("j", word)


def _consonants(sound: str) -> str:
    return _DOUBLED.sub(r"\1", _SILENT.sub("", sound).translate(_ALIKE))
