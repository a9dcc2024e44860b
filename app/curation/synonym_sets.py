"""Synonyms as editors see them: the operator's own, the reviewed ones, and changes of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.curation import previews, query_trend
from app.language.analysis import lemma_key
from app.search import own_synonyms, synonyms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.articles.snapshot import Snapshot
    from app.curation.previews import Preview
    from app.search.models import SynonymSet
    from app.search.searcher import Searcher
    from app.search.synonyms import SameMeaning

MOST_SHOWN: Final = 100  # reviewed sets on one page


@dataclass(frozen=True)
class Sets:
    """The sets that fit what was looked for; `more` reviewed ones are not shown."""

    own: Sequence[SynonymSet]
    reviewed: Sequence[SameMeaning]
    more: int


def find(text: str = "") -> Sets:
    """Return the sets with a member that holds `text`, or its words in any form; all without."""
    own = [one for one in own_synonyms.everything() if _holds([*one.words, *one.wider], text)]
    fitting = [one for one in synonyms.reviewed_sets() if _holds([*one.words, *one.wider], text)]
    return Sets(own, fitting[:MOST_SHOWN], max(0, len(fitting) - MOST_SHOWN))


def add(
    searcher: Searcher, snapshot: Snapshot, words: Sequence[str], wider: Sequence[str]
) -> Preview:
    """Add a set; what it changes counts as seen. Raises DomainError."""
    told = previews.adding_synonyms(searcher, snapshot, words, wider)
    own_synonyms.add(words, wider)
    _accept(searcher, told)
    return told


def remove(searcher: Searcher, snapshot: Snapshot, number: int) -> Preview:
    """Forget a set; what that changes counts as seen. Raises NotFound."""
    told = previews.removing_synonyms(searcher, snapshot, number)
    own_synonyms.remove(number)
    _accept(searcher, told)
    return told


def _accept(searcher: Searcher, told: Preview) -> None:
    changed = [one.watched for one in told.changed]
    query_trend.accept(searcher.trial(own_synonyms.in_use()), changed)


def _holds(members: Sequence[str], text: str) -> bool:
    if not text:
        return True
    wanted = {text.casefold(), lemma_key(text)}
    return any(text.casefold() in m.casefold() or lemma_key(m) in wanted for m in members)
