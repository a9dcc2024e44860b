"""Which words of a query stand where in an article, and in which way they were found there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app import clock
from app.search.documents import FIELDS, entry
from app.search.explanation import WAYS, Way

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.articles.article import Article
    from app.search.documents import Document
    from app.search.query import Group


@dataclass(frozen=True, slots=True)
class Standing:
    """A word of the query, and the surest way in which each field of an article holds it.

    Without `fields` the article has nothing like it: then meaning alone speaks for it.
    """

    word: str
    fields: Mapping[str, Way]


def standings(groups: Iterable[Group], article: Article) -> list[Standing]:
    """Return where the article holds each word that was searched for, title first."""
    documents = entry(article, clock.now()).documents
    return [Standing(group.word, _fields(group, documents)) for group in groups]


def _fields(group: Group, documents: Iterable[Document]) -> dict[str, Way]:
    found: dict[str, Way] = {}
    for field in FIELDS:
        terms = [
            document.fields[field].keys() for document in documents if field in document.fields
        ]
        for alternative in sorted(group.alternatives, key=lambda a: -a.weight):
            if any(all(t in known for t in alternative.term.split(" ")) for known in terms):
                found[field] = WAYS.get(alternative.layer, Way.SYNONYM)
                break
    return found
