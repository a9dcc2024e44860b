"""The recovery ladder: mends words the index does not know, from the surest way to the vaguest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.language import characters, morphology
from app.language.analysis import analyse
from app.language.keyboard import switch_layout
from app.language.spacing import join_split, split_glued
from app.language.transliteration import to_cyrillic
from app.language.words import TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon

MIN_LETTERS = 3  # of a word that is mended; shorter ones mean too many things
MAX_WORDS = 12  # in Latin letters that are read as Russian
MAX_MENDED = 8  # words of one query; more unknown ones are not a slip of the hand

_LATIN = re.compile("[0-9']*[A-Za-z][A-Za-z0-9']*")  # «4ek», «podderzhk'y»
_RUSSIAN = re.compile("[а-яё]+(?:-[а-яё]+)*")
_LATIN_WORD = re.compile("[a-z]+")
_KEYS_OF_LETTERS = "[];',.`{}:\"<>~"  # signs that are letters in the other layout


@dataclass(frozen=True, slots=True)
class Change:
    """`typed` was taken for `meant`; `kind` names the step of the ladder."""

    kind: str
    typed: str
    meant: str


@dataclass(frozen=True, slots=True)
class Mended:
    """A query with its unknown words replaced."""

    text: str
    changes: tuple[Change, ...]


def mend(text: str, lexicon: Lexicon) -> Mended | None:
    """Return the query as it was probably meant, or None when nothing has to be changed.

    Only words that neither the index nor the dictionary has are touched; numbers and codes never.
    """
    return (
        _switched(text, lexicon) or _transliterated(text, lexicon) or _word_by_word(text, lexicon)
    )


def _switched(text: str, lexicon: Lexicon) -> Mended | None:
    """«jgkfnf rfhnjq»: most words are unknown, and words in the other layout."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    known = sum(_is_known(word, lexicon) for word in words)
    if not words or 2 * known > len(words) - 1:
        return None
    switched = " ".join(map(switch_layout, text.split()))
    tokens = [token for token in analyse(switched) if not token.part]
    if all(token.filler for token in tokens) or not _mostly_real(tokens, lexicon):
        return None
    return _then_word_by_word(switched, Change("layout", text, switched), lexicon)


def _mostly_real(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    real = sum(_is_real(token.exact, lexicon) for token in tokens)
    return 2 * real > len(tokens)


def _transliterated(text: str, lexicon: Lexicon) -> Mended | None:
    """«zabyl parol ot kabineta»: Russian in Latin letters, its little words too."""
    if characters.is_cyrillic(text):
        return None
    words = _LATIN.findall(text)[:MAX_WORDS]
    unknown = [word for word in words if not _is_known(word, lexicon)]
    if not any(len(word) >= MIN_LETTERS and _cyrillic(word, lexicon) for word in unknown):
        return None
    read = {word: _cyrillic(word, lexicon) for word in words}
    meant = _LATIN.sub(lambda match: read.get(match[0]) or match[0], text)
    return _then_word_by_word(meant, Change("translit", text, meant), lexicon)


def _then_word_by_word(text: str, change: Change, lexicon: Lexicon) -> Mended:
    more = _word_by_word(text, lexicon)
    return Mended(more.text, (change, *more.changes)) if more else Mended(text, (change,))


def _word_by_word(text: str, lexicon: Lexicon) -> Mended | None:
    changes: list[Change] = []
    mended, at = "", 0
    tokens = [token for token in analyse(text) if not token.part]
    for number in _unknown(tokens, lexicon):
        found = _change(text, tokens, number, lexicon)
        if found is None or found[0] < at:
            continue
        start, end, change = found
        mended += text[at:start] + change.meant
        at = end
        changes.append(change)
    return Mended(mended + text[at:], tuple(changes)) if changes else None


def _unknown(tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    kinds = (TokenKind.WORD, TokenKind.ABBREVIATION)
    return [
        number
        for number, token in enumerate(tokens)
        if token.kind in kinds
        and len(token.exact) >= MIN_LETTERS
        and not _is_known(token.exact, lexicon)
    ][:MAX_MENDED]


def _change(
    text: str, tokens: Sequence[Token], number: int, lexicon: Lexicon
) -> tuple[int, int, Change] | None:
    """The first reading of an unknown word, and the part of the text that it replaces."""
    token = tokens[number]
    if number + 1 < len(tokens):
        right = tokens[number + 1]
        joined = _joined(token.exact, right.exact, lexicon)
        if joined:
            return token.start, right.end, Change("space", text[token.start : right.end], joined)
    if _is_in_dictionary(token.exact):
        return None
    start, end = _keys(text, token)
    for kind, meant in _readings(text[start:end], token.exact, lexicon):
        return start, end, Change(kind, text[start:end], meant)
    return None


def _joined(left: str, right: str, lexicon: Lexicon) -> str | None:
    if not (_RUSSIAN.fullmatch(left) and _RUSSIAN.fullmatch(right)):
        return None
    joined = join_split(left, right, lexicon.vocabulary)
    return joined if joined and lexicon.knows(joined) else None


def _readings(typed: str, exact: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """What an unknown word may mean, the surest reading first."""
    switched = switch_layout(typed).strip(".,!?").lower()
    if _is_word(switched) and _is_known(switched, lexicon):
        yield "layout", switched
    if characters.is_latin(exact) and (cyrillic := _cyrillic(exact, lexicon)):
        yield "translit", cyrillic
    yield from (("typo", found.word) for found in lexicon.speller.suggest(exact, limit=1))
    words = split_glued(exact, lexicon.vocabulary)
    if words and all(len(word) > 1 for word in words[1:]):
        yield "space", " ".join(words)
    if characters.is_latin(exact):
        for word in to_cyrillic(exact)[:3]:
            found = lexicon.speller.suggest(word, limit=1)
            yield from (("translit", correction.word) for correction in found)


def _cyrillic(word: str, lexicon: Lexicon) -> str | None:
    """The best Cyrillic reading: of the index, if it has it more often, or of the dictionary."""
    exact = word.lower()
    least = lexicon.vocabulary.get(exact, 0)
    readings = [reading for reading in to_cyrillic(exact) if _is_real(reading, lexicon)]
    listed = [reading for reading in readings if lexicon.vocabulary.get(reading, 0) > least]
    if listed:
        return max(listed, key=lambda reading: lexicon.vocabulary[reading])
    return readings[0] if readings and not least else None


def _keys(text: str, token: Token) -> tuple[int, int]:
    """A word with the signs around it that are letters of the other layout: «,ehfy»."""
    start, end = token.start, token.end
    while start > 0 and text[start - 1] in _KEYS_OF_LETTERS:
        start -= 1
    while end < len(text) and text[end] in _KEYS_OF_LETTERS:
        end += 1
    return start, end


def _is_word(text: str) -> bool:
    return text.isalpha() and (characters.is_cyrillic(text) or bool(_LATIN_WORD.fullmatch(text)))


def _is_real(word: str, lexicon: Lexicon) -> bool:
    """Whether the index or the dictionary has the word."""
    return _is_known(word, lexicon) or _is_in_dictionary(word)


def _is_in_dictionary(word: str) -> bool:
    return bool(_RUSSIAN.fullmatch(word)) and morphology.is_known(word)


def _is_known(word: str, lexicon: Lexicon) -> bool:
    tokens = [token for token in analyse(word) if not token.part]
    return bool(tokens) and all(
        token.filler or lexicon.knows(token.exact) or lexicon.is_name(token.exact)
        for token in tokens
    )
