"""The searcher: keeps the index in step with the articles, and answers queries from it."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from app import clock
from app.accounts.roles import readable
from app.articles.library import Library
from app.search import indexing, pins, ranking, suggestions, upkeep
from app.search.engines.base import Filter
from app.search.explanation import explain
from app.search.folding import first, fold, language_of
from app.search.fusion import Near
from app.search.lexicon import Lexicon
from app.search.likeness import wholes
from app.search.listing import Found, Page, page_of
from app.search.meaning import NO_ENCODER
from app.search.query import with_neighbours
from app.search.reading import read
from app.search.related import Alike
from app.search.results import (
    Fragment,
    Fragments,
    IndexStatus,
    Result,
    Results,
    Suggestion,
    SyncReport,
)
from app.search.synonyms import more, reviewed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from app.accounts.roles import Reader
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.encoders.base import Vectors
    from app.search.engines.base import Engine, Hits
    from app.search.meaning import Meaning
    from app.search.nearness import Nearness
    from app.search.pins import Pinned
    from app.search.query import Query
    from app.search.ranking import Weights
    from app.search.synonyms import SameMeaning

    Progress = Callable[[int, int], None]

__all__ = ["Fragment", "Fragments", "Result", "Results", "Searcher", "Suggestion", "SyncReport"]

CANDIDATES = 100  # articles that the second stage looks at
RANKS_SMOOTHED = 60  # of two lists that are fused, so that their first places do not decide alone
LEAST_MEANT = 2  # telling words of what is found by meaning alone: nonsense is near to something


class Searcher:
    """Answers over one engine, by meaning too if there is one; `library` gives titles."""

    def __init__(self, library: Library, engine: Engine, meaning: Meaning | None = None) -> None:
        self._library = library
        self._engine = engine
        self._meaning = meaning
        self._alike = Alike(engine, meaning)
        self._own_synonyms: tuple[SameMeaning, ...] = ()
        self._synonyms = reviewed()
        self._helpfulness: Mapping[str, float] = {}
        self._weights = ranking.WEIGHTS
        self._pins = pins.NOTHING
        self._known = Lexicon({}, engine.frequency, self._synonyms)

    def find(
        self,
        text: str,
        reader: Reader,
        *,
        lang: str = "ru",
        category: str | None = None,
        page: int = 1,
        per_page: int = 10,
        literal: bool = False,
        explained: bool = False,
    ) -> Results:
        """Answer a query with one page of results; any text gives an ordinary answer.

        Only where it is to be `explained`, the answer tells what was done with the query.
        """
        started = time.perf_counter()
        where, shown = Filter(readable(reader), category or None), Page.of(page, per_page)
        stands = self._stands(where)
        reading = read(text, self._lexicon(), stands, literal=literal)
        found = self._found(reading.query, where, max(CANDIDATES, shown.end), lang)
        ids = (found.hits.article_ids[c] for c in found.order[shown.first : shown.end])
        answer = page_of(reading, found, shown, self._still_readable(ids, where))
        if explained:
            told = explain(found.query, reading, self._synonyms, stands)
            answer = replace(answer, explanation=told)
        return replace(
            answer,
            filter=where.category,
            state="ready" if answer.results else self._engine.stats().state,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def similar(
        self, subject: str, story: str, reader: Reader, *, lang: str = "ru", limit: int = 5
    ) -> tuple[Result, ...]:
        """Find what may already answer a ticket: by its subject, by all its words, or both.

        The two lists are fused by reciprocal ranks (Cormack et al. 2009).
        """
        lists = [
            self.find(text, reader, lang=lang, literal=literal).results
            for text, literal in ((subject, False), (f"{subject} {story}", True))
        ]
        scores: dict[str, float] = {}
        for found in lists:
            for result in found:
                before = scores.get(result.article_id, 0.0)
                scores[result.article_id] = before + 1 / (RANKS_SMOOTHED + result.rank)
        shown = {result.article_id: result for result in chain(*reversed(lists))}
        best = sorted(scores, key=lambda article_id: -scores[article_id])
        return tuple(shown[article_id] for article_id in best[:limit])

    def complete(
        self, text: str, reader: Reader, *, lang: str = "ru", limit: int = 5
    ) -> list[Suggestion]:
        """Suggest titles and questions for a query being typed; its last word may be unfinished."""
        where = Filter(readable(reader))
        found = suggestions.complete(self._engine, self._lexicon(), text, where, limit=2 * limit)
        readables = self._still_readable(found.hits.article_ids, where)
        order = fold(found.hits, ranking.rank(found.hits).order, lang)
        articles = filter(None, (readables.get(found.hits.article_ids[i]) for i in order))
        shown = (suggestions.suggestion(article, found) for article in articles)
        return list(islice(filter(None, shown), limit))

    def related(self, article: Article, reader: Reader, limit: int = 4) -> list[str]:
        """Return ids of articles to read next: those it names, then those about the same."""
        where = Filter(readable(reader))
        named = list(self._still_readable(article.related, where))
        if len(named) >= limit:
            return named[:limit]
        alike = self._still_readable(self._alike.to(article, where, self._lexicon()), where)
        same = {a.id for a in self._library.snapshot.translations(article)} | {article.id, *named}
        others = (i for i, a in alike.items() if i not in same and a.lang == article.lang)
        return [*named, *others][:limit]

    def wholes(self) -> tuple[list[str], Vectors] | None:
        """Return a vector of each article as a whole, to compare them with; None without."""
        sections = self._meaning.sections() if self._meaning else None
        return wholes(sections) if sections and len(sections.table) else None

    def use_synonyms(self, own: tuple[SameMeaning, ...]) -> None:
        """Know the operator's synonyms too, from the next query on."""
        if own == self._own_synonyms:
            return
        synonyms = more(reviewed(), own)
        lexicon = Lexicon(self._engine.vocabulary(), self._engine.frequency, synonyms)
        lexicon.prepare()  # by the caller, so that no search waits for it
        self._known, self._synonyms, self._own_synonyms = lexicon, synonyms, own

    def trial(
        self,
        own: tuple[SameMeaning, ...] | None = None,
        weights: Weights | None = None,
        pinned: Pinned | None = None,
        articles: Sequence[Article] = (),
    ) -> Searcher:
        """Return a searcher with other synonyms, weights or pins, or to which `articles` are so.

        It shares index and vectors, and this one goes on as it is.
        """
        other = copy(self)
        other._try(own, weights, pinned)  # noqa: SLF001  a copy of this one
        if articles:
            other._try_articles(articles)  # noqa: SLF001
        return other

    def use_pins(self, pinned: Pinned) -> None:
        """Let what editors have pinned stand first, from the next query on."""
        self._pins = pinned

    def answers_alike(self, other: Searcher, text: str, reader: Reader) -> bool:
        """Whether a trial of this searcher surely gives the same answer: it reads `text` alike."""
        if other._engine is not self._engine or other._weights != self._weights:
            return False
        stands = self._stands(Filter(readable(reader)))
        mine, theirs = (
            read(text, one._lexicon(), stands, literal=False).query  # noqa: SLF001
            for one in (self, other)
        )
        return mine == theirs and self._pins.of(mine.text) == other._pins.of(mine.text)

    def use_helpfulness(self, votes: Mapping[str, float]) -> None:
        """Heed what votes say of articles by id (-1 to 1), from the next query on."""
        self._helpfulness = votes

    def sync(self, snapshot: Snapshot, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with `snapshot`; unchanged articles are not touched."""
        return upkeep.sync(self._engine, snapshot, progress)

    def sync_meaning(self, snapshot: Snapshot, progress: Progress | None = None) -> int:
        """Make the encoder ready and the vectors fresh; return how many articles it encoded.

        Takes long the first time and holds nothing up. Without an encoder there is nothing to do.
        """
        if self._meaning is None:
            return 0
        self._meaning.load()
        if self._meaning.problem:
            return 0
        return self._meaning.sync(snapshot, self._engine.lemmas, progress)

    def prepare_words(self) -> None:
        """Lay out the words of the last commit now, so that no search waits for it."""
        self._lexicon().prepare()

    def load(self) -> None:
        """Make the encoder ready now; without this, and until `sync_meaning`, words alone find."""
        if self._meaning:
            self._meaning.load()

    def rebuild(self, progress: Progress | None = None) -> SyncReport:
        """Build the index anew from the library; the old one answers meanwhile."""
        snapshot = self._library.refresh()
        with self._engine.writing():
            return upkeep.replace(self._engine, snapshot, progress)

    def status(self) -> IndexStatus:
        """Tell how the index is."""
        stats = self._engine.stats()
        return IndexStatus(
            stats.state,
            stats.documents,
            stats.articles,
            stats.version,
            stats.updated_at,
            stats.problem,
            stats.memory_bytes,
            self._meaning.problem if self._meaning else NO_ENCODER,
        )

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.close()

    def _try(
        self,
        own: tuple[SameMeaning, ...] | None,
        weights: Weights | None,
        pinned: Pinned | None,
    ) -> None:
        if own is not None and own != self._own_synonyms:
            self._own_synonyms, self._synonyms = own, more(reviewed(), own)
        self._weights = weights or self._weights
        self._pins = pinned or self._pins

    def _try_articles(self, articles: Sequence[Article]) -> None:
        now = clock.now()
        shown = [one for one in articles if one.visibility(now) != "unpublished"]
        hidden = {one.id for one in articles} - {one.id for one in shown}
        self._library = Library.of(self._library.snapshot.having(articles))
        self._engine = self._engine.trial()
        self._engine.put(indexing.entries(shown), hidden)

    def _found(self, query: Query, where: Filter, limit: int, lang: str) -> Found:
        query, nearness = self._meant(query)
        pinned = self._pinned(query.text)
        hits = self._hits(query, where, limit, nearness, pinned)
        if query.phrases and not hits.total:
            query = replace(query, phrases=())
            hits = self._hits(query, where, limit, nearness, pinned)
        near = Near(query, *nearness.of(hits.article_ids)) if nearness else None
        ranked = ranking.rank(hits, near, self._helpful(hits), self._weights)
        order, count = first(hits, ranked.order, pinned)
        folded = fold(hits, order, language_of(query.text, lang))
        return Found(query, hits, ranked, folded, count)

    def _pinned(self, text: str) -> dict[str, str]:
        """The articles pinned to a query and their translations, each with no anchor."""
        snapshot = self._library.snapshot
        articles = (snapshot.find(article_id) for article_id in self._pins.of(text))
        return {a.id: "" for one in articles if one for a in (one, *snapshot.translations(one))}

    def _meant(self, query: Query) -> tuple[Query, Nearness | None]:
        """Add the neighbours of the query's words, and say how near all is to it."""
        words = [group.word for group in query.telling]
        found = self._meaning.ask(query.text, words) if self._meaning and words else None
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
        if nearness is None or self._meaning is None or len(query.telling) < LEAST_MEANT:
            return self._engine.find(query, where, limit=limit, also=pinned)
        readable_ids = self._engine.article_ids(Filter(where.visibilities))
        also = nearness.found(self._meaning.allowed(nearness, readable_ids))
        return self._engine.find(query, where, limit=limit, also={**pinned, **also})

    def _helpful(self, hits: Hits) -> NDArray[np.float32] | None:
        """What the votes say of each candidate, if they say anything at all."""
        if not self._helpfulness:
            return None
        say = (self._helpfulness.get(article_id, 0.0) for article_id in hits.article_ids)
        return np.fromiter(say, np.float32, len(hits.article_ids))

    def _stands(self, where: Filter) -> Callable[[str], bool]:
        """Tell of a term whether such a reader may see it anywhere, in whatever category."""
        anywhere = Filter(where.visibilities)
        return lambda term: self._engine.stands(term, anywhere)

    def _lexicon(self) -> Lexicon:
        """Return the words known at this moment; made anew only after a change of them."""
        vocabulary, known = self._engine.vocabulary(), self._known
        if known.vocabulary is not vocabulary or known.synonyms is not self._synonyms:
            known = self._known = Lexicon(vocabulary, self._engine.frequency, self._synonyms)
        return known

    def _still_readable(self, article_ids: Iterable[str], where: Filter) -> dict[str, Article]:
        """Those that may be read at this moment: the index can be a few seconds behind."""
        now, articles = clock.now(), self._library.snapshot.articles
        found = {i: articles[i] for i in article_ids if i in articles}
        return {i: a for i, a in found.items() if a.visibility(now) in where.visibilities}
