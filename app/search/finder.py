"""From a query to what it finds, in order: by words, by meaning, and what editors have pinned."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from app.language.characters import spoken
from app.search import ranking
from app.search.engines.base import Filter
from app.search.folding import first, fold, language_of
from app.search.fusion import Near
from app.search.listing import Found
from app.search.query import with_neighbours

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from app.articles.snapshot import Snapshot
    from app.search.engines.base import Engine, Hits
    from app.search.heeded import Heeded
    from app.search.meaning import Meaning
    from app.search.nearness import Nearness
    from app.search.query import Query

LEAST_MEANT: Final = 2  # telling words of what is found by meaning alone: nonsense is near to much


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds over one engine, by meaning too if there is one; `snapshot` knows translations."""

    engine: Engine
    meaning: Meaning | None
    heeded: Heeded
    snapshot: Snapshot

    def find(self, query: Query, where: Filter, limit: int, lang: str) -> Found:
        """Return the best `limit` candidates in order, the pinned ones first.

        A phrase that stands nowhere is searched for by its words.
        """
        query, nearness = self._meant(query)
        pinned = self._pinned(query.text)
        hits = self._hits(query, where, limit, nearness, pinned)
        if query.phrases and not hits.total:
            query = replace(query, phrases=())
            hits = self._hits(query, where, limit, nearness, pinned)
        near = Near(query, *nearness.of(hits.article_ids)) if nearness else None
        ranked = ranking.rank(hits, near, self._helpful(hits), self.heeded.weights)
        order, count = first(hits, ranked.order, pinned)
        folded = fold(hits, order, language_of(query.text, lang))
        return Found(query, hits, ranked, folded, count)

    def _pinned(self, text: str) -> dict[str, str]:
        """The articles pinned to a query and their translations, each with no anchor."""
        known = self.snapshot
        articles = (known.find(article_id) for article_id in self.heeded.pins.of(text))
        return {a.id: "" for one in articles if one for a in (one, *known.translations(one))}

    def _meant(self, query: Query) -> tuple[Query, Nearness | None]:
        """Add the neighbours of the query's words, and say how near all is to it."""
        words = [group.word for group in query.telling if not group.is_filler]
        found = self.meaning.ask(spoken(query.wanted), words) if self.meaning and words else None
        if found is None:
            return query, None
        nearness, neighbours = found
        return with_neighbours(query, neighbours), nearness

    def _hits(
        self,
        query: Query,
        where: Filter,
        limit: int,
        nearness: Nearness | None,
        pinned: Mapping[str, str],
    ) -> Hits:
        is_plain = len(query.telling) >= LEAST_MEANT or query.is_english
        if nearness is None or self.meaning is None or not is_plain:
            return self.engine.find(query, where, limit=limit, also=pinned)
        readable_ids = self.engine.article_ids(Filter(where.visibilities))
        also = nearness.found(self.meaning.allowed(nearness, readable_ids))
        return self.engine.find(query, where, limit=limit, also={**pinned, **also})

    def _helpful(self, hits: Hits) -> NDArray[np.float32] | None:
        """What the votes say of each candidate, if they say anything at all."""
        votes = self.heeded.helpfulness
        if not votes:
            return None
        say = (votes.get(article_id, 0.0) for article_id in hits.article_ids)
        return np.fromiter(say, np.float32, len(hits.article_ids))
