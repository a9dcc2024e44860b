"""Russian in Latin letters: read what people type."""

import re
from functools import cache, lru_cache
from itertools import islice
from math import inf

from app.language import characters, morphology
from app.language.tables import rows

MAX_CANDIDATES = 12
MAX_CHARACTERS = 32  # of a word that is read; longer ones are not words
CACHED_WORDS = 4_096  # a query's unknown word is read three times, by different steps
# Readings kept at each letter, twice what the spellings in the tests need, and at all letters of a
# long word: 1 ms a word.
_BEAM = 64
_KEPT = 640
# What a spelling costs more when a longer one begins with it: «sh» is ш rather than с and х.
_SHORTER = 0.7
_IMPOSSIBLE = re.compile(
    "(?:^|[аеиоуыэюяйьъ])[ьъ]|(?:^|[аеиоуыэюяй])ы|[^аеиоуыэюя]й|[жшцчщ][юяэ]|й[аеиуэюя]"
)
_LONGEST = 4  # letters of a Latin spelling: shch


@lru_cache(CACHED_WORDS)
def to_cyrillic(word: str) -> tuple[str, ...]:
    """What a Latin word may mean in Russian, best first, at most `MAX_CANDIDATES`, ё written е.

    Words of the dictionary come before other readings («parol» → пароль, парол …). Empty when
    the word has no Latin letter, or a letter that no Russian is written with.
    """
    folded = word.lower().replace("’", "'")
    if len(folded) > MAX_CHARACTERS or not characters.is_latin(folded):
        return ()
    readings = [text for _, text in _readings(folded)]
    known = [text for text in readings if morphology.is_known(text)]
    return tuple(dict.fromkeys(known + readings))[:MAX_CANDIDATES]


def _readings(word: str) -> list[tuple[float, str]]:
    """The cheapest Cyrillic readings of a word with their costs, cheapest first."""
    width = min(_BEAM, _KEPT // len(word))
    reached: list[dict[str, float]] = [{} for _ in range(len(word) + 1)]
    reached[0][""] = 0.0
    for start in range(len(word)):
        beam = _cheapest(reached[start], width)
        for length, cyrillic, added in _next_letters(word, start):
            ahead = reached[start + length]
            for cost, text in beam:
                longer = text + cyrillic
                ahead[longer] = min(cost + added, ahead.get(longer, inf))
    return _cheapest(reached[-1], width)


def _cheapest(reached: dict[str, float], width: int) -> list[tuple[float, str]]:
    found = sorted((cost, text) for text, cost in reached.items())
    possible = (reading for reading in found if not _IMPOSSIBLE.search(reading[1]))
    return list(islice(possible, width))


def _next_letters(word: str, start: int) -> list[tuple[int, str, float]]:
    """The readings of the letters from `start`: (Latin letters used, Cyrillic, cost)."""
    found: list[tuple[int, str, float]] = []
    lengths = range(1, min(_LONGEST, len(word) - start) + 1)
    by_length = {length: _spelled(word, start, length) for length in lengths}
    longest = max((length for length, spelled in by_length.items() if spelled), default=0)
    for length, spelled in by_length.items():
        extra = _SHORTER if length < longest else 0.0
        found += [(length, cyrillic, cost + extra) for cyrillic, cost in spelled]
    return found


def _spelled(word: str, start: int, length: int) -> list[tuple[str, float]]:
    latin = word[start : start + length]
    keys = [latin]
    if start == 0:
        keys.append("^" + latin)
    if start + length == len(word):
        keys.append(latin + "$")
    return [reading for key in keys for reading in _spellings().get(key, ())]


@cache
def _spellings() -> dict[str, list[tuple[str, float]]]:
    spellings: dict[str, list[tuple[str, float]]] = {}
    for latin, cyrillic, cost in rows("transliteration.tsv"):
        spellings.setdefault(latin, []).append((cyrillic, float(cost)))
    return spellings
