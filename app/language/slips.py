"""What a slip costs: fingers that miss by one key, and letters that sound alike."""

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
_SILENT = frozenset("ьъдтлвh")


def slip_cost(typed: str, meant: str) -> float:
    """The weighted Damerau-Levenshtein distance (optimal string alignment) of two words.

    Each edit costs up to 1: less for a neighbouring key, a letter that sounds alike, a swap, a
    letter doubled or dropped out of a pair, or a letter that is not heard.
    """
    before_last: list[float] = []
    last = _first_row(meant)
    for i, letter in enumerate(typed):
        row = [last[0] + _gap_cost(typed, i)]
        for j, wanted in enumerate(meant):
            best = min(
                last[j] + _replacement_cost(letter, wanted),
                last[j + 1] + _gap_cost(typed, i),
                row[j] + _gap_cost(meant, j),
            )
            if i and j and letter == meant[j - 1] and wanted == typed[i - 1]:
                best = min(best, before_last[j - 1] + (SWAPPED if letter != wanted else 0.0))
            row.append(best)
        before_last, last = last, row
    return last[-1]


def _first_row(meant: str) -> list[float]:
    row = [0.0]
    for place in range(len(meant)):
        row.append(row[-1] + _gap_cost(meant, place))
    return row


def _gap_cost(word: str, place: int) -> float:
    """The cost of a letter that one of the two words lacks."""
    letter = word[place]
    if letter in word[max(0, place - 1) : place] + word[place + 1 : place + 2]:
        return DOUBLED
    return SILENT if letter in _SILENT else ANY


def _replacement_cost(letter: str, wanted: str) -> float:
    if letter == wanted:
        return 0.0
    if frozenset((letter, wanted)) in _ALIKE:
        return SOUNDS_ALIKE
    return NEXT_KEY if key_distance(letter, wanted) <= NEXT_KEY_CENTRES else ANY
