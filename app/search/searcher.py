"""The searcher: keeps the index in step with the articles, and answers queries from it."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import replace
from itertools import islice
from threading import Lock
from typing import TYPE_CHECKING

from app import clock
from app.accounts.roles import readable
from app.articles.library import Library
from app.search import ranking, suggestions, upkeep
from app.search.engines.base import Filter
from app.search.explanation import explain
from app.search.finder import Finder
from app.search.folding import fold
from app.search.heeded import Heeded
from app.search.lexicon import Lexicon
from app.search.likeness import wholes
from app.search.listing import Page, fused, page_of, results_of
from app.search.moments import Moments
from app.search.reading import offer, read
from app.search.related import Alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.accounts.roles import Reader
    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.encoders.base import Vectors
    from app.search.engines.base import Engine
    from app.search.meaning import Meaning
    from app.search.moments import Moment
    from app.search.pins import Pinned
    from app.search.ranking import Weights
    from app.search.results import IndexStatus, Result, Results, Suggestion, SyncReport
    from app.search.synonyms import SameMeaning

    Progress = Callable[[int, int], None]

CANDIDATES = 100  # articles that the second stage looks at; a list does not go further


class Searcher:
    """Answers over one engine, by meaning too if there is one; `library` gives titles."""

    def __init__(self, library: Library, engine: Engine, meaning: Meaning | None = None) -> None:
        self._library = library
        self._engine = engine
        self._meaning = meaning
        self._alike = Alike(engine, meaning)
        self._heeded = Heeded()
        self._known = Lexicon({}, engine.frequency, self._heeded.synonyms)
        self._moments = Moments()
        self._heeding = Lock()  # two changes of what is heeded must not undo each other
        self._wanted = upkeep.Wanted()

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

        Only where it is to be `explained`, the answer tells what was done with the query, and its
        results what each part adds to their scores.
        """
        started = time.perf_counter()
        where, shown = Filter(readable(reader), category or None), Page.of(page, per_page)
        stands = self._stands(where)
        reading = read(text, self._lexicon(), stands, literal=literal)
        finder = Finder(self._engine, self._meaning, self._heeded, self._library.snapshot)
        found = finder.find(reading.query, where, max(CANDIDATES, shown.size), lang)
        ids = (found.hits.facts(c).article_id for c in found.order[shown.first : shown.end])
        readables = self._still_readable(ids, where)
        results = results_of(found, shown, readables, explained=explained)
        answer = page_of(reading, found, shown, results)
        if explained:
            told = explain(found.query, reading, self._heeded.synonyms, stands)
            meant = offer(reading, self._lexicon(), stands)
            answer = answer._replace(explanation=replace(told, offer=meant))
        return answer._replace(
            filter=where.category,
            state="ready" if answer.results else self._engine.stats().state,
            milliseconds=(time.perf_counter() - started) * 1000,
        )

    def similar(
        self, subject: str, story: str, reader: Reader, *, lang: str = "ru", limit: int = 5
    ) -> tuple[Result, ...]:
        """Find what may already answer a ticket: by its subject, by all its words, or both."""
        lists = [
            self.find(text, reader, lang=lang, literal=literal).results
            for text, literal in ((subject, False), (f"{subject} {story}", True))
        ]
        return fused(*lists)[:limit]

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

    def moment(self) -> Moment:
        """Return what all answers depend on: the same object for as long as they stay the same."""
        snapshot = self._library.snapshot
        meaning = self._meaning.moment() if self._meaning else ()
        parts = (snapshot, self._heeded, *self._engine.moment(), *meaning)
        return self._moments.now(parts, snapshot.passed(clock.now()))

    def use_synonyms(self, own: tuple[SameMeaning, ...]) -> None:
        """Know the operator's synonyms too, from the next query on."""
        with self._heeding:
            heeded = self._heeded.with_synonyms(own)
            if heeded is not self._heeded:
                vocabulary, frequency = self._engine.vocabulary(), self._engine.frequency
                known = Lexicon(vocabulary, frequency, heeded.synonyms, self._known)
                known.prepare()  # by the caller, so that no search waits for it
                self._known, self._heeded = known, heeded

    def use_pins(self, pinned: Pinned) -> None:
        """Let what editors have pinned stand first, from the next query on."""
        with self._heeding:
            self._heeded = self._heeded.with_pins(pinned)

    def use_helpfulness(self, votes: Mapping[str, float]) -> None:
        """Heed what votes say of articles by id (-1 to 1), from the next query on."""
        with self._heeding:
            self._heeded = self._heeded.with_votes(votes)

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
        tried = self._heeded
        tried = tried if own is None else tried.with_synonyms(own)
        tried = tried.with_weights(weights or tried.weights).with_pins(pinned or tried.pins)
        other = copy(self)
        other._heeded, other._moments = tried, Moments()  # noqa: SLF001  a copy of this one
        if articles:
            other._library = Library.of(self._library.snapshot.having(articles))  # noqa: SLF001
            other._engine = upkeep.trial(self._engine, articles)  # noqa: SLF001
        return other

    def answers_alike(self, other: Searcher, text: str, reader: Reader) -> bool:
        """Whether a trial of this searcher surely gives the same answer: it reads `text` alike."""
        mine, theirs = self._heeded, other._heeded
        if other._engine is not self._engine or mine.weights != theirs.weights:
            return False
        stands = self._stands(Filter(readable(reader)))
        asked, tried = (
            read(text, one._lexicon(), stands, literal=False).query  # noqa: SLF001
            for one in (self, other)
        )
        return asked == tried and mine.pins.of(asked.text) == theirs.pins.of(asked.text)

    def sync(self, snapshot: Snapshot, progress: Progress | None = None) -> SyncReport:
        """Bring the index in step with `snapshot`; unchanged articles are not touched."""
        return upkeep.sync(self._engine, snapshot, self._wanted, progress)

    def sync_meaning(self, snapshot: Snapshot, progress: Progress | None = None) -> int:
        """Make the encoder ready and the vectors fresh; return how many articles it encoded.

        Takes long the first time and holds nothing up. Without an encoder there is nothing to do.
        """
        if self._meaning is None:
            return 0
        return upkeep.sync_meaning(self._engine, self._meaning, snapshot, progress)

    def prepare_words(self) -> None:
        """Lay out the words of the last commit now, so that no search waits for it."""
        self._lexicon().prepare()

    def tidy(self) -> None:
        """Gather what many small changes have left in the index; nobody waits for it."""
        self._engine.tidy()

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
        return upkeep.status(self._engine, self._meaning)

    def close(self) -> None:
        """Let go of the index's files."""
        self._engine.close()

    def _stands(self, where: Filter) -> Callable[[str], bool]:
        """Tell of a term whether such a reader may see it anywhere, in whatever category."""
        anywhere = Filter(where.visibilities)
        return lambda term: self._engine.stands(term, anywhere)

    def _lexicon(self) -> Lexicon:
        """Return the words known at this moment; made anew only after a change of them."""
        vocabulary, synonyms = self._engine.vocabulary(), self._heeded.synonyms
        known = self._known
        if known.vocabulary is not vocabulary or known.synonyms is not synonyms:
            known = Lexicon(vocabulary, self._engine.frequency, synonyms, known)
            self._known = known
        return known

    def _still_readable(self, article_ids: Iterable[str], where: Filter) -> dict[str, Article]:
        """Those that may be read at this moment: the index can be a few seconds behind."""
        now, articles, open_to = clock.now(), self._library.snapshot.articles, where.visibilities
        return {
            i: article
            for i in article_ids
            if (article := articles.get(i)) and article.visibility(now) in open_to
        }
