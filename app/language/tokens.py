"""Cutting text into words, numbers and codes, each whole and by part, with places in the text."""

import re
from collections.abc import Iterator

from app.language import characters
from app.language.compounds import Atom, compound, joins
from app.language.pieces import Piece, Shape, as_part, cut_run

_SPACE = "[ \u00a0\u202f]"
_MARKS = characters.INVISIBLE + characters.COMBINING
_WORD = rf"\w[\w{_MARKS}]*"
_JOINERS = "\\-\u2010\u2011.@'’&/:,"
_PHONE = (
    rf"(?<!\w)\+?\d{{1,3}}(?:{_SPACE}|-)?\(?\d{{3,5}}\)?(?:{_SPACE}|-)?\d{{1,3}}"
    rf"(?:{_SPACE}|-)?\d{{2}}(?:{_SPACE}|-)?\d{{2}}(?!\w|-\d)"
)
_THOUSANDS = rf"(?<!\w)\d{{1,3}}(?:{_SPACE}\d{{3}}){{1,3}}(?!\w|[-.:]\d)"
_SHARP = r"(?<!\w)[A-Za-z](?:\+\+|\#)(?!\w)"
_CHUNK = re.compile(rf"{_PHONE}|{_THOUSANDS}|{_SHARP}|{_WORD}(?:[{_JOINERS}]{_WORD}){{0,24}}")
_ATOM = re.compile(f"[^_{_JOINERS}]+")
_IS_SHARP = re.compile(_SHARP)
_IS_PHONE = re.compile(_PHONE)
_IS_THOUSANDS = re.compile(_THOUSANDS)
_DIGITS = re.compile(r"\d+")


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Where each run of joined words stands in the text: (start, end), in order."""
    return (match.span() for match in _CHUNK.finditer(text))


def cut(chunk: str) -> list[Piece]:
    """The pieces of one chunk, by start; a whole stands before its parts."""
    if _IS_SHARP.fullmatch(chunk):
        return [Piece(0, len(chunk), chunk.lower(), Shape.CODE)]
    if _IS_PHONE.fullmatch(chunk):
        return _spaced_number(chunk, _phone_digits(chunk), Shape.CODE)
    if _IS_THOUSANDS.fullmatch(chunk):
        return _spaced_number(chunk, "".join(_DIGITS.findall(chunk)), Shape.NUMBER)
    return [piece for group in _groups(chunk) for piece in _cut_group(group)]


def steps(pieces: list[Piece]) -> list[int]:
    """How many words after the chunk's first one each piece stands.

    A whole shares the step of its first part, and parts follow one another.
    """
    found: list[int] = []
    free = last = part_end = 0
    for piece in pieces:
        if not piece.part:
            last, free, part_end = free, free + 1, -1
        elif part_end >= 0 and piece.start >= part_end:
            last, free = free, free + 1
        part_end = max(part_end, piece.end) if piece.part else -1
        found.append(last)
    return found


def _phone_digits(chunk: str) -> str:
    digits = "".join(_DIGITS.findall(chunk))
    return "7" + digits[1:] if len(digits) == 11 and digits[0] == "8" else digits


def _spaced_number(chunk: str, exact: str, shape: Shape) -> list[Piece]:
    whole = Piece(0, len(chunk), exact, shape)
    found = [match for match in _DIGITS.finditer(chunk) if len(match[0]) > 1]
    parts = [Piece(*match.span(), match[0], Shape.NUMBER) for match in found]
    return [whole, *map(as_part, parts)] if len(parts) > 1 else [whole]


def _groups(chunk: str) -> Iterator[list[Atom]]:
    """Runs that belong together: «settings.json» is one group, «приходит.Нажмите» two."""
    group: list[Atom] = []
    for atom in _atoms(chunk):
        if group and not joins(group[-1], atom):
            yield group
            group = []
        group.append(atom)
    if group:
        yield group


def _atoms(chunk: str) -> Iterator[Atom]:
    end = 0
    for match in _ATOM.finditer(chunk):
        yield Atom(match.start(), match.end(), chunk[end : match.start()], match[0])
        end = match.end()


def _cut_group(group: list[Atom]) -> list[Piece]:
    if len(group) == 1:
        return cut_run(group[0].text, group[0].start)
    return compound(group)
