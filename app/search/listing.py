"""From candidates in their order to a page of results."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from app.search.results import Result, Results, SectionHit
from app.search.snippets import mark_words, snippet
from app.search.sureness import UNSURE_BELOW

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.articles.article import Article
    from app.search.engines.base import Hits
    from app.search.query import Query
    from app.search.ranking import Ranking
    from app.search.reading import Reading

MAX_PAGE: Final = 50
RANKS_SMOOTHED: Final = 60  # of fused lists, so that their first places do not decide alone


@dataclass(frozen=True, slots=True)
class Found:
    """What `query` found: numbers of candidates in `order`, the best first, translations folded.

    The first `pinned` of them stand there because an editor wants it.
    """

    query: Query
    hits: Hits
    ranked: Ranking
    order: Sequence[int]
    pinned: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list, from 1 on."""

    number: int
    size: int

    @classmethod
    def of(cls, number: int, size: int) -> Page:
        """The page nearest to `number` that a list may have."""
        return cls(min(max(number, 1), MAX_PAGE), size)

    @property
    def first(self) -> int:
        """How many results stand before it."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        return self.number * self.size

    def count(self, results: int) -> int:
        """The number of pages of so many results."""
        return -(-results // self.size)


def page_of(reading: Reading, found: Found, page: Page, results: Sequence[Result]) -> Results:
    """Return one page of what was found, which shows these results."""
    meant = reading.mended.text if reading.mended else None
    sure = round(found.ranked.sureness(found.order), 4) if found.query.tells else 0.0
    return Results(
        reading.text,
        meant or reading.text,
        correction=meant,
        literal_available=meant is not None,
        total=found.hits.total,
        page=page.number,
        pages=page.count(len(found.order)),
        reach=len(found.order),
        results=tuple(results),
        rescued=found.hits.total > 0 and not reading.typed.is_sure and not found.pinned,
        cut=reading.is_cut,
        by_category=found.hits.by_category,
        sureness=sure,
        unsure=sure < UNSURE_BELOW and not found.pinned,
    )


def results_of(
    found: Found, page: Page, readable: Mapping[str, Article], *, explained: bool
) -> list[Result]:
    """Show the articles of one page that are `readable` at this moment.

    Where they are to be `explained`, each tells what each part adds to its score.
    """
    weights = found.hits.weights.tolist()
    ranked = enumerate(found.order[page.first : page.end], page.first + 1)
    known = ((rank, one, found.hits.facts(one)) for rank, one in ranked)
    shown = [(rank, one, facts) for rank, one, facts in known if facts.article_id in readable]
    sections = found.hits.sections([candidate for _, candidate, _ in shown])
    return [
        Result(
            facts.article_id,
            rank,
            round(found.ranked.scores.item(one), 4),
            mark_words(readable[facts.article_id].title, found.query),
            snippet(best, weights),
            best.section.anchor,
            best.section.heading_path,
            tuple([SectionHit(anchor, heading) for anchor, heading in best.others]),
            facts.category,
            facts.lang,
            found.ranked.explain(one) if explained else {},
            rank <= found.pinned,
        )
        for (rank, one, facts), best in zip(shown, sections, strict=True)
    ]


def fused(*lists: Sequence[Result]) -> tuple[Result, ...]:
    """Put lists into one by their reciprocal ranks (Cormack et al. 2009).

    Of an article in several lists the result of the first one stays.
    """
    scores: dict[str, float] = {}
    shown: dict[str, Result] = {}
    for result in chain(*lists):
        before = scores.get(result.article_id, 0.0)
        scores[result.article_id] = before + 1 / (RANKS_SMOOTHED + result.rank)
        shown.setdefault(result.article_id, result)
    best = sorted(scores, key=lambda article_id: -scores[article_id])
    return tuple(shown[article_id] for article_id in best)
