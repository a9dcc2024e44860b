"""Word families: verb, noun and participle of one root and prefix (оплатить, оплата)."""

import re
from functools import cache

from app.language.tables import rows

# Loan words that the dictionary lacks: «валидация», «хешировать», «сериализация».
_LOAN = re.compile("(.{3,}?)(?:ироваться|ировать|ирование|ировка|ация|оваться|овать|ование)")


def families(lemma: str) -> tuple[str, ...]:
    """The keys of the families that a lemma (ё written е) belongs to; empty when none is known."""
    found = _keys().get(lemma)
    if found is None and (loan := _LOAN.fullmatch(lemma)):
        return (f"{loan[1]}ировать",)
    return found or ()


def members(key: str) -> tuple[str, ...]:
    """The lemmas of a family; empty when it is not listed."""
    return tuple(_members().get(key, "").split())


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, listed in _members().items():
        for member in listed.split(" "):
            found[member] = (*found.get(member, ()), key)
    return found


@cache
def _members() -> dict[str, str]:
    """Key → words with spaces between."""
    return dict(rows("families.tsv"))
