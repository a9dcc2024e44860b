"""Visitors of the demonstration: what they search, read, vote and nearly ask."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from app import clock
from app.accounts.roles import GUEST
from app.demo.marks import DOMAIN, VISITOR
from app.feedback import readings, voting
from app.feedback.voting import Place
from app.search import history
from app.search.results import Results
from app.tickets import started_asks
from app.tickets.started_asks import Suggested

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from random import Random

    from app.articles.article import Article

BROWSER: Final = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PERIOD: Final = 30  # days
OPEN_HOURS: Final = (5, 20)  # UTC: people search by day
EARLIER: Final = "0000000000"  # a revision that nothing ever has
NOTHING, UNHAPPY, IN_VAIN = "none", "unhappy", "no"


@dataclass
class Visit:
    """One visitor's stay: what they do happens at `at`, which moves on."""

    visitor: str
    at: datetime
    articles: Mapping[str, Article]
    lang: str = "ru"
    search_id: int | None = None

    def search(self, query: str, total: int) -> None:
        with self._a_minute_later():
            self.search_id = history.remember(
                Results(query, query, total=total),
                visitor=self.visitor,
                reader=GUEST,
                user_agent=BROWSER,
                channel="site",
                lang=self.lang,
            )

    def read(self, article_id: str, seconds: int = 0) -> None:
        """Open an article, from the last search if there is one; one that is not here is none."""
        article = self.articles.get(article_id)
        if article is None:
            return
        with self._a_minute_later():
            reading = readings.opened(
                article.id, article.revision, self.visitor, reader=GUEST, search_id=self.search_id
            )
            if self.search_id:
                history.click(self.search_id, article.id, 1, self.visitor)
        self.at += timedelta(seconds=seconds)
        if seconds:
            with clock.frozen_at(self.at):
                readings.lasted(reading, self.visitor, seconds)

    def find_helpful(self, article_id: str) -> None:
        self._vote(article_id, helpful=True)

    def find_unhelpful(
        self, article_id: str, reason: str = "", comment: str = "", *at: str
    ) -> None:
        """Say that it did not help; `at`: a section's anchor and heading, and a mail's name."""
        self._vote(article_id, helpful=False)
        article = self.articles.get(article_id)
        if article and reason:
            anchor, heading, mail = (*at, "", "", "")[:3]
            voting.explain(
                article.id,
                article.revision,
                self.visitor,
                reason,
                comment,
                place=Place(anchor, heading),
                email=mail and mail + DOMAIN,
            )

    def vote_on_earlier_text(self, article_id: str, *, helpful: bool) -> None:
        """Vote on the text that an article had before the one of now."""
        if article_id in self.articles:
            with self._a_minute_later():
                voting.vote(article_id, EARLIER, self.visitor, helpful=helpful, reader=GUEST)

    def say_it_did_not_help(self) -> None:
        if self.search_id:
            with self._a_minute_later():
                history.dissatisfied(self.search_id, self.visitor)

    def be_suggested(self, form: str, typed: int, suggested: Sequence[str]) -> None:
        """Type into the ask form and be shown articles; those with a plus are opened there."""
        ids = [one.removeprefix("+") for one in suggested]
        read = started_asks.already_read(self.visitor)
        shown = [Suggested(i, "", i in read) for i in ids if i in self.articles]
        with self._a_minute_later():
            started_asks.suggest(self.visitor, form, typed, shown)
            for one in suggested:
                if one.startswith("+"):
                    started_asks.opened(self.visitor, one.removeprefix("+"))

    def _vote(self, article_id: str, *, helpful: bool) -> None:
        article = self.articles.get(article_id)
        if article:
            with self._a_minute_later():
                revision = article.revision
                voting.vote(article.id, revision, self.visitor, helpful=helpful, reader=GUEST)

    def _a_minute_later(self) -> Any:
        self.at += timedelta(minutes=1)
        return clock.frozen_at(self.at)


def make(data: Mapping[str, Any], articles: Mapping[str, Article], random: Random) -> None:
    """Let everybody of visits.yml come, spread over the last sixty days."""
    now = clock.now()
    for row, (query, recent, total, outcome, before) in enumerate(data["searches"]):
        for number in range(recent + before):
            at = _moment(now, 0 if number < recent else 1, random)
            visit = Visit(f"{VISITOR}{row}-{number}", at, articles)
            visit.search(query, total)
            _finish(visit, outcome, random)
    for visit, article_id, said in _voters(data["votes"], now, articles, random):
        visit.read(article_id)
        visit.find_helpful(article_id) if said is None else visit.find_unhelpful(article_id, *said)
    for article_id, helped, unhelpful in data["before"]:
        for number in range(helped + unhelpful):
            name = f"{VISITOR}before-{article_id}-{number}"
            earlier = Visit(name, _moment(now, 1, random), articles)
            earlier.vote_on_earlier_text(article_id, helpful=number < helped)
    for number, (subject, suggested, solved_by) in enumerate(data["spared"]):
        visit = Visit(f"{VISITOR}ask-{number}", _moment(now, 0, random), articles)
        _ask_and_leave(visit, subject, suggested, solved_by)


def _moment(now: datetime, period: int, random: Random) -> datetime:
    """Return a moment by day in the last period (0) or the one before (1), never to come."""
    day = now - timedelta(days=period * PERIOD + random.randint(1, PERIOD - 1))
    return day.replace(hour=random.randint(*OPEN_HOURS), minute=random.randint(0, 59))


def _finish(visit: Visit, outcome: str, random: Random) -> None:
    kind, _, article_id = outcome.rpartition(" ")
    if outcome == UNHAPPY:
        visit.say_it_did_not_help()
    elif kind == IN_VAIN:
        visit.read(article_id, random.randint(20, 90))
        visit.find_unhelpful(article_id)
    elif outcome != NOTHING:
        visit.read(outcome, random.randint(25, 180))


def _voters(
    rows: Sequence[Any], now: datetime, articles: Mapping[str, Article], random: Random
) -> Iterator[tuple[Visit, str, Sequence[str] | None]]:
    """Yield each voter with the article and, after a no, its reason and comment."""
    for article_id, helped, unhelpful, explained in rows:
        said = [*explained, *[()] * (unhelpful - len(explained)), *[None] * helped]
        for number, words in enumerate(said):
            name = f"{VISITOR}vote-{article_id}-{number}"
            yield Visit(name, _moment(now, 0, random), articles), article_id, words


def _ask_and_leave(
    visit: Visit, subject: str, suggested: Sequence[str], solved_by: str | None
) -> None:
    form = f"{visit.visitor} form"
    visit.be_suggested(form, len(subject), [f"+{suggested[0]}", *suggested[1:]])
    if solved_by:
        with clock.frozen_at(visit.at + timedelta(minutes=2)):
            started_asks.solve(visit.visitor, form, solved_by)
