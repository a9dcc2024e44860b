"""The words of a query that tell what it is about; pure."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from app.language.analysis import TokenKind, analyse

if TYPE_CHECKING:
    from app.language.analysis import Token

NOT: Final = "не"  # stands for any «не» and «нет»: something does not happen, or is missing
LONGEST_QUERY: Final = 500  # characters that are looked at
WORDINGS: Final = 65_536  # kept: a night's queries are the last night's, mostly

MOST_WORDS: Final = 12  # of a query; who writes more tells a story
LONGEST_WORD: Final = 40  # characters

_MASKED = re.compile(r"\[(?:телефон|карта|e-mail|СНИЛС|ИНН|паспорт)\]")
_NEGATIONS: Final = frozenset({"не", "нет", "ни"})
_WITHOUT: Final = "без"
_OWN_DIGITS: Final = 5  # from which on a number is somebody's order or sum, and no error's code


@lru_cache(WORDINGS)
def telling_words(query: str) -> frozenset[str]:
    """Return the families of a query's telling words; empty when it has none.

    «приходит» and «пришёл» are one word. «Не» and «нет» count once, whatever they stand by; «без»
    makes its word another one. Fillers, masked data and order numbers tell nothing.
    """
    found: list[str] = []
    without = False
    for token in analyse(_MASKED.sub(" ", query[:LONGEST_QUERY])):
        if token.exact == _WITHOUT:
            without = True
        elif token.exact in _NEGATIONS:
            found.append(NOT)
        elif not token.part and not token.filler and not _is_own_number(token):
            found.append(f"{_WITHOUT} {_family(token)}" if without else _family(token))
            without = False
    words = frozenset(found[:MOST_WORDS])
    return words if words - {NOT} else frozenset()


def _family(token: Token) -> str:
    """Return the family that a noun shares with its verb: «смена» and «сменить», «возврат»."""
    if not token.families:
        return token.lemmas[0][:LONGEST_WORD]
    lemma = token.lemmas[0]
    nearest = min(token.families, key=lambda family: (-_in_common(family, lemma), family))
    return _first_family(nearest)[:LONGEST_WORD]


@lru_cache(WORDINGS)
def _first_family(verb: str) -> str:
    return min((family for token in analyse(verb) for family in token.families), default=verb)


def _in_common(one: str, other: str) -> int:
    """Return with how many letters both begin."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _is_own_number(token: Token) -> bool:
    is_code = token.kind in {TokenKind.NUMBER, TokenKind.CODE}
    return is_code and not any(c.isalpha() for c in token.exact) and _digits(token) >= _OWN_DIGITS


def _digits(token: Token) -> int:
    return sum(c.isdigit() for c in token.exact)
