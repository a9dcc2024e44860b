"""Names made of several runs: онлайн-заказ, E-1042, settings.json, v2.10.3, support@shop.ru."""

import re
from dataclasses import dataclass
from itertools import pairwise

from app.language import characters
from app.language.pieces import Piece, Shape, as_part, cut_run

MAX_PARTS = 12  # a longer chain of joined words is a list, not a name
MAX_CHARACTERS = 128

_HYPHENS = frozenset("-\u2010\u2011")
_VERSION = re.compile(r"(v?)(\d+(?:\.\d+)+)")


@dataclass(frozen=True, slots=True)
class Atom:
    """A run of letters and digits in a chunk, and the joiner (a sign or "") before it."""

    start: int
    end: int
    joiner: str
    text: str


def joins(left: Atom, right: Atom) -> bool:
    """Whether two neighbours make one name: «отчёт.xlsx» does, «приходит.Нажмите» does not."""
    before, after = left.text[-1], right.text[0]
    match right.joiner:
        case "." | ":" | "," if before.isdecimal() and after.isdecimal():
            return True
        case ".":
            return after.isascii() and (before.isascii() or not after.isdecimal())
        case "/":
            digits = left.text.isdecimal() and right.text.isdecimal()
            return digits or len(left.text) == len(right.text) == 1
        case "@" | "&":
            return before.isascii() and after.isascii()
        case "'" | "’":
            return before.isalpha() and after.isalpha()
        case joiner:
            return set(joiner) <= _HYPHENS or set(joiner) == {"_"}


def compound(atoms: list[Atom]) -> list[Piece]:
    """The whole name, then its parts; only the parts when it is too long to be a name."""
    parts = [piece for atom in atoms for piece in cut_run(atom.text, atom.start)]
    if len(atoms) > MAX_PARTS or atoms[-1].end - atoms[0].start > MAX_CHARACTERS:
        return parts
    if [atom.joiner for atom in atoms].count(",") > 1:
        return parts
    exact = _exact(atoms)
    whole = Piece(atoms[0].start, atoms[-1].end, exact, _shape(atoms))
    if any(atom.joiner in ("'", "’") for atom in atoms):
        return [whole]
    return [whole, *_version_parts(whole), *(as_part(p) for p in parts if _tells(p, atoms))]


def _exact(atoms: list[Atom]) -> str:
    """The name in one spelling: «E-1042» and «Wi-Fi» without the hyphen, «1,5» with a dot."""
    exact = characters.fold(atoms[0].text)
    keeps_hyphen = _shape(atoms) is Shape.WORD and any(
        characters.is_cyrillic(atom.text) for atom in atoms
    )
    for left, right in pairwise(atoms):
        exact += _joiner(left, right, keeps_hyphen) + characters.fold(right.text)
    if _shape(atoms) is Shape.WORD:
        return exact
    return characters.latin_twin(exact) or exact


def _joiner(left: Atom, right: Atom, keeps_hyphen: bool) -> str:
    if right.joiner in _HYPHENS:
        digits = left.text[-1].isdecimal() and right.text[0].isdecimal()
        return "-" if digits or keeps_hyphen else ""
    return {",": ".", "’": "'"}.get(right.joiner, right.joiner)


def _shape(atoms: list[Atom]) -> Shape:
    joiners = {atom.joiner for atom in atoms[1:]}
    if len(atoms) == 2 and joiners <= {",", "."} and all(a.text.isdecimal() for a in atoms):
        return Shape.NUMBER
    letters = all(atom.text.isalpha() for atom in atoms)
    return Shape.WORD if letters and joiners <= _HYPHENS | {"'", "’"} else Shape.CODE


def _version_parts(whole: Piece) -> list[Piece]:
    """«v2.10.3» is found as 2.10.3 and as 2.10 too."""
    match = _VERSION.fullmatch(whole.exact)
    if match is None or whole.shape is Shape.NUMBER:
        return []
    start = whole.start + len(match[1])
    spellings = [match[2]] if match[1] else []
    if match[2].count(".") > 1:
        spellings.append(".".join(match[2].split(".")[:2]))
    return [Piece(start, start + len(s), s, Shape.CODE, part=True) for s in spellings]


def _tells(part: Piece, atoms: list[Atom]) -> bool:
    """A lone letter or digit of a name tells nothing, and «2.5» must not answer «ошибка 5»."""
    is_range = all(atom.text.isdecimal() and atom.joiner in {"", "-"} for atom in atoms)
    return is_range or len(part.exact) > 1
