"""What stands beside a ticket's conversation: fitting articles, its side panel, the link rate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from app import clock
from app.current import services
from app.tickets import (
    article_links,
    fields,
    handing_over,
    presence,
    reply_templates,
    tagging,
    teams,
    ticket_links,
    watching,
)
from app.tickets.kinds import LEVELS, EscalationReason, Priority
from app.tickets.models import Author
from app.web.desk import inserting, shelf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from app.accounts.models import Account
    from app.tickets.article_links import LinkRate
    from app.tickets.asking_models import TicketField
    from app.tickets.desk_models import ReplyTemplate
    from app.tickets.link_models import ArticleLink
    from app.tickets.models import Message, Ticket
    from app.tickets.presence import Someone
    from app.tickets.team_models import Team
    from app.tickets.ticket_links import Linked
    from app.web.desk.inserting import Insertable

SUGGESTED: Final = 5
LONGEST_STORY: Final = 1_500  # characters of subject and messages that articles are looked for by
RATE_OVER: Final = timedelta(days=30)


@dataclass(frozen=True)
class Panel:
    """How the ticket is sorted and what hangs on it, with what there is to choose from.

    `outside_desk` is where it can be handed over to, "" where nowhere or it is there.
    """

    tags: Sequence[str]
    watchers: Sequence[Account]
    watching: bool
    linked: Sequence[Linked]
    teams: Sequence[Team]
    others: Sequence[Someone]
    answers: Sequence[TicketField]
    outside_desk: str
    priorities: tuple[Priority, ...] = tuple(Priority)
    reasons: tuple[EscalationReason, ...] = tuple(EscalationReason)
    levels: tuple[int, ...] = LEVELS


@dataclass(frozen=True)
class ReadyText:
    """A reply template with its places filled for the ticket."""

    id: int
    title: str
    text: str


def panel(ticket: Ticket, account_id: int) -> Panel:
    """Return the side panel of the ticket for this account."""
    watchers = watching.watchers(ticket.number)
    return Panel(
        tags=tagging.of(ticket.number),
        watchers=watchers,
        watching=any(account.id == account_id for account in watchers),
        linked=ticket_links.of(ticket.number, account_id),
        teams=teams.everyone(),
        others=presence.others(ticket.number, account_id),
        answers=fields.of(ticket),
        outside_desk=_outside_desk(ticket),
    )


def _outside_desk(ticket: Ticket) -> str:
    config = services().config
    if not config.outside_desk_url or handing_over.find(ticket.number):
        return ""
    return config.outside_desk


def suggested(
    ticket: Ticket, messages: Iterable[Message], read: Collection[str]
) -> tuple[Insertable, ...]:
    """Return up to 5 articles for the customer's words, staff's own among them."""
    words = [m.body for m in messages if m.author is Author.CUSTOMER]
    story = " ".join(words)[:LONGEST_STORY]
    searcher, reader = services().searcher, inserting.agents_reader()
    results = searcher.similar(ticket.subject, story, reader, lang=ticket.lang, limit=SUGGESTED)
    return inserting.insertables(results, read)


def templates(
    ticket: Ticket, links: Sequence[ArticleLink], usable: Iterable[ReplyTemplate]
) -> list[ReadyText]:
    """Return the reply templates ready for the ticket; {статья} is what was linked last."""
    last = links[-1] if links else None
    article = shelf.readable([last.article_id]).get(last.article_id) if last else None
    link = inserting.link_to(article, last.anchor) if article and last else ""
    return [
        ReadyText(one.id, one.title, reply_templates.render(one.body, ticket, link))
        for one in usable
    ]


def link_rate() -> LinkRate:
    """Return the link rate of the last 30 days."""
    now = clock.now()
    return article_links.link_rate(now - RATE_OVER, now + timedelta(seconds=1))
