"""The checks that take long: what a nightly job, or somebody who asked, finds and keeps."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import structlog
from sqlalchemy import or_, select, update

from app import clock
from app.articles import checking
from app.curation.attention import (
    asked_after,
    keeping,
    links,
    outside,
    overshadowed,
    texts,
    twins,
    unread,
    votes,
)
from app.curation.attention.models import Check
from app.curation.attention.reasons import Finding, Reason
from app.db import add_if_new, session, transaction
from app.outbox.probing import probe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from app.articles.article import Article
    from app.articles.snapshot import Snapshot
    from app.config import Config
    from app.search.searcher import Searcher

log = structlog.get_logger()

LEASE: Final = timedelta(hours=1)  # after which a check that has not ended is taken for killed


class Kind(StrEnum):
    """What can be asked for: all that is here, or the links that lead outside."""

    INSIDE = "inside"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Looker:
    """Looks with the articles' library and the searcher of this process."""

    snapshot: Snapshot
    searcher: Searcher
    config: Config

    def look(self, kind: Kind) -> None:
        """Run one kind of check now, and note when it began and ended."""
        _begin(kind)
        self._checks[kind]()
        _end(kind)

    def look_if_asked(self) -> None:
        """Run the checks that somebody asked for and no other process has begun."""
        for kind in Kind:
            if _claim(kind):
                self._checks[kind]()
                _end(kind)

    @property
    def _checks(self) -> Mapping[Kind, Callable[[], None]]:
        return {Kind.INSIDE: self._inside, Kind.OUTSIDE: self._outside}

    def _inside(self) -> None:
        articles = watched(self.snapshot)
        self._keep_votes(articles)
        self._keep_readings(articles)
        self._keep_texts(articles)

    def _outside(self) -> None:
        articles = watched(self.snapshot)
        linked = outside.addresses(articles.values())
        outside.check(linked.keys(), partial(probe, config=self.config))
        found = outside.dead_outside(linked, outside.failing())
        self._keep({Reason.OUTSIDE}, found, articles)

    def _keep_votes(self, articles: Mapping[str, Article]) -> None:
        voted = votes.voted()
        text_of = texts.known_texts([i for i in voted if i in articles and len(voted[i]) > 1])
        found: list[Finding | None] = []
        now_editions = {}
        for article_id in voted.keys() & articles.keys():
            article = articles[article_id]
            key = partial(_text, article, text_of.get(article_id, {}))
            known = votes.editions(voted[article_id], key)
            found.append(votes.fell(article, known, key(article.revision)))
            if key(article.revision) in known:
                now_editions[article_id] = known[key(article.revision)]
        these = [*filter(None, found), *votes.unhelpful(now_editions)]
        self._keep({Reason.FELL, Reason.UNHELPFUL}, these, articles)

    def _keep_readings(self, articles: Mapping[str, Article]) -> None:
        now = clock.now()
        asked = asked_after.asked_after(asked_after.asked(now), asked_after.readers(now), now)
        self._keep({Reason.TICKETS}, asked, articles)
        old = unread.unread(articles.values(), unread.opened(), unread.kept_since(), now)
        self._keep({Reason.UNREAD}, old, articles)

    def _keep_texts(self, articles: Mapping[str, Article]) -> None:
        now = clock.now()
        session.rollback()  # no transaction stays open while all articles are rendered
        ids = {article.source_path: article.id for article in articles.values()}
        problems = checking.check(self.snapshot)
        broken = links.broken(problems, ids, now)
        self._keep({Reason.DEAD_LINKS, Reason.IMAGES}, broken, articles)
        alike = twins.twins(list(articles.values()), self.searcher.wholes(), now)
        self._keep({Reason.TWIN}, alike, articles)
        ask = overshadowed.ask_with(self.searcher)
        found = overshadowed.overshadowed(articles.values(), self.snapshot, ask, now)
        self._keep({Reason.OVERSHADOWED}, found, articles)

    def _keep(
        self,
        reasons: Iterable[Reason],
        findings: Iterable[Finding],
        articles: Mapping[str, Article],
    ) -> None:
        by_reason: dict[Reason, list[Finding]] = defaultdict(list)
        for finding in findings:
            by_reason[finding.reason].append(finding)
        for reason in sorted(reasons):
            keeping.keep(reason, by_reason[reason], articles)


def watched(snapshot: Snapshot) -> Mapping[str, Article]:
    """Return the articles that the list is about: those that are out, or will be by themselves."""
    articles = snapshot.articles.items()
    return {i: article for i, article in articles if article.status == "published"}


def ask_for(kind: Kind, account_id: int) -> None:
    """Ask for a check; a running server or the timetable takes it up."""
    with transaction() as rows:
        add_if_new(Check, kind=kind.value)
        asked = {"asked_at": clock.now(), "asked_by_id": account_id}
        rows.execute(update(Check).where(Check.kind == kind.value).values(**asked))


def checks() -> Sequence[Check]:
    """Return what is known of each kind of check."""
    return session.scalars(select(Check)).all()


def any_asked() -> bool:
    """Tell whether some check was asked for and has not ended since."""
    return any(map(is_waiting, checks()))


def is_waiting(check: Check) -> bool:
    """Tell whether a check was asked for and has not ended since."""
    return check.asked_at is not None and (
        check.finished_at is None or check.finished_at < check.asked_at
    )


def _begin(kind: Kind) -> None:
    with transaction() as rows:
        add_if_new(Check, kind=kind.value)
        rows.execute(_of(kind).values(started_at=clock.now()))


def _claim(kind: Kind) -> bool:
    """Begin an asked check; False when nobody asked or another process has begun it."""
    now = clock.now()
    waiting = (
        Check.asked_at.is_not(None),
        or_(Check.finished_at.is_(None), Check.finished_at < Check.asked_at),
        or_(
            Check.started_at.is_(None),
            Check.started_at < Check.asked_at,
            Check.started_at < now - LEASE,
        ),
    )
    if session.scalar(select(Check.kind).where(Check.kind == kind.value, *waiting)) is None:
        session.rollback()
        return False
    with transaction() as rows:
        begun = rows.execute(_of(kind).where(*waiting).values(started_at=now))
    return bool(begun.rowcount)  # type: ignore[attr-defined]


def _end(kind: Kind) -> None:
    with transaction() as rows:
        rows.execute(_of(kind).values(finished_at=clock.now()))


def _of(kind: Kind) -> Any:
    return (
        update(Check).where(Check.kind == kind.value).execution_options(synchronize_session=False)
    )


def _text(article: Article, known: Mapping[str, str], revision: str) -> str:
    """Return the key of a revision's text: one that is not kept is a text of its own."""
    if revision == article.revision:
        return keeping.text_key(article)
    return known.get(revision, revision)
