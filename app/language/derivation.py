"""Word families: verb, noun and participle of one root and prefix (оплатить, оплата)."""

from functools import cache

from app.language.tables import rows


def families(lemma: str) -> tuple[str, ...]:
    """The keys of the families that a lemma belongs to; empty when none is known."""
    return _members().get(lemma, ())


@cache
def _members() -> dict[str, tuple[str, ...]]:
    return {}
