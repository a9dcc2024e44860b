"""Words that a growing help centre adds: forms of the dictionary, product names, codes."""

from __future__ import annotations

from functools import cache
from random import Random

from app.language import morphology
from app.language.tables import rows

# Heaps' law, V = K·n^β: our hundred articles have about 9,000 forms, and Russian texts β near 0.6.
FORMS_OF_A_HUNDRED = 9_000
HEAPS = 0.6
KINDS = 20  # of twenty new forms:
NAMED, CODED = 14, 17  # 14 are of the dictionary, 3 are products' names, 3 codes and numbers

_ENDINGS = ("", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах")
_SYLLABLES = ("ква", "лин", "то", "рем", "бус", "ди", "сон", "вик", "ра", "мел", "топ", "ни")
_LATIN = ("qu", "lin", "to", "rem", "bus", "dy", "son", "vik", "ra", "mel", "top", "ny")


def known_forms(articles: int) -> int:
    """How many forms of this module the first `articles` articles know."""
    return max(0, round(FORMS_OF_A_HUNDRED * ((articles / 100) ** HEAPS - 1)))


@cache
def form(number: int) -> str:
    """The form of a number, always the same."""
    turn, kind = divmod(number, KINDS)
    if kind < NAMED:
        return _dictionary_form(turn * NAMED + kind)
    return _name(turn * 3 + kind) if kind < CODED else _code(turn * 3 + kind, kind)


def _dictionary_form(number: int) -> str:
    lemmas = _lemmas()
    forms = _forms(lemmas[number % len(lemmas)])
    return forms[(number // len(lemmas)) % len(forms)]


@cache
def _lemmas() -> list[str]:
    members = sorted({lemma for row in rows("families.tsv") for lemma in row[1].split(" ")})
    Random(1).shuffle(members)
    return members


@cache
def _forms(lemma: str) -> tuple[str, ...]:
    parsed = morphology.analyzer().parse(lemma)[0]
    return tuple(dict.fromkeys(found.word for found in parsed.lexeme))


def _name(number: int) -> str:
    number, ending = divmod(number, len(_ENDINGS))
    syllables = _LATIN if number % 3 == 0 else _SYLLABLES
    picked = Random(number).choices(syllables, k=3)
    word = "".join(picked) if syllables is _LATIN else "".join(picked) + "к" + _ENDINGS[ending]
    return f"{word.capitalize()}{number // 1728 or ''}"


def _code(number: int, kind: int) -> str:
    if kind == CODED:
        return f"E-{1000 + number}"
    if kind == CODED + 1:
        return f"v{number // 400}.{number // 20 % 20}.{number % 20}"
    return str(100 + number)
