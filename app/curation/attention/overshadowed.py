"""Articles one of whose own questions finds another article first.

Numbers: `questions` of that kind; things: the question, the other article, and this one's own rank
as `number` (None: not among the first ten).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.accounts.roles import GUEST, Reader, Role
from app.curation.attention.reasons import Finding, Reason, Thing, first, severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.search.searcher import Searcher

    Ask = Callable[[str, Article], Sequence[str]]  # → ids of what is found, best first

AGENT: Final = Reader(Role.AGENT)  # finds staff's articles too


def ask_with(searcher: Searcher) -> Ask:
    """Return what asks as the article's own readers would."""

    def ask(question: str, article: Article) -> Sequence[str]:
        reader = GUEST if article.open_to == "public" else AGENT
        found = searcher.find(question, reader, lang=article.lang)
        return [result.article_id for result in found.results]

    return ask


def overshadowed(
    articles: Iterable[Article], snapshot: Snapshot, ask: Ask, now: datetime
) -> Iterator[Finding]:
    """Ask every question of the articles, and yield those that are not found first by one."""
    for article in articles:
        same = {other.id for other in snapshot.translations(article)} | {article.id}
        things = [
            Thing(question, found[0], _rank(found, same))
            for question in article.questions
            if (found := ask(question, article)) and found[0] not in same
        ]
        if things:
            how_bad = severity(Reason.OVERSHADOWED, len(things))
            numbers = {"questions": len(things)}
            yield Finding(Reason.OVERSHADOWED, article.id, now, how_bad, numbers, first(things))


def _rank(found: Sequence[str], same: set[str]) -> int | None:
    return next((n for n, article_id in enumerate(found, start=1) if article_id in same), None)
