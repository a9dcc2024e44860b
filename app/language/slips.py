"""What a slip costs: fingers that miss by one key, and letters that sound alike."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from app.language.keyboard import key_distance

NEXT_KEY_CENTRES = 1.3  # key widths between the centres of keys that touch
NEXT_KEY = 0.7
SOUNDS_ALIKE = 0.45
SWAPPED = 0.6
DOUBLED = 0.45
SILENT = 0.6
ANY = 1.0

# Letters that writers confuse because they sound alike without stress or at a word's end.
_ALIKE_PAIRS = (
    *("ао", "еи", "ея", "ия", "эе", "ыи", "йи", "юу", "ыэ", "ьъ", "юе"),
    *("бп", "вф", "гк", "дт", "жш", "зс", "шщ", "цс", "ei", "ea", "ck", "sc", "uo", "sz"),
)
_ALIKE = frozenset(frozenset(pair) for pair in _ALIKE_PAIRS)
_SOUNDS = {
    letter: "".join(pair.replace(letter, "") for pair in _ALIKE_PAIRS if letter in pair)
    for letter in sorted({letter for pair in _ALIKE_PAIRS for letter in pair if letter > "z"})
}
_DOUBLED_LETTERS = "нслмпртфк"
_HUSHING, _AFTER_HUSHING = "жшчщц", {"о", "е"}  # «пришол»
_SILENT = frozenset("ьъдтлвh")


def heard(word: str) -> Iterator[str]:
    """Russian words that sound like this one: a letter for one that sounds alike, a letter doubled
    or dropped out of a pair; then those with «нн» for «н» beside it («сламаный»).
    """
    once = list(dict.fromkeys(_heard_once(word)))
    yield from once
    known = {word, *once}
    for other in once:
        for twice in _doubled(other, "н"):
            if twice not in known:
                known.add(twice)
                yield twice


def _heard_once(word: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        for other in _SOUNDS.get(letter, ""):
            yield word[:place] + other + word[place + 1 :]
        if word[place + 1 : place + 2] == letter:
            yield word[:place] + word[place + 1 :]
    yield from _doubled(word, _DOUBLED_LETTERS)


def _doubled(word: str, letters: str) -> Iterator[str]:
    for place, letter in enumerate(word):
        if letter in letters and letter not in word[max(0, place - 1) : place + 2 : 2]:
            yield word[:place] + letter + word[place:]


def slip_cost(typed: str, meant: str) -> float:
    """The weighted Damerau-Levenshtein distance (optimal string alignment) of two words.

    Each edit costs up to 1: less for a neighbouring key, a letter that sounds alike, a swap, a
    letter doubled or dropped out of a pair, or a letter that is not heard.
    """
    start, tail = _common_ends(typed, meant)
    extra = [_gap_cost(typed, place) for place in range(start, len(typed) - tail)]
    missing = [_gap_cost(meant, place) for place in range(start, len(meant) - tail)]
    return _aligned(typed[start:], extra, meant[start:], missing)


def _common_ends(typed: str, meant: str) -> tuple[int, int]:
    """How many letters the words share at the start, and of the rest at the end."""
    shorter = min(len(typed), len(meant))
    start = next((n for n in range(shorter) if typed[n] != meant[n]), shorter)
    start = max(start - 1, 0)  # the letter before tells how the next one sounds
    rest = shorter - start
    tail = next((n for n in range(rest) if typed[-1 - n] != meant[-1 - n]), rest)
    return start, tail


def _aligned(typed: str, extra: list[float], meant: str, missing: list[float]) -> float:
    """The cost of the best alignment; `extra` and `missing` price each letter on its own."""
    before_last: list[float] = []
    last = [0.0, *accumulate(missing)]
    for i, surplus in enumerate(extra):
        row = [last[0] + surplus]
        for j, lack in enumerate(missing):
            after_hush = (
                i > 0 and typed[i - 1] in _HUSHING and {typed[i], meant[j]} == _AFTER_HUSHING
            )
            alike = SOUNDS_ALIKE if after_hush else _replacement_cost(typed[i], meant[j])
            replaced = last[j] + alike
            best = min(replaced, last[j + 1] + surplus, row[j] + lack)
            if i and j and typed[i] == meant[j - 1] and meant[j] == typed[i - 1]:
                best = min(best, before_last[j - 1] + SWAPPED)
            row.append(best)
        before_last, last = last, row
    return last[-1]


def _gap_cost(word: str, place: int) -> float:
    """The cost of a letter that one of the two words lacks."""
    letter = word[place]
    if letter in word[max(0, place - 1) : place] + word[place + 1 : place + 2]:
        return DOUBLED
    return SILENT if letter in _SILENT else ANY


@lru_cache(4096)
def _replacement_cost(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    if frozenset((letter, wanted)) in _ALIKE:
        return SOUNDS_ALIKE
    return NEXT_KEY if key_distance(letter, wanted) <= NEXT_KEY_CENTRES else ANY
