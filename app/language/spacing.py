"""Spaces that were forgotten («какоплатить») or put too many («спец предложение»)."""

from collections.abc import Mapping
from math import log

from app.language import characters, morphology
from app.language.words import is_function_word

MAX_WORDS = 4
MAX_CHARACTERS = 40
MIN_CHARACTERS = 5  # of a glued word: «какэто»
MIN_PART = 3  # letters of a part that is not a function word
MIN_SHORT_FREQUENCY = 3  # of a part of three letters; rarer ones are as often chips of words


def split_glued(word: str, vocabulary: Mapping[str, int]) -> tuple[str, ...] | None:
    """The words that a run is made of, each of the vocabulary or a function word; None if not one.

    «какоплатить» → («как», «оплатить»). A word that the vocabulary or the dictionary knows is one
    word. `vocabulary`: folded forms with frequencies. Fewer words win, then more frequent ones.
    """
    word = characters.fold(word)
    if not MIN_CHARACTERS <= len(word) <= MAX_CHARACTERS or not word.isalpha():
        return None
    if word in vocabulary or _is_in_dictionary(word):
        return None
    cut = _best_cuts(word, vocabulary)[-1]
    return cut[2] if cut else None


def join_split(left: str, right: str, vocabulary: Mapping[str, int]) -> str | None:
    """The one word that two words make, as the vocabulary or else the dictionary spells it.

    «спец», «предложение» → «спецпредложение»; «вай», «фай» → «вай-фай». None when they make none,
    or when either is a function word («не», «приходит»).
    """
    left, right = characters.fold(left), characters.fold(right)
    if is_function_word(left) or is_function_word(right) or len(left + right) > MAX_CHARACTERS:
        return None
    spellings = (left + right, f"{left}-{right}")
    listed = [spelling for spelling in spellings if spelling in vocabulary]
    if listed:
        return max(listed, key=lambda spelling: vocabulary[spelling])
    known = next(filter(_is_in_dictionary, spellings), None)
    return known or (left + right if morphology.takes_prefix(left, right) else None)


_Cut = tuple[int, float, tuple[str, ...]]  # words, less their likelihood, the words themselves


def _best_cuts(word: str, vocabulary: Mapping[str, int]) -> list[_Cut | None]:
    """For each length of the beginning, its best cut into words."""
    best: list[_Cut | None] = [(0, 0.0, ())]
    for end in range(1, len(word) + 1):
        cuts = []
        for start in range(end):
            before, part = best[start], word[start:end]
            if before and before[0] < MAX_WORDS and _is_part(part, vocabulary):
                cost = before[1] - log(vocabulary.get(part, 0) + 1)
                cuts.append((before[0] + 1, cost, (*before[2], part)))
        best.append(min(cuts, default=None))
    return best


def _is_part(part: str, vocabulary: Mapping[str, int]) -> bool:
    if is_function_word(part):
        return True
    least = 1 if len(part) > MIN_PART else MIN_SHORT_FREQUENCY
    return len(part) >= MIN_PART and vocabulary.get(part, 0) >= least


def _is_in_dictionary(word: str) -> bool:
    return characters.is_cyrillic(word) and morphology.is_known(word)
