"""Lemmas and parts of speech of Russian words, by pymorphy3, and stems, by Snowball."""

from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from sys import intern
from threading import Lock

import pymorphy3
import Stemmer
from pymorphy3.analyzer import Parse
from pymorphy3.lang.ru.config import KNOWN_PREFIXES
from pymorphy3.units import KnownPrefixAnalyzer

from app.language import characters

# A lemma is likely from a share of 2 % of the readings of a form: pymorphy3's shares are counted
# in OpenCorpora, where «стали» is сталь in 2.5 %. Below stand slips of the corpus (быль for
# «были», 0.3 %). In help texts this keeps 1.09 lemmas a word, against 1.16 without a threshold.
MIN_SHARE = 0.02
# Words outside the dictionary are guessed by their ending, each guess with a fair share.
MIN_GUESSED_SHARE = 0.15
MAX_LEMMAS = 4
CACHED_WORDS = 16_384  # as many as chunks are

_PREFIXES = frozenset(KNOWN_PREFIXES)
_PROPER_NAMES = frozenset({"Name", "Surn", "Patr", "Orgn", "Trad"})
_lock = Lock()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a form can be: likely lemmas (ё→е), most likely first, and its likeliest grammar.

    `part_of_speech` is pymorphy3's (NOUN, INFN, PREP …), None for a foreign or unknown sign.
    """

    lemmas: tuple[str, ...]
    part_of_speech: str | None
    known: bool
    abbreviated: bool


@lru_cache(CACHED_WORDS)
def read(exact: str) -> Reading:
    """The readings of a folded Cyrillic word; itself alone where a sign of it has no name."""
    try:
        parses = _common(analyzer().parse(exact))
    except ValueError:  # pymorphy3 asks Unicode for the name of every letter
        return Reading((exact,), None, known=False, abbreviated=False)
    known = parses[0].is_known
    lemmas = _likely_lemmas(parses, MIN_SHARE if known else MIN_GUESSED_SHARE)
    abbreviated = {"Abbr", "Fixd"} <= parses[0].tag.grammemes
    return Reading(lemmas, _part_of_speech(parses[0]), known, abbreviated)


@lru_cache(CACHED_WORDS)
def is_known(word: str) -> bool:
    """Whether the dictionary has the form; «е» stands for «ё» too."""
    morph = analyzer()
    return bool(morph.dictionary.words.similar_keys(word, morph.char_substitutes))


def takes_prefix(prefix: str, word: str) -> bool:
    """Whether `prefix` (спец-, видео-) is a common one and makes a word with a known word."""
    if prefix not in _PREFIXES:  # else any two words would be guessed at as one
        return False
    steps = analyzer().parse(prefix + word)[0].methods_stack
    return any(isinstance(step[0], KnownPrefixAnalyzer) and step[1] == prefix for step in steps)


def stem(exact: str) -> str:
    """The Snowball stem: Russian for Cyrillic, English for Latin, else the word itself."""
    if characters.is_cyrillic(exact):
        return _stem("russian", exact)
    return _stem("english", exact) if characters.is_latin(exact) else exact


def analyzer() -> pymorphy3.MorphAnalyzer:
    """The dictionary, loaded on first use (0.1 s) once for all threads."""
    with _lock:
        return _load()


@cache
def _load() -> pymorphy3.MorphAnalyzer:
    return pymorphy3.MorphAnalyzer()


def _stem(language: str, word: str) -> str:
    with _lock:  # a Snowball stemmer keeps the word in itself while it works
        return str(_stemmer(language).stemWord(word))


@cache
def _stemmer(language: str) -> "Stemmer.Stemmer":
    return Stemmer.Stemmer(language, maxCacheSize=0)


def _common(parses: list[Parse]) -> list[Parse]:
    """Without people's names, unless the form is nothing else."""
    common = [parse for parse in parses if not parse.tag.grammemes & _PROPER_NAMES]
    return common or parses


def _part_of_speech(parse: Parse) -> str | None:
    """Its name alone: pymorphy3 makes an object of each, with a set of all names behind it."""
    named: str | None = parse.tag.POS
    return intern(str(named)) if named else None


def _likely_lemmas(parses: list[Parse], min_share: float) -> tuple[str, ...]:
    scores: Counter[str] = Counter()
    for parse in parses:
        scores[parse.normal_form.replace("ё", "е").replace("-", "")] += parse.score
    least = min_share * scores.total()
    likely = [lemma for lemma, score in scores.most_common(MAX_LEMMAS) if score >= least]
    return tuple(likely) or (parses[0].normal_form.replace("ё", "е"),)
