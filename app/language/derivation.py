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


@cache
def _keys() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, members in rows("families.tsv"):
        for member in members.split(" "):
            found[member] = (*found.get(member, ()), key)
    return found
