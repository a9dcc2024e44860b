"""One unbroken run of letters and digits, cut where the script or the kind of word changes."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from app.language import characters
from app.language.abbreviations import is_abbreviation

MAX_WORD_CHARACTERS = 64  # the longest real words and file names; the rest of a run is cut off
MAX_STRAY_LETTERS = 2  # letters of the other script that may hide in a word, as in «Cбер»
MIN_GLUED_WORD = 3  # letters after digits that are a word («5дней»), not an ending («2го»)

MIN_HUMP = 2  # letters of a word in camel case: the «i» of iPhone is none
MIN_HUMPS = 2  # such words of a name

_SCRIPT_RUN = re.compile(
    "[\u0400-\u052f]+|[A-Za-z\u00c0-\u024f]+|[^A-Za-z\u00c0-\u024f\u0400-\u052f]+"
)
_KIND_RUN = re.compile(r"\d+|[^\d]+")
_HEXADECIMAL = re.compile("0x([0-9a-f]+)")
# getElementById, InStr, HTTPServer, НайтиПоСсылке
_HUMP = re.compile("[a-z][A-Z]|[A-Z]{2}[a-z]|[а-яё][А-ЯЁ]|[А-ЯЁ]{2}[а-яё]")
_HUMPS = re.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[А-ЯЁ]+(?![а-яё])|[А-ЯЁ]?[а-яё]+")


class Shape(StrEnum):
    """What a piece of text is made of."""

    WORD = "word"
    NUMBER = "number"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, number or code inside a chunk of text.

    `start` and `end` count characters from the start of the chunk. `part` says that a whole
    before it covers it.
    """

    start: int
    end: int
    exact: str
    shape: Shape
    part: bool = False


def as_part(piece: Piece) -> Piece:
    """The same piece, covered by a whole."""
    return replace(piece, part=True)


def cut_run(run: str, start: int) -> list[Piece]:
    """The pieces of a run that stands at `start`; a code comes before its parts."""
    pieces: list[Piece] = []
    for script_run in _by_script(run[:MAX_WORD_CHARACTERS]):
        pieces += _cut_code(script_run, start)
        start += len(script_run)
    return pieces


def _by_script(run: str) -> list[str]:
    """«k8sнастройки» → k8s, настройки; one alphabet's letters hiding in the other's stay."""
    folded = characters.fold(run)
    if not (characters.is_cyrillic(folded) and characters.is_latin(folded)):
        return [run]
    if len(folded) == len(run) and _hides_letters(folded):
        return [run]
    return _joined_digits(_SCRIPT_RUN.findall(run))


def _hides_letters(folded: str) -> bool:
    return _ending(folded) is None and _without_stray_letters(folded) is not None


def _ending(folded: str) -> str | None:
    """The Cyrillic ending that people glue to a Latin name («VPNа»)."""
    match = re.fullmatch("[0-9a-z]{2,}([а-я]+)", folded)
    return match[1] if match else None


def _without_stray_letters(folded: str) -> str | None:
    """A word typed with a few letters of the wrong alphabet, in the one it was meant in."""
    latin = len(re.findall("[a-z]", folded))
    cyrillic = len(re.findall("[а-я]", folded))
    if latin <= min(cyrillic, MAX_STRAY_LETTERS):
        return characters.cyrillic_twin(folded)
    if cyrillic <= min(latin, MAX_STRAY_LETTERS):
        return characters.latin_twin(folded)
    return None


def _joined_digits(runs: list[str]) -> list[str]:
    """Digits go with the letters before them; at the very start, with those after."""
    joined: list[str] = []
    for run in runs:
        if joined and _continues(joined[-1], run):
            joined[-1] += run
        else:
            joined.append(run)
    return joined


def _continues(left: str, right: str) -> bool:
    scripts = {_script(left), _script(right)}
    return None in scripts or len(scripts) == 1


def _script(run: str) -> str | None:
    if characters.is_cyrillic(run):
        return "cyrillic"
    return "latin" if characters.is_latin(run) else None


def _cut_code(run: str, start: int) -> list[Piece]:
    exact = characters.fold(run)
    exact = _without_stray_letters(exact) or exact if _is_mixed(exact) else exact
    end = start + len(run)
    if exact.isdecimal():
        return [Piece(start, end, exact, Shape.NUMBER)]
    if not any(character.isdecimal() for character in exact):
        return [Piece(start, end, exact, Shape.WORD), *_humps(run, start)] if exact else []
    kind_runs = _KIND_RUN.findall(run)
    if any(_is_glued(left, right) for left, right in pairwise(kind_runs)):
        return _spread(kind_runs, start)
    whole = Piece(start, end, characters.latin_twin(exact) or exact, Shape.CODE)
    parts = _hexadecimal_part(whole) or _spread(kind_runs, start)
    return [whole, *(as_part(part) for part in parts if part.end - part.start > 1)]


def _humps(run: str, start: int) -> list[Piece]:
    """The words of a name in camel case, if there are two or more of them."""
    if not _HUMP.search(run):
        return []
    words = [match for match in _HUMPS.finditer(run) if len(match[0]) >= MIN_HUMP]
    parts = [
        Piece(start + word.start(), start + word.end(), characters.fold(word[0]), Shape.WORD, True)
        for word in words
    ]
    return parts if len(parts) >= MIN_HUMPS else []


def _is_mixed(exact: str) -> bool:
    return characters.is_cyrillic(exact) and characters.is_latin(exact)


def _is_glued(left: str, right: str) -> bool:
    """«5дней», «10см»: a number and a word with the space forgotten, not a name like «1С»."""
    word = characters.fold(right)
    return (
        left.isdecimal()
        and characters.is_cyrillic(word)
        and (len(word) >= MIN_GLUED_WORD or is_abbreviation(word))
    )


def _spread(runs: list[str], start: int) -> list[Piece]:
    pieces: list[Piece] = []
    for run in runs:
        shape = Shape.NUMBER if run.isdecimal() else Shape.WORD
        pieces.append(Piece(start, start + len(run), characters.fold(run), shape))
        start += len(run)
    return [piece for piece in pieces if piece.exact]


def _hexadecimal_part(whole: Piece) -> list[Piece]:
    match = _HEXADECIMAL.fullmatch(whole.exact)
    return [Piece(whole.start + 2, whole.end, match[1], Shape.CODE)] if match else []
