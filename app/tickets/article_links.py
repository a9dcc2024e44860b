"""Articles that belong to a ticket, and what a closed ticket gave to the articles (KCS v6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import func, select

from app import clock, typed
from app.db import session, transaction
from app.errors import DomainError, InvalidInput
from app.tickets.kinds import Inserted, Outcome
from app.tickets.link_models import ArticleLink
from app.tickets.models import Ticket
from app.tickets.rights import locked_for
from app.tickets.states import FINISHED, Step
from app.tickets.writing import agent, take_step

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

LONGEST_REASON: Final = 300  # characters


@dataclass(frozen=True)
class Article:
    """An article as it is linked: id, revision (the hash of its file), the anchor of its part."""

    article_id: str
    revision: str
    anchor: str = ""


@dataclass(frozen=True)
class LinkRate:
    """Of the tickets finished in a time: how many, and how many by each outcome.

    `none` were not concluded at all. `rate` is the share with an article linked or written, the
    link rate of KCS v6; None when nothing was finished.
    """

    finished: int
    by_outcome: dict[Outcome, int]

    @property
    def none(self) -> int:
        return self.finished - sum(self.by_outcome.values())

    @property
    def rate(self) -> float | None:
        with_article = self.by_outcome[Outcome.LINKED] + self.by_outcome[Outcome.CREATED]
        return with_article / self.finished if self.finished else None


def of(number: int) -> Sequence[ArticleLink]:
    """Return the ticket's articles in the order of linking."""
    chosen = select(ArticleLink).where(ArticleLink.ticket_number == number)
    return session.scalars(chosen.order_by(ArticleLink.id)).all()


def link(
    number: int, account_id: int, article: Article, how: Inserted = Inserted.LINKED
) -> ArticleLink:
    """Link the article, once: linked again it stands at the newer revision; raises NotFound."""
    with transaction() as rows:
        ticket = locked_for(account_id, number)
        row = _find(number, article.article_id)
        if row is None:
            row = ArticleLink(ticket_number=number, article_id=article.article_id, how=how)
            row.account_id, row.linked_at = account_id, clock.now()
            row.revision, row.anchor = article.revision, article.anchor
            rows.add(row)
            details = {"article": article.article_id, "revision": article.revision, "how": how}
            take_step(ticket, Step.ARTICLE_LINKED, agent(account_id), details=details)
        row.revision, row.anchor = article.revision, article.anchor
    return row


def unlink(number: int, account_id: int, article_id: str) -> None:
    """Undo the link, if there is one; raises NotFound."""
    with transaction() as rows:
        ticket = locked_for(account_id, number)
        row = _find(number, article_id)
        if row:
            rows.delete(row)
            details = {"article": article_id, "revision": row.revision}
            take_step(ticket, Step.ARTICLE_UNLINKED, agent(account_id), details=details)


def conclude(number: int, account_id: int, outcome: str, reason: str = "") -> Ticket:
    """Keep what the ticket gave to the articles; said again, the last word counts.

    Raises NotFound, InvalidInput for `outcome`, and for `reason` where no article was needed.
    """
    chosen, why = _checked(outcome, reason)
    with transaction():
        ticket = locked_for(account_id, number)
        before, ticket.outcome, ticket.outcome_reason = ticket.outcome, chosen, why
        details = {"from": before, "to": chosen, "reason": why}
        take_step(ticket, Step.CONCLUDED, agent(account_id), details=details)
    return ticket


def link_rate(since: datetime, until: datetime) -> LinkRate:
    """Count the tickets finished from `since` until `until` by their outcomes."""
    counted = (
        select(Ticket.outcome, func.count())
        .where(Ticket.state.in_(FINISHED))
        .where(Ticket.finished_at >= since, Ticket.finished_at < until)
        .group_by(Ticket.outcome)
    )
    numbers: dict[Outcome | None, int] = dict(iter(session.execute(counted)))
    by_outcome = {outcome: numbers.get(outcome, 0) for outcome in Outcome}
    return LinkRate(sum(numbers.values()), by_outcome)


def _find(number: int, article_id: str) -> ArticleLink | None:
    mine = (ArticleLink.ticket_number == number, ArticleLink.article_id == article_id)
    return session.scalar(select(ArticleLink).where(*mine))


def _checked(outcome: str, reason: str) -> tuple[Outcome, str]:
    if outcome not in set(Outcome):
        raise InvalidInput({"outcome": DomainError("Выберите из списка.")})
    why = typed.line(reason)
    if outcome == Outcome.NOT_NEEDED and not why:
        raise InvalidInput({"reason": DomainError("Напишите, почему статья не нужна.")})
    if len(why) > LONGEST_REASON:
        too_long = DomainError(
            "Не больше %(most)s знаков, сейчас %(length)s.", most=LONGEST_REASON, length=len(why)
        )
        raise InvalidInput({"reason": too_long})
    return Outcome(outcome), why
