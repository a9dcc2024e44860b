"""Tickets of the demonstration: each is asked after its trail, and goes through its steps."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from app import clock
from app.db import add_if_new, session
from app.demo.marks import DOMAIN, TAG, VISITOR
from app.demo.visits import Visit
from app.tickets import article_links, asking, desk, following, merging, sorting, tagging
from app.tickets.kinds import Inserted, Kind
from app.tickets.link_models import Tag
from app.tickets.models import Ticket

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.accounts.models import Account
    from app.articles.article import Article

SORTED_AFTER: Final = timedelta(minutes=2)  # an agent sets priority and tags
SEEN_BY: Final = "boris"
CUSTOMER: Final = "customer"


@dataclass(frozen=True, kw_only=True)
class Story:
    """One ticket of tickets.yml; that file says what the fields mean."""

    subject: str
    name: str
    mail: str
    kind: str
    category: str
    days: float
    body: str
    lang: str = "ru"
    priority: str | None = None
    tags: Sequence[str] = ()
    tried: Sequence[Sequence[Any]] = ()
    suggested: Sequence[str] = ()
    then: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True)
class Stage:
    """What the stories are played with."""

    people: Mapping[str, Account]
    articles: Mapping[str, Article]
    numbers: dict[str, int] = field(default_factory=dict)


def play(stories: Sequence[Story], stage: Stage) -> None:
    """Make a ticket of every story, in the order in which they were asked."""
    now = clock.now()
    for story in sorted(stories, key=lambda one: -one.days):
        asked_at = now - timedelta(days=story.days)
        with clock.frozen_at(asked_at):
            ticket = _ask(story, stage)
        stage.numbers[story.subject] = ticket.number
        with clock.frozen_at(asked_at + SORTED_AFTER):
            _sort(ticket, story, stage)
        for minutes, who, what, *words in story.then:
            with clock.frozen_at(asked_at + timedelta(minutes=minutes)):
                _step(ticket, who, what, words, stage)
    _look_at_older_ones(stage)


def _ask(story: Story, stage: Stage) -> Ticket:
    form = f"{story.mail} {story.subject}"
    visit = _try(story, form, stage)
    request = asking.Request(
        subject=story.subject,
        body=story.body,
        name=story.name,
        email=story.mail + DOMAIN,
        visitor=visit.visitor,
        submission_key=form,
        query=next((words[0] for what, *words in story.tried if what == "search"), ""),
        search_id=visit.search_id,
        lang=story.lang,
        kind=Kind(story.kind),
        category=story.category,
        in_ledger=True,
    )
    ticket = asking.open_ticket(request)
    add_if_new(Tag, ticket_number=ticket.number, tag=TAG)
    return ticket


def _try(story: Story, form: str, stage: Stage) -> Visit:
    """Let the customer do what they did before, so that it ends when the ticket is asked."""
    spent = sum(60 + (words[-1] if what == "read" else 0) for what, *words in story.tried)
    at = clock.now() - timedelta(seconds=spent + 120)
    visit = Visit(f"{VISITOR}{story.mail}", at, stage.articles, story.lang)
    for what, *words in story.tried:
        _TRIES[what](visit, *words)
    visit.be_suggested(form, len(story.subject + story.body), story.suggested)
    return visit


_TRIES: Final[Mapping[str, Callable[..., None]]] = {
    "search": Visit.search,
    "read": Visit.read,
    "helped": Visit.find_helpful,
    "unhelpful": Visit.find_unhelpful,
}


def _sort(ticket: Ticket, story: Story, stage: Stage) -> None:
    boris = stage.people["boris"].id
    if story.priority:
        sorting.prioritise(ticket.number, boris, story.priority)
    for tag in story.tags:
        tagging.add(ticket.number, boris, tag)


def _step(ticket: Ticket, who: str, what: str, words: Sequence[str], stage: Stage) -> None:
    if who == CUSTOMER:
        _BY_CUSTOMER[what](ticket, *words)
    elif what == "merge":
        _merge(ticket, stage.people[who], stage.numbers[words[0]])
    else:
        _BY_STAFF[what](ticket, stage.people[who].id, *words)
        _link(ticket, stage.people[who].id, words[1:], stage.articles)


def _link(
    ticket: Ticket, account_id: int, named: Sequence[str], articles: Mapping[str, Article]
) -> None:
    """Link the articles that a reply names after its text."""
    for article_id in named:
        article = articles.get(article_id)
        if article:
            linked = article_links.Article(article.id, article.revision)
            article_links.link(ticket.number, account_id, linked, Inserted.INSERTED)


def _reply(ticket: Ticket, account_id: int, body: str, *_: str) -> None:
    key = f"demo {ticket.version}"
    desk.reply(ticket.number, account_id, body, version=ticket.version, submission_key=key)


def _solve(ticket: Ticket, account_id: int, body: str, *_: str) -> None:
    desk.reply(
        ticket.number,
        account_id,
        body,
        version=ticket.version,
        submission_key=f"demo {ticket.version}",
        solve=True,
    )


def _note(ticket: Ticket, account_id: int, body: str) -> None:
    desk.note(ticket.number, account_id, body, submission_key=f"demo {ticket.version}")


def _take(ticket: Ticket, account_id: int) -> None:
    desk.assign(ticket.number, account_id, account_id, version=ticket.version)


def _hold(ticket: Ticket, account_id: int) -> None:
    desk.hold(ticket.number, account_id, version=ticket.version)


def _resume(ticket: Ticket, account_id: int) -> None:
    desk.resume(ticket.number, account_id, version=ticket.version)


def _close(ticket: Ticket, account_id: int) -> None:
    desk.close(ticket.number, account_id, version=ticket.version)


def _escalate(ticket: Ticket, account_id: int, reason: str, note: str) -> None:
    sorting.escalate(ticket.number, account_id, reason, note, version=ticket.version)


def _conclude(ticket: Ticket, account_id: int, outcome: str, reason: str = "") -> None:
    article_links.conclude(ticket.number, account_id, outcome, reason)


_BY_STAFF: Final[Mapping[str, Callable[..., None]]] = {
    "reply": _reply,
    "solve": _solve,
    "note": _note,
    "take": _take,
    "hold": _hold,
    "resume": _resume,
    "close": _close,
    "escalate": _escalate,
    "conclude": _conclude,
}
_BY_CUSTOMER: Final[Mapping[str, Callable[..., Any]]] = {
    "reply": lambda ticket, body: following.reply(ticket.token, body, f"demo {ticket.version}"),
    "close": lambda ticket: following.close(ticket.token),
    "reopen": lambda ticket: following.reopen(ticket.token),
}


def _merge(ticket: Ticket, account: Account, other_number: int) -> None:
    merging.merge(ticket.number, account.id, other_number, version=ticket.version)


def _look_at_older_ones(stage: Stage) -> None:
    """Leave the newest tickets unread."""
    yesterday = clock.now() - timedelta(days=1)
    demo = Ticket.number.in_(stage.numbers.values())
    for ticket in session.scalars(select(Ticket).where(demo, Ticket.updated_at < yesterday)).all():
        desk.mark_seen(ticket, stage.people[SEEN_BY].id)
