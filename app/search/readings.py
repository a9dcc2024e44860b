"""What an unknown word may be: known after all, or Russian in Latin letters."""

from __future__ import annotations

import re
from math import log
from typing import TYPE_CHECKING

from app.language import morphology
from app.language.transliteration import to_cyrillic
from app.language.words import is_function_word

if TYPE_CHECKING:
    from app.search.lexicon import Lexicon

LITTLE = 10  # times that a function word must be commoner than a Latin word spelled as it is
WORSE = 0.5  # logarithm of how much commoner a word must be than one that is spelled better

RUSSIAN = re.compile("[а-яё]+(?:-[а-яё]+)*")


def read_latin(word: str, lexicon: Lexicon) -> str | None:
    """The best Cyrillic reading: of the index, if it has it more often, or of the dictionary.

    Only the likeliest may be a form of a word that no dictionary has: to guess takes long.
    """
    exact = word.lower()
    least = lexicon.vocabulary.get(exact, 0)
    readings = [
        reading
        for number, reading in enumerate(to_cyrillic(exact))
        if reading in lexicon.vocabulary
        or is_in_dictionary(reading)
        or (number == 0 and is_known(reading, lexicon))
    ]
    if readings and is_function_word(readings[0]):
        little = lexicon.vocabulary.get(readings[0], 0)
        return readings[0] if little >= LITTLE * least or is_function_word(exact) else None
    listed = [reading for reading in readings if lexicon.vocabulary.get(reading, 0) > least]
    if listed:
        return max(
            enumerate(listed), key=lambda r: log(lexicon.vocabulary[r[1]] + 1) - WORSE * r[0]
        )[1]
    return readings[0] if readings and not least else None


def is_listed(reading: str | None, lexicon: Lexicon) -> bool:
    return reading is not None and lexicon.knows(reading)


def is_real(word: str, lexicon: Lexicon) -> bool:
    """Whether the index or the dictionary has the word."""
    return is_known(word, lexicon) or is_in_dictionary(word)


def is_in_dictionary(word: str) -> bool:
    return bool(RUSSIAN.fullmatch(word)) and morphology.is_known(word)


def is_known(word: str, lexicon: Lexicon) -> bool:
    return lexicon.recognises(word)
