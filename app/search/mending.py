"""Mends the unknown words of a query one by one: layout, spaces, Latin letters, typos."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from app.language import characters
from app.language.analysis import analyse
from app.language.keyboard import switch_layout
from app.language.slips import ANY, NEXT_KEY, SWAPPED, heard, slip_cost
from app.language.spacing import join_split, split_glued
from app.language.spelling import SLIP_WEIGHT
from app.language.transliteration import to_cyrillic
from app.language.words import TokenKind, is_function_word
from app.search.readings import RUSSIAN, is_in_dictionary, is_known, is_listed, read_latin

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon

MIN_LETTERS = 3  # of a word that is mended; shorter ones mean too many things
MIN_LONG = 6  # letters of a word of the dictionary that is no other word's slip by chance
MIN_LONG_NAME = 7  # Latin letters of a word that is not mistaken for another by one slip
MISSED_SPACE = 0.5  # what a forgotten space costs, in slips
TRAILING = 0.4  # and as much more where the last word is a little one: «метод да» for «методда»
MAX_MENDED = 6  # words of one query; more unknown ones are not a slip of the hand
CODES = {TokenKind.CODE, TokenKind.NUMBER}

_SIGNS = ",.;:'\""  # that may stand beside a word, and are letters in the other layout
_LATIN_WORD = re.compile("[a-z]+")
_KEY = re.compile(r"[A-Za-z\[\];',.`{}:\"<>~]")  # has a letter in the other layout


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


def mend_words(
    text: str, lexicon: Lexicon, *, is_latin: bool = False, is_english: bool = False
) -> Mended | None:
    """Mend what is unknown; `is_latin`: words that are left in Latin letters may be Russian.

    Where the text `is_english`, none of them is.
    """
    changes: list[Change] = []
    mended, at = "", 0
    tokens = [token for token in analyse(text) if not token.part]
    for number in _unknown(text, tokens, lexicon):
        found = _change(text, tokens, number, lexicon, is_latin=is_latin, is_english=is_english)
        if found is None or found[0] < at:
            continue
        start, end, change = found
        mended += text[at:start] + change.meant
        at = end
        changes.append(change)
    return Mended(mended + text[at:], tuple(changes)) if changes else None


def _unknown(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[int]:
    return [
        number
        for number, token in enumerate(tokens)
        if (token.kind not in CODES or _is_letters(token.exact))
        and not is_capitals(text[token.start : token.end], text)
        and len(text[slice(*_keys(text, token))]) >= MIN_LETTERS
        and not is_known(token.exact, lexicon)
    ][:MAX_MENDED]


def _change(
    text: str,
    tokens: Sequence[Token],
    number: int,
    lexicon: Lexicon,
    *,
    is_latin: bool,
    is_english: bool,
) -> tuple[int, int, Change] | None:
    """The first reading of an unknown word, and the part of the text that it replaces."""
    token = tokens[number]
    for left, right in pairwise(tokens[max(number - 1, 0) : number + 2]):
        joined = _joined(left.exact, right.exact, lexicon)
        if joined:
            return left.start, right.end, Change("space", text[left.start : right.end], joined)
    if is_in_dictionary(token.exact):
        return None
    switched = None if is_english else _switched(text, *_keys(text, token), lexicon)
    if switched:
        return switched
    if token.kind in CODES:
        return None
    readings = _readings(token.exact, lexicon, is_latin=is_latin, is_english=is_english)
    for kind, meant in readings:
        return token.start, token.end, Change(kind, text[token.start : token.end], meant)
    return None


def _switched(text: str, start: int, end: int, lexicon: Lexicon) -> tuple[int, int, Change] | None:
    """The keys in the other layout; signs at their ends are letters or were meant as signs."""
    run = text[start:end]
    for keys in dict.fromkeys((run, run.rstrip(_SIGNS), run.strip(_SIGNS))):
        switched = switch_layout(keys).strip(".,!?").lower()
        if _is_word(switched) and _is_surely_real(switched, lexicon):
            at = start + run.index(keys)
            return at, at + len(keys), Change("layout", keys, switched)
    return None


def _joined(left: str, right: str, lexicon: Lexicon) -> str | None:
    if not (RUSSIAN.fullmatch(left) and RUSSIAN.fullmatch(right)):
        return None
    joined = left + right
    if joined in lexicon.vocabulary and len(right) >= MIN_LETTERS:  # «под ключить»
        return joined
    found = join_split(left, right, lexicon.vocabulary)
    is_torn = not is_in_dictionary(left) and not is_in_dictionary(right)
    return found if found and (is_torn or lexicon.knows(found)) else None


def _readings(
    exact: str, lexicon: Lexicon, *, is_latin: bool, is_english: bool
) -> Iterator[tuple[str, str]]:
    """What an unknown word may mean, the surest reading first."""
    if len(exact) < MIN_LETTERS:
        return
    if characters.is_latin(exact) and not is_english:
        cyrillic = read_latin(exact, lexicon)
        if cyrillic and (is_latin or is_listed(cyrillic, lexicon)):
            yield "translit", cyrillic
    likely = [*_negated(exact, lexicon)] or [*_respelled(exact, lexicon), *_parted(exact, lexicon)]
    yield from ((kind, meant) for _, kind, meant in sorted(likely, reverse=True))
    if not likely and RUSSIAN.fullmatch(exact) and len(exact) >= MIN_LONG:
        yield from (("typo", word) for word in heard(exact) if _is_form(word, lexicon))
    if is_latin and characters.is_latin(exact):
        for word in to_cyrillic(exact)[:3]:
            found = lexicon.speller.suggest(word, limit=1)
            yield from (("translit", correction.word) for correction in found)


def _negated(exact: str, lexicon: Lexicon) -> Iterator[tuple[float, str, str]]:
    """«непреходит»: a forgotten space after «не», and a slip behind it."""
    rest = exact.removeprefix("не")
    if rest == exact or len(rest) < MIN_LONG or is_known(rest, lexicon):
        return
    spelled = [found.word for found in lexicon.speller.suggest(rest, limit=1)]
    for word in spelled or [other for other in heard(rest) if _is_form(other, lexicon)][:1]:
        yield 0.0, "typo", f"не {word}"


def _respelled(exact: str, lexicon: Lexicon) -> Iterator[tuple[float, str, str]]:
    """The likeliest correction; a Latin word may be a name, so it is cured of small slips only."""
    for found in lexicon.speller.suggest(exact, limit=1):
        short = NEXT_KEY if len(exact) >= MIN_LONG else SWAPPED
        allowed = ANY if len(exact) >= MIN_LONG_NAME else short
        if not characters.is_latin(exact) or slip_cost(exact, found.word) <= allowed:
            yield found.likelihood, "typo", found.word


def _parted(exact: str, lexicon: Lexicon) -> Iterator[tuple[float, str, str]]:
    """The words that were glued together, as likely as the rarest of them that tells something."""
    words = (split_glued(exact, lexicon.vocabulary) or ()) if RUSSIAN.fullmatch(exact) else ()
    if not words or any(len(word) == 1 for word in words[1:]):
        return
    telling = [word for word in words if not is_function_word(word)] or words
    rarest = min(lexicon.vocabulary.get(word, 0) for word in telling)
    slips = SLIP_WEIGHT * MISSED_SPACE * (len(words) - 1)
    if is_function_word(words[-1]):
        slips += SLIP_WEIGHT * TRAILING
    yield log(rarest + 1) - slips, "space", " ".join(words)


def _is_form(word: str, lexicon: Lexicon) -> bool:
    """Whether a word of the dictionary is a form of one that the index has."""
    return is_in_dictionary(word) and lexicon.knows(word)


def _keys(text: str, token: Token) -> tuple[int, int]:
    """The run of keys that a Latin word stands in, signs that may be letters too: «,e[fknth»."""
    start, end = token.start, token.end
    if not characters.is_latin(token.exact):
        return start, end
    while start > 0 and _KEY.fullmatch(text[start - 1]):
        start -= 1
    while end < len(text) and _KEY.fullmatch(text[end]):
        end += 1
    return start, end


def is_capitals(word: str, text: str) -> bool:
    """Whether a word of a text is an abbreviation among small letters: «PCI», «СБП»."""
    return len(word) > 1 and word.isupper() and not text.isupper()


def _is_letters(exact: str) -> bool:
    """Whether a code has no digit: «gjlrk.xbnm» looks like a file's name."""
    return not any(map(str.isdecimal, exact))


def _is_word(text: str) -> bool:
    return text.isalpha() and (characters.is_cyrillic(text) or bool(_LATIN_WORD.fullmatch(text)))


def _is_surely_real(word: str, lexicon: Lexicon) -> bool:
    """Whether it is a word that no name and no abbreviation typed as meant turns into."""
    if lexicon.knows(word):
        return len(word) > MIN_LETTERS
    return len(word) >= MIN_LONG and (is_known(word, lexicon) or is_in_dictionary(word))
