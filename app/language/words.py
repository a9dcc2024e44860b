"""What is known of a word outside its sentence: kind, lemmas, stem, families, weight."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.language import characters, derivation, morphology
from app.language.abbreviations import is_abbreviation
from app.language.pieces import Piece, Shape
from app.language.tables import rows
from app.language.transliteration import to_cyrillic

MAX_ABBREVIATION = 6  # letters: СНИЛС, ОГРНИП
MAX_LATIN_ABBREVIATION = 4  # longer words in capitals are as often plain English (ERROR)
MAX_CODE_PREFIX = 4  # letters before a number that make a code with it: HTTP 404, E 1042

NEGATORS = frozenset({"не", "нет", "нету", "без"})
_FUNCTION_PARTS = frozenset({"PREP", "CONJ", "PRCL", "NPRO", "INTJ"})
# The dictionary's first reading of these only binds others; people name things by them.
_NOUNS = frozenset({"плюс", "минус", "максимум", "стоп", "фон"})
_RUSSIAN_VOWELS = frozenset("аеиоуыэюя")
_ENGLISH_SPELLING = re.compile("[wq]|th|gh|ph|ou|tion")
_LATIN_VOWELS = frozenset("aeiouy")
# Cyrillic letters with a Latin twin that are no word of their own («с 10», «к 15» are words).
_CODE_LETTERS = frozenset("емнрт")


class TokenKind(StrEnum):
    """What a token is; all but a word are found only as they are written."""

    WORD = "word"
    NUMBER = "number"
    CODE = "code"
    ABBREVIATION = "abbreviation"


@dataclass(frozen=True, slots=True)
class Word:
    """A piece of text with all that does not depend on its neighbours."""

    exact: str
    lemmas: tuple[str, ...]
    stem: str
    families: tuple[str, ...]
    kind: TokenKind
    filler: bool = False
    part_of_speech: str | None = None
    code_prefix: str | None = None


def describe(piece: Piece, *, capitals: bool) -> Word:
    """The word of a piece; `capitals`: written in capital letters among small ones."""
    if piece.shape is not Shape.WORD:
        return plain(piece.exact, TokenKind(piece.shape.value))
    if characters.is_cyrillic(piece.exact):
        return _russian(piece.exact, capitals)
    if characters.is_latin(piece.exact):
        return _latin(piece.exact, capitals)
    return plain(piece.exact, TokenKind.WORD)


def is_function_word(exact: str) -> bool:
    """Whether the word only binds others: a negator or a listed question or function word."""
    return exact in NEGATORS or exact in _fillers()


def plain(exact: str, kind: TokenKind) -> Word:
    """A word that has no other forms."""
    return Word(exact, (exact,), exact, (), kind)


def _russian(exact: str, capitals: bool) -> Word:
    if _is_russian_abbreviation(exact, capitals):
        prefix = characters.latin_twin(exact) if exact in _CODE_LETTERS else None
        return Word(exact, (exact,), exact, (), TokenKind.ABBREVIATION, code_prefix=prefix)
    reading = morphology.read(exact)
    return Word(
        exact=exact,
        lemmas=reading.lemmas,
        stem=morphology.stem(exact),
        families=_families(reading),
        kind=TokenKind.WORD,
        filler=_is_filler(exact, reading),
        part_of_speech=reading.part_of_speech,
        code_prefix=characters.latin_twin(exact) if exact in _CODE_LETTERS else None,
    )


def _is_russian_abbreviation(exact: str, capitals: bool) -> bool:
    if is_abbreviation(exact, upper=capitals):
        return True
    reading = morphology.read(exact)
    if reading.known:
        return reading.abbreviated
    short = len(exact) <= MAX_ABBREVIATION
    return short and (capitals or not _RUSSIAN_VOWELS & set(exact))


def _families(reading: morphology.Reading) -> tuple[str, ...]:
    if reading.part_of_speech in _FUNCTION_PARTS:
        return ()
    keys = (key for lemma in reading.lemmas for key in derivation.families(lemma))
    return tuple(dict.fromkeys(keys))


def _is_filler(exact: str, reading: morphology.Reading) -> bool:
    if exact in NEGATORS or exact in _NOUNS:
        return False
    listed = reading.lemmas[0] in _fillers() or exact in _fillers()
    return listed or reading.part_of_speech in _FUNCTION_PARTS


def _latin(exact: str, capitals: bool) -> Word:
    filler = exact in _fillers()
    prefix = exact if len(exact) <= MAX_CODE_PREFIX and exact.isascii() and not filler else None
    short = len(exact) <= MAX_LATIN_ABBREVIATION
    if short and (capitals or not _LATIN_VOWELS & set(exact)):
        kind, stem = TokenKind.ABBREVIATION, exact
    else:
        kind, stem = TokenKind.WORD, morphology.stem(exact)
    return Word(exact, (exact,), stem, (), kind, filler=filler, code_prefix=prefix)


def is_english(words: Iterable[str]) -> bool:
    """Whether a text of these folded words is English.

    It has a function word of English alone, or one that is spelled as a Russian one («my») beside a
    word that is spelled as no Russian one is («account»).
    """
    words = tuple(words)
    if any(map(characters.is_cyrillic, words)):
        return False
    if not _english().isdisjoint(words):
        return True
    spelled = any(_ENGLISH_SPELLING.search(word) for word in words)
    return spelled and any(word in _fillers() for word in words)


@cache
def _fillers() -> frozenset[str]:
    return frozenset(row[0] for row in rows("fillers.tsv"))


@cache
def _english() -> frozenset[str]:
    """Function words of English that no Russian one is spelled as: «to» is «то» too."""
    listed = [row[0] for row in rows("fillers.tsv") if row[1] == "english"]
    return frozenset(w for w in listed if not any(map(is_function_word, to_cyrillic(w))))
