"""The recovery ladder: mends words the index does not know, from the surest way to the vaguest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import TYPE_CHECKING

from app.language import characters, morphology
from app.language.analysis import analyse
from app.language.keyboard import switch_layout
from app.language.slips import ANY, NEXT_KEY, slip_cost
from app.language.spacing import join_split, split_glued
from app.language.spelling import SLIP_WEIGHT
from app.language.transliteration import to_cyrillic
from app.language.words import TokenKind, is_function_word

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.language.analysis import Token
    from app.search.lexicon import Lexicon

MIN_LETTERS = 3  # of a word that is mended; shorter ones mean too many things
MIN_LONG_NAME = 7  # Latin letters of a word that is not mistaken for another by one slip
MAX_WORDS = 12  # in Latin letters that are read as Russian
MISSED_SPACE = 0.5  # what a forgotten space costs, in slips
LITTLE = 10  # times that a function word must be commoner than a Latin word spelled as it is
WORSE = 0.5  # logarithm of how much commoner a word must be than one that is spelled better
MAX_MENDED = 8  # words of one query; more unknown ones are not a slip of the hand
CODES = {TokenKind.CODE, TokenKind.NUMBER}

_LATIN = re.compile("[0-9']*[A-Za-z][A-Za-z0-9']*")  # «4ek», «podderzhk'y»
_RUSSIAN = re.compile("[а-яё]+(?:-[а-яё]+)*")
_LATIN_WORD = re.compile("[a-z]+")
_HYPHENS = re.compile("(-)")
_LETTERS = re.compile(r"[^\W\d_]+")
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


def mend(text: str, lexicon: Lexicon) -> Mended | None:
    """Return the query as it was probably meant, or None when nothing has to be changed.

    Only words that neither the index nor the dictionary has are touched; numbers and codes never.
    """
    return (
        _switched(text, lexicon)
        or _transliterated(text, lexicon)
        or _word_by_word(text, lexicon, is_latin=_is_all_unknown_latin(text, lexicon))
    )


def _is_all_unknown_latin(text: str, lexicon: Lexicon) -> bool:
    words = text.split()
    return not characters.is_cyrillic(text) and not any(_is_known(w, lexicon) for w in words)


def _switched(text: str, lexicon: Lexicon) -> Mended | None:
    """«jgkfnf rfhnjq»: most words are unknown, and words in the other layout."""
    words = [word for word in text.split() if any(map(str.isalpha, word))]
    known = sum(_is_known(w, lexicon) and not is_function_word(switch_layout(w)) for w in words)
    if not words or 2 * known > len(words) - 1:
        return None
    switched = " ".join(_switched_word(word, lexicon) for word in text.split())
    if not _is_mostly_real(switched, text, lexicon):
        return None
    return _then_word_by_word(switched, Change("layout", text, switched), lexicon)


def _switched_word(word: str, lexicon: Lexicon) -> str:
    """The word in the other layout; what is a word or code as it stands, and none so, stays."""
    return "".join(_switched_part(part, lexicon) for part in _HYPHENS.split(word))


def _switched_part(part: str, lexicon: Lexicon) -> str:
    switched = switch_layout(part)
    runs = [run.lower() for run in _LETTERS.findall(switched)]
    if any(map(str.isdecimal, part)):
        runs = [run for run in runs if len(run) >= MIN_LETTERS]
        return switched if runs and all(_is_real(run, lexicon) for run in runs) else part
    if not _is_known(part, lexicon) or any(map(is_function_word, runs)):
        return switched
    frequency = lexicon.vocabulary.get(part.lower(), 0)
    return switched if any(lexicon.vocabulary.get(r, 0) >= frequency for r in runs) else part


def _is_mostly_real(switched: str, text: str, lexicon: Lexicon) -> bool:
    """Whether most of what was switched are words; little ones say something only by themselves."""
    kept = text.lower().split()
    tokens = [token for token in analyse(switched) if not token.part and token.kind not in CODES]
    new = [token.exact for token in tokens if not token.filler and token.exact not in kept]
    long = [word for word in new if len(word) >= MIN_LETTERS] or new
    return 2 * sum(_is_real(word, lexicon) for word in long) > len(long)


def _transliterated(text: str, lexicon: Lexicon) -> Mended | None:
    """«zabyl parol ot kabineta»: Russian in Latin letters, its little words too."""
    if characters.is_cyrillic(text):
        return None
    words = _LATIN.findall(text)[:MAX_WORDS]
    read = {word: _cyrillic(word, lexicon) for word in words}
    if 2 * sum(map(bool, read.values())) <= len(
        read
    ):  # hardly Russian: «tax free», «run wordpress»
        read = {word: reading for word, reading in read.items() if _is_listed(reading, lexicon)}
    unknown = [w for w in read if len(w) >= MIN_LETTERS and not _is_known(w, lexicon)]
    if not any(read[word] for word in unknown):
        return None
    meant = _LATIN.sub(lambda match: read.get(match[0]) or match[0], text)
    return _then_word_by_word(meant, Change("translit", text, meant), lexicon, is_latin=True)


def _is_listed(reading: str | None, lexicon: Lexicon) -> bool:
    return reading is not None and _is_known(reading, lexicon)


def _then_word_by_word(
    text: str, change: Change, lexicon: Lexicon, *, is_latin: bool = False
) -> Mended:
    more = _word_by_word(text, lexicon, is_latin=is_latin)
    return Mended(more.text, (change, *more.changes)) if more else Mended(text, (change,))


def _word_by_word(text: str, lexicon: Lexicon, *, is_latin: bool) -> Mended | None:
    """Mend what is unknown; `is_latin`: words that are left in Latin letters may be Russian."""
    changes: list[Change] = []
    mended, at = "", 0
    tokens = [token for token in analyse(text) if not token.part]
    for number in _unknown(text, tokens, lexicon):
        found = _change(text, tokens, number, lexicon, is_latin=is_latin)
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
        and len(text[slice(*_keys(text, token))]) >= MIN_LETTERS
        and not _is_known(token.exact, lexicon)
    ][:MAX_MENDED]


def _change(
    text: str, tokens: Sequence[Token], number: int, lexicon: Lexicon, *, is_latin: bool
) -> tuple[int, int, Change] | None:
    """The first reading of an unknown word, and the part of the text that it replaces."""
    token = tokens[number]
    for left, right in pairwise(tokens[max(number - 1, 0) : number + 2]):
        joined = _joined(left.exact, right.exact, lexicon)
        if joined:
            return left.start, right.end, Change("space", text[left.start : right.end], joined)
    if _is_in_dictionary(token.exact):
        return None
    start, end = _keys(text, token)
    switched = switch_layout(text[start:end]).strip(".,!?").lower()
    if _is_word(switched) and _is_surely_real(switched, lexicon):
        return start, end, Change("layout", text[start:end], switched)
    if token.kind in CODES:
        return None
    for kind, meant in _readings(token.exact, lexicon, is_latin=is_latin):
        return token.start, token.end, Change(kind, text[token.start : token.end], meant)
    return None


def _joined(left: str, right: str, lexicon: Lexicon) -> str | None:
    if not (_RUSSIAN.fullmatch(left) and _RUSSIAN.fullmatch(right)):
        return None
    joined = left + right
    if joined in lexicon.vocabulary and len(right) >= MIN_LETTERS:  # «под ключить»
        return joined
    found = join_split(left, right, lexicon.vocabulary)
    is_torn = not _is_in_dictionary(left) and not _is_in_dictionary(right)
    return found if found and (is_torn or lexicon.knows(found)) else None


def _readings(exact: str, lexicon: Lexicon, *, is_latin: bool) -> Iterator[tuple[str, str]]:
    """What an unknown word may mean, the surest reading first."""
    if len(exact) < MIN_LETTERS:
        return
    if characters.is_latin(exact):
        cyrillic = _cyrillic(exact, lexicon)
        if cyrillic and (is_latin or _is_listed(cyrillic, lexicon)):
            yield "translit", cyrillic
    likely = [*_respelled(exact, lexicon), *_parted(exact, lexicon)]
    yield from ((kind, meant) for _, kind, meant in sorted(likely, reverse=True))
    if is_latin and characters.is_latin(exact):
        for word in to_cyrillic(exact)[:3]:
            found = lexicon.speller.suggest(word, limit=1)
            yield from (("translit", correction.word) for correction in found)


def _respelled(exact: str, lexicon: Lexicon) -> Iterator[tuple[float, str, str]]:
    """The likeliest correction; a Latin word may be a name, and is corrected of small slips only."""
    for found in lexicon.speller.suggest(exact, limit=1):
        allowed = ANY if len(exact) >= MIN_LONG_NAME else NEXT_KEY
        if not characters.is_latin(exact) or slip_cost(exact, found.word) <= allowed:
            yield found.likelihood, "typo", found.word


def _parted(exact: str, lexicon: Lexicon) -> Iterator[tuple[float, str, str]]:
    """The words that were glued together, as likely as the rarest of them that tells something."""
    words = (split_glued(exact, lexicon.vocabulary) or ()) if _RUSSIAN.fullmatch(exact) else ()
    if not words or any(len(word) == 1 for word in words[1:]):
        return
    telling = [word for word in words if not is_function_word(word)] or words
    rarest = min(lexicon.vocabulary.get(word, 0) for word in telling)
    slips = SLIP_WEIGHT * MISSED_SPACE * (len(words) - 1)
    yield log(rarest + 1) - slips, "space", " ".join(words)


def _cyrillic(word: str, lexicon: Lexicon) -> str | None:
    """The best Cyrillic reading: of the index, if it has it more often, or of the dictionary."""
    exact = word.lower()
    least = lexicon.vocabulary.get(exact, 0)
    readings = [reading for reading in to_cyrillic(exact) if _is_real(reading, lexicon)]
    if readings and is_function_word(readings[0]):
        little = lexicon.vocabulary.get(readings[0], 0)
        return readings[0] if little >= LITTLE * least or is_function_word(exact) else None
    listed = [reading for reading in readings if lexicon.vocabulary.get(reading, 0) > least]
    if listed:
        return max(
            enumerate(listed), key=lambda r: log(lexicon.vocabulary[r[1]] + 1) - WORSE * r[0]
        )[1]
    return readings[0] if readings and not least else None


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


def _is_letters(exact: str) -> bool:
    """Whether a code has no digit: «gjlrk.xbnm» looks like a file's name."""
    return not any(map(str.isdecimal, exact))


def _is_word(text: str) -> bool:
    return text.isalpha() and (characters.is_cyrillic(text) or bool(_LATIN_WORD.fullmatch(text)))


def _is_real(word: str, lexicon: Lexicon) -> bool:
    """Whether the index or the dictionary has the word."""
    return _is_known(word, lexicon) or _is_in_dictionary(word)


def _is_surely_real(word: str, lexicon: Lexicon) -> bool:
    """Whether the index or the dictionary has a word that no name and no abbreviation looks like."""
    return len(word) > MIN_LETTERS and _is_real(word, lexicon)


def _is_in_dictionary(word: str) -> bool:
    return bool(_RUSSIAN.fullmatch(word)) and morphology.is_known(word)


def _is_known(word: str, lexicon: Lexicon) -> bool:
    return lexicon.recognises(word)
