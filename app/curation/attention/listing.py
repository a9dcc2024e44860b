"""The list «Требует внимания»: articles with all their reasons, sifted, sorted, page by page."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from app import clock
from app.curation import inbox
from app.curation.attention import keeping, snoozes
from app.curation.attention.asked_after import LEAST_TICKETS
from app.curation.attention.commented import commented
from app.curation.attention.flagged import flagged
from app.curation.attention.looking import watched
from app.curation.attention.outdated import outdated
from app.curation.attention.overdue import overdue
from app.curation.attention.reasons import Finding, Reason
from app.feedback import flags

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.curation.attention.models import Snooze

PER_PAGE: Final = 30  # articles
KEPT_FOR: Final = timedelta(minutes=1)  # the count in the navigation, in this process


class Sorting(StrEnum):
    """What stands first."""

    TICKETS = "tickets"
    SEVERITY = "severity"
    DATE = "date"


@dataclass(frozen=True)
class Wanted:
    """Which articles to list; None and "" mean any. `owner` is what the front matter says."""

    reason: Reason | None = None
    category: str = ""
    owner: str = ""
    sorting: Sorting = Sorting.TICKETS
    put_off: bool = False


@dataclass(frozen=True)
class Row:
    """An article with its reasons, the worst first, and how many tickets came after reading it."""

    article: Article
    reasons: Sequence[Finding]
    tickets: int
    put_off: Mapping[Reason, Snooze] = field(default_factory=dict)

    @property
    def severity(self) -> float:
        return self.reasons[0].severity

    @property
    def at(self) -> datetime:
        return max(finding.at for finding in self.reasons)


@dataclass(frozen=True)
class Page:
    """Some rows; how many articles each condition alone would leave; stale ones apart.

    `rechecked` counts articles whose text has changed since they were checked: what was found in
    the old text is not shown.
    """

    rows: Sequence[Row]
    number: int
    pages: int
    total: int
    by_reason: Mapping[Reason, int]
    by_category: Mapping[str, int]
    by_owner: Mapping[str, int]
    rechecked: int


@dataclass(frozen=True)
class Attention:
    """All rows at one moment; made with a few queries however many articles there are."""

    rows: Sequence[Row]
    put_off: Sequence[Row]
    rechecked: int

    def page(self, wanted: Wanted, number: int = 1) -> Page:
        """Return a page, counted from 1; a number beyond gives the last one."""
        every = self.put_off if wanted.put_off else self.rows
        chosen = sorted(_chosen(every, wanted), key=_ORDERS[wanted.sorting])
        pages = max(1, -(-len(chosen) // PER_PAGE))
        number = min(max(number, 1), pages)
        return Page(
            chosen[(number - 1) * PER_PAGE : number * PER_PAGE],
            number,
            pages,
            len(chosen),
            _counted(every, wanted, "reason", lambda row: {f.reason for f in row.reasons}),
            _counted(every, wanted, "category", lambda row: {row.article.category}),
            _counted(every, wanted, "owner", lambda row: {row.article.owner} - {""}),
            self.rechecked,
        )


def attention(snapshot: Snapshot, sees: Callable[[Article], bool] = lambda _: True) -> Attention:
    """Return what wants attention now of the articles that the reader `sees`."""
    today = clock.now().date()
    articles = {i: one for i, one in watched(snapshot).items() if sees(one)}
    kept = [one for one in keeping.kept(snapshot) if one.finding.article_id in articles]
    off = snoozes.active(today)
    found: dict[str, list[Finding]] = defaultdict(list)
    tickets: dict[str, int] = {}
    for finding in (*_fresh(articles), *(one.finding for one in kept if not one.stale)):
        if finding.reason is Reason.TICKETS:
            tickets[finding.article_id] = int(finding.numbers["tickets"])
        if finding.article_id in articles and _counts(finding):
            found[finding.article_id].append(finding)
    open_, put_off = [], []
    for article_id, findings in found.items():
        mine = {
            f.reason: off[key] for f in findings if (key := (article_id, f.reason.value)) in off
        }
        row = _row(articles[article_id], tickets.get(article_id, 0), mine)
        open_ += row([f for f in findings if f.reason not in mine])
        put_off += row([f for f in findings if f.reason in mine])
    rechecked = len({one.finding.article_id for one in kept if one.stale})
    return Attention(open_, put_off, rechecked)


_open: dict[frozenset[str], tuple[datetime, int]] = {}  # by what the reader sees: when, how many


def count_open(
    snapshot: Snapshot, visibilities: frozenset[str], sees: Callable[[Article], bool]
) -> int:
    """Return how many articles want attention, at most a minute ago."""
    now = clock.now()
    made_at, number = _open.get(visibilities, (None, 0))
    if made_at is None or not timedelta() <= now - made_at < KEPT_FOR:
        number = len(attention(snapshot, sees).rows)
        remember_count(visibilities, number)
    return number


def remember_count(visibilities: frozenset[str], number: int) -> None:
    """Keep what somebody has just counted, for the next minute."""
    _open[visibilities] = (clock.now(), number)


def forget_count() -> None:
    """Count anew at the next call: something was done, or this is another database."""
    _open.clear()


def inbound(snapshot: Snapshot, article_ids: Iterable[str]) -> Mapping[str, int]:
    """Return how many other articles name each of these, in their text or as related.

    By the words of the source: an id or a file name that stands in it counts.
    """
    found = dict.fromkeys(article_ids, 0)
    targets = [(target, _signs(target)) for target in map(snapshot.get, found)]
    for other in snapshot.articles.values():
        body = other.body
        for target, signs in targets:
            names = target.id in other.related or any(sign in body for sign in signs)
            found[target.id] += names and other.id != target.id
    return found


def _fresh(articles: Mapping[str, Article]) -> Iterator[Finding]:
    yield from overdue(articles.values(), clock.now().date())
    yield from outdated(articles, clock.now())
    yield from flagged(flags.open_ones())
    yield from commented(inbox.open_by_article())


def _counts(finding: Finding) -> bool:
    return finding.reason is not Reason.TICKETS or finding.numbers["tickets"] >= LEAST_TICKETS


def _row(
    article: Article, tickets: int, put_off: Mapping[Reason, Snooze]
) -> Callable[[list[Finding]], list[Row]]:
    def made(findings: list[Finding]) -> list[Row]:
        ordered = sorted(findings, key=lambda f: (-f.severity, f.reason))
        return [Row(article, ordered, tickets, put_off)] if ordered else []

    return made


def _chosen(rows: Iterable[Row], wanted: Wanted, but: str = "") -> list[Row]:
    """The rows that fit all conditions `but` one."""
    category, owner = wanted.category, wanted.owner
    return [
        row
        for row in rows
        if (
            (
                but == "reason"
                or not wanted.reason
                or wanted.reason in {f.reason for f in row.reasons}
            )
            and (but == "category" or not category or _is_in(row.article, category))
            and (but == "owner" or not owner or row.article.owner == owner)
        )
    ]


def _is_in(article: Article, category: str) -> bool:
    return article.category == category or article.category.startswith(f"{category}/")


def _counted(
    rows: Iterable[Row], wanted: Wanted, condition: str, values: Callable[[Row], Iterable[str]]
) -> Counter[Any]:
    return Counter(value for row in _chosen(rows, wanted, condition) for value in values(row))


_ORDERS: Final[Mapping[Sorting, Callable[[Row], tuple[Any, ...]]]] = {
    Sorting.TICKETS: lambda row: (-row.tickets, -row.severity, row.article.title),
    Sorting.SEVERITY: lambda row: (-row.severity, -row.tickets, row.article.title),
    Sorting.DATE: lambda row: (-row.at.timestamp(), -row.severity, row.article.title),
}


def _signs(article: Article) -> tuple[str, ...]:
    """What a text holds that names the article."""
    return (f"id:{article.id}", f"{article.slug}.md", f"/articles/{article.slug}")
