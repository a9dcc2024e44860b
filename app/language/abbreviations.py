"""Abbreviations and units: words that are written one way in every case."""

from functools import cache

from app.language.tables import rows


def is_abbreviation(exact: str, *, upper: bool = False) -> bool:
    """Whether the reviewed list has the word; `upper`: it was written in capitals on purpose."""
    spelling = _listed().get(exact)
    return spelling == "any" or (upper and spelling == "upper")


@cache
def _listed() -> dict[str, str]:
    return {row[0]: row[1] for row in rows("abbreviations.tsv")}
