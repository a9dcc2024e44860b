"""What to read after an article: what it names, then what is about the same."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.search.likeness import like
from app.search.query import understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.articles.article import Article
    from app.search.engines.base import Engine, Filter
    from app.search.lexicon import Lexicon
    from app.search.meaning import Meaning
    from app.search.nearness import Sections

WANTED: Final = 24  # of each list: translations and what nobody may read any more fall out later
FIRST: Final = 5  # how much more the first of a list counts than those after it
KEPT: Final = 2_000  # articles whose list is kept, by group of readers; about 2 MB

Key = tuple[str, str, "Filter"]


@dataclass(frozen=True, slots=True)
class _Kept:
    lexicon: Lexicon | None
    sections: Sections | None
    lists: dict[Key, tuple[str, ...]]


class Alike:
    """Articles by their likeness to one, found once for each revision and group of readers."""

    def __init__(self, engine: Engine, meaning: Meaning | None) -> None:
        self._engine = engine
        self._meaning = meaning
        self._kept = _Kept(None, None, {})

    def to(self, article: Article, where: Filter, lexicon: Lexicon) -> tuple[str, ...]:
        """Return ids of articles like this one that `where` lets through, the likest first."""
        sections = self._meaning.sections() if self._meaning else None
        kept = self._lists(lexicon, sections)
        key = (article.id, article.revision, where)
        found = kept.get(key)
        if found is None:
            found = kept[key] = self._find(article, where, lexicon, sections)
        return found

    def _lists(self, lexicon: Lexicon, sections: Sections | None) -> dict[Key, tuple[str, ...]]:
        """The lists kept for this index and these vectors; begun anew when there are too many."""
        kept = self._kept
        if kept.lexicon is not lexicon or kept.sections is not sections or len(kept.lists) >= KEPT:
            kept = self._kept = _Kept(lexicon, sections, {})
        return kept.lists

    def _find(
        self, article: Article, where: Filter, lexicon: Lexicon, sections: Sections | None
    ) -> tuple[str, ...]:
        query = understand(" ".join([article.title, *article.tags, article.summary]), lexicon)
        by_words = self._engine.find(query, where, limit=WANTED).article_ids
        if sections is None:
            return by_words
        allowed = sections.mask(self._engine.article_ids(where))
        return fused(by_words, like(sections, article.id, allowed)[:WANTED])


def fused(*lists: Sequence[str]) -> tuple[str, ...]:
    """Put ranked lists into one by their reciprocal ranks (Cormack et al., SIGIR 2009)."""
    scores: dict[str, float] = defaultdict(float)
    for ranked in lists:
        for rank, article_id in enumerate(ranked):
            scores[article_id] += 1 / (FIRST + rank)
    return tuple(sorted(scores, key=lambda article_id: -scores[article_id]))
