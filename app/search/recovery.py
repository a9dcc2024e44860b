"""The recovery ladder: mends words the index does not know, from the surest way to the vaguest."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from app.language import characters
from app.language.analysis import analyse
from app.language.keyboard import switch_layout
from app.language.spacing import split_glued
from app.language.words import is_english, is_function_word
from app.search.mending import CODES, MIN_LETTERS, Change, Mended, is_capitals, mend_words
from app.search.readings import is_known, is_listed, is_real, read_latin

if TYPE_CHECKING:
    from app.search.lexicon import Lexicon

__all__ = ["Change", "Mended", "mend"]

MAX_WORDS = 8  # in Latin letters that are read as Russian
BEGINNING = 160  # characters of a query, which tell whether it was typed in the other layout

# «4ek», «podderzhk'y»; not a part of a name in code: «err_cert»
_LATIN = re.compile(r"(?<![\w:])[0-9']*[A-Za-z][A-Za-z0-9']*(?!\w|:\S)")
# Words of one letter among Russian ones, however often the letter stands in the index by itself.
_LITTLE = {"v": "в", "s": "с", "k": "к", "u": "у", "o": "о", "i": "и"}
_SIGNS = ",.;:'\"[]{}`~<>?"
_HYPHENS = re.compile("(-)")
_LETTERS = re.compile(r"[^\W\d_]+")


def mend(text: str, lexicon: Lexicon) -> Mended | None:
    """Return the query as it was probably meant, or None when nothing has to be changed.

    Only words that neither the index nor the dictionary has are touched; numbers and codes never.
    """
    if is_english(token.exact for token in analyse(text)):
        return mend_words(text, lexicon, is_english=True)
    return (
        _switched(text, lexicon)
        or _transliterated(text, lexicon)
        or mend_words(text, lexicon, is_latin=_is_all_unknown_latin(text, lexicon))
    )


def _is_all_unknown_latin(text: str, lexicon: Lexicon) -> bool:
    words = text.split()
    return not characters.is_cyrillic(text) and not any(is_known(w, lexicon) for w in words)


def _switched(text: str, lexicon: Lexicon) -> Mended | None:
    """«jgkfnf rfhnjq»: most words are unknown, and words in the other layout."""
    words = [word for word in text[:BEGINNING].split() if any(map(str.isalpha, word))]
    meant = [w for w in words if is_known(w, lexicon) or split_glued(w, lexicon.vocabulary)]
    known = sum(not is_function_word(switch_layout(word)) for word in meant)
    if not words or 2 * known > len(words) - 1:
        return None
    switched = " ".join(_switched_word(word, lexicon) for word in text.split())
    if not _is_mostly_real(switched, text, lexicon):
        return None
    return _then_word_by_word(switched, Change("layout", text, switched), lexicon)


def _switched_word(word: str, lexicon: Lexicon) -> str:
    """The word in the other layout; what is a word or code as it stands, and none so, stays."""
    return "".join(_switched_part(part, lexicon) for part in _HYPHENS.split(word))


def _switched_part(part: str, lexicon: Lexicon) -> str:
    switched = switch_layout(part)
    if characters.is_cyrillic(part) and not switched.strip(_SIGNS).isalnum():
        return part  # no Latin word has a sign in it
    runs = [run.lower() for run in _LETTERS.findall(switched)]
    if any(map(str.isdecimal, part)):
        runs = [run for run in runs if len(run) >= MIN_LETTERS]
        return switched if runs and all(is_real(run, lexicon) for run in runs) else part
    if not is_known(part, lexicon) or any(map(is_function_word, runs)):
        return switched
    frequency = lexicon.vocabulary.get(part.lower(), 0)
    return switched if any(lexicon.vocabulary.get(r, 0) >= frequency for r in runs) else part


def _is_mostly_real(switched: str, text: str, lexicon: Lexicon) -> bool:
    """Whether most of what was switched are words; little ones say something only by themselves."""
    kept = {token.exact for token in analyse(text, max_characters=BEGINNING)}
    tokens = [token for token in analyse(switched, max_characters=BEGINNING) if not token.part]
    telling = [token for token in tokens if not token.filler and token.kind not in CODES]
    new = [token.exact for token in telling if token.exact not in kept]
    long = [word for word in new if len(word) >= MIN_LETTERS] or new
    return 2 * sum(_is_meant(word, lexicon) for word in long) > len(long)


def _is_meant(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a word, or several with the space forgotten: «неприходит»."""
    return is_real(word, lexicon) or bool(split_glued(word, lexicon.vocabulary))


def _transliterated(text: str, lexicon: Lexicon) -> Mended | None:
    """«zabyl parol ot kabineta»: Russian in Latin letters, its little words too."""
    if characters.is_cyrillic(text):
        return None
    words = _LATIN.findall(text)[:MAX_WORDS]
    read = {word: None if is_capitals(word, text) else read_latin(word, lexicon) for word in words}
    if 2 * sum(map(bool, read.values())) > len(read):
        read |= {word: reading for word in read if (reading := _LITTLE.get(word.lower()))}
    else:  # hardly Russian: «tax free», «run wordpress»
        read = {word: reading for word, reading in read.items() if is_listed(reading, lexicon)}
    unknown = [w for w in read if len(w) >= MIN_LETTERS and not is_known(w, lexicon)]
    if not any(read[word] for word in unknown):
        return None
    meant = _LATIN.sub(lambda match: read.get(match[0]) or match[0], text)
    return _then_word_by_word(meant, Change("translit", text, meant), lexicon, is_latin=True)


def _then_word_by_word(
    text: str, change: Change, lexicon: Lexicon, *, is_latin: bool = False
) -> Mended:
    more = mend_words(text, lexicon, is_latin=is_latin)
    return Mended(more.text, (change, *more.changes)) if more else Mended(text, (change,))
