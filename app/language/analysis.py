"""The one pipeline from text to tokens, for articles and queries alike."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from app.language import tokens
from app.language.negation import Negation
from app.language.sentences import sentences
from app.language.words import TokenKind, Word, describe

__all__ = [
    "Layer",
    "Token",
    "TokenKind",
    "analyse",
    "lemma_key",
    "normalise",
    "sentences",
    "terms",
]

MAX_CHARACTERS = 2_000_000  # of one text; what stands after is not analysed
MAX_KEY_CHARACTERS = 1_000  # of a query that is made a key; nobody types more twice
MAX_CACHED_CHUNK = 64  # characters; longer runs are rare, and noise
CACHED_CHUNKS = 16_384  # four times as many save 4 % of analysing, and take 40 MB more
SHOUTING_SHARE = 0.6  # of capital letters, from which capitals say nothing about a word
SHOUTING_SAMPLE = 2_000  # characters from the start that are looked at

_CLAUSE_END = re.compile(r"[.,;:!?()\[\]«»\"\n\r—–|]")
_SPACES = (" ", "\u00a0")


class Layer(StrEnum):
    """How a word is found, from the surest way to the vaguest; the value prefixes its terms."""

    EXACT = "e"
    LEMMA = "l"
    STEM = "s"
    FAMILY = "f"


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or code of a text.

    `position` is the ordinal of the word in the text: a whole («онлайн-заказ») shares the position
    of its first part, and parts follow one another. `start` and `end` are character offsets in the
    text that was given. `part` says that a whole before it covers it: a query asks for the whole,
    or else for its parts. Tokens come by `start`, a whole before its parts.
    """

    position: int
    start: int
    end: int
    exact: str
    lemmas: tuple[str, ...]
    stem: str
    families: tuple[str, ...]
    kind: TokenKind
    negated: bool
    filler: bool
    part: bool = False


@dataclass(frozen=True, slots=True)
class _Entry:
    """A word of a chunk, and where: in characters, and in words from the chunk's first one."""

    word: Word
    start: int
    end: int
    step: int
    part: bool


def analyse(text: str, *, max_characters: int = MAX_CHARACTERS) -> list[Token]:
    """The tokens of a text, in order; any string gives a list, never an error."""
    text = text[:max_characters]
    shouted = _is_shouted(text)
    found: list[Token] = []
    negation = Negation()
    position = end_before = 0
    negated = False
    prefix: str | None = None
    for start, end in tokens.chunks(text):
        if _CLAUSE_END.search(text, end_before, start):
            negation.close()
        entries = _entries(text[start:end], shouted)
        for entry in entries:
            if not entry.part:
                negated = negation.binds(entry.word, len(found))
            found.append(_token(entry, start, position + entry.step, negated))
        if prefix and _is_code_number(entries) and text[end_before:start] in _SPACES:
            found[-2:] = _spaced_code(prefix, found[-2], found[-1])
        prefix = entries[0].word.code_prefix if len(entries) == 1 else None
        position += entries[-1].step + 1 if entries else 0
        end_before = end
    negation.close()
    for place in negation.denied_before:
        found[place] = replace(found[place], negated=True)
    return found


def terms(token: Token) -> list[tuple[Layer, str]]:
    """The index terms of a token by layer, each with its layer's prefix: «l:оплата»."""
    found = [(Layer.EXACT, f"e:{token.exact}")]
    found += [(Layer.LEMMA, f"l:{lemma}") for lemma in token.lemmas]
    found.append((Layer.STEM, f"s:{token.stem}"))
    found += [(Layer.FAMILY, f"f:{family}") for family in token.families]
    return found


def normalise(text: str) -> str:
    """The key that equal queries share: exact forms in their order; idempotent."""
    key = text[:MAX_KEY_CHARACTERS]
    while True:  # joined neighbours may make a number or code («1, 000» → «1 000» → «1000»)
        shorter = " ".join(token.exact for token in analyse(key) if not token.part)
        if shorter == key:
            return key
        key = shorter


def lemma_key(text: str) -> str:
    """The key that queries about the same thing share: content lemmas, sorted, each once.

    A negated word keeps its «не»; a text of fillers only is keyed by its exact forms.
    """
    content = [t for t in analyse(text[:MAX_KEY_CHARACTERS]) if not t.part and not t.filler]
    lemmas = {("не " if token.negated else "") + token.lemmas[0] for token in content}
    return ", ".join(sorted(lemmas - {"не"})) or normalise(text)


def _is_shouted(text: str) -> bool:
    letters = [c for c in text[:SHOUTING_SAMPLE] if c.isalpha()]
    return sum(map(str.isupper, letters)) > SHOUTING_SHARE * len(letters)


def _entries(chunk: str, shouted: bool) -> tuple[_Entry, ...]:
    if len(chunk) > MAX_CACHED_CHUNK:
        return _cut(chunk, shouted)
    return _cached_cut(chunk, shouted)


@lru_cache(CACHED_CHUNKS)
def _cached_cut(chunk: str, shouted: bool) -> tuple[_Entry, ...]:
    return _cut(chunk, shouted)


def _cut(chunk: str, shouted: bool) -> tuple[_Entry, ...]:
    pieces = tokens.cut(chunk)
    entries = []
    for piece, step in zip(pieces, tokens.steps(pieces), strict=True):
        written = chunk[piece.start : piece.end]
        capitals = not shouted and len(written) > 1 and written.isupper()
        word = describe(piece, capitals=capitals)
        entries.append(_Entry(word, piece.start, piece.end, step, piece.part))
    return tuple(entries)


def _token(entry: _Entry, start: int, position: int, negated: bool) -> Token:
    word = entry.word
    return Token(
        position,
        start + entry.start,
        start + entry.end,
        word.exact,
        word.lemmas,
        word.stem,
        word.families,
        word.kind,
        negated,
        word.filler,
        entry.part,
    )


def _is_code_number(entries: tuple[_Entry, ...]) -> bool:
    """Whether the chunk is a number of two digits or more: «HTTP 404», «E 1042»."""
    return (
        len(entries) == 1
        and entries[0].word.kind is TokenKind.NUMBER
        and len(entries[0].word.exact) > 1
    )


def _spaced_code(prefix: str, before: Token, number: Token) -> list[Token]:
    exact = prefix + number.exact
    whole = replace(
        before, end=number.end, exact=exact, lemmas=(exact,), stem=exact, kind=TokenKind.CODE
    )
    return [whole, replace(before, part=True), replace(number, part=True)]
