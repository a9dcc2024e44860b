"""Word families: verb, noun and participle of one root and prefix (оплатить, оплата)."""

import re
from functools import cache

from app.language import morphology
from app.language.tables import rows

MIN_ROOT = 4  # letters
_PREFIXES = (
    *("недо", "пере", "пред", "разо", "подо", "пре", "при", "про", "под", "раз", "рас", "обо"),
    *("воз", "вос", "вы", "до", "за", "из", "ис", "на", "не", "об", "от", "по", "со", "с", "у"),
)
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


def without_prefix(lemma: str) -> list[str]:
    """The words that a lemma is with a prefix before them: прождать → ждать, недоплата → плата."""
    rests = (lemma.removeprefix(prefix) for prefix in _PREFIXES if lemma.startswith(prefix))
    return [rest for rest in rests if len(rest) >= MIN_ROOT and morphology.is_known(rest)]


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
