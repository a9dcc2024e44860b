"""The daily letter to everybody who answers: what waits for them; for the owner, yesterday too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, select

from app import clock
from app.accounts import accounts
from app.accounts.roles import may
from app.db import session, transaction
from app.outbox import queue
from app.outbox.letter import Block, Letter, Link, Paragraph
from app.outbox.models import Kind
from app.outbox.queue import SendingFailed
from app.tickets.letters.muting import Topic, listening
from app.tickets.letters.staff import LANG, why
from app.tickets.letters.words import words
from app.tickets.models import Event, Ticket
from app.tickets.states import ACTIVE, Step
from app.tickets.team_models import Member

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.accounts.models import Account
    from app.tickets.letters.story import Office

    Plural = Callable[[str, str, int], str]

MORNING: Final = 8  # o'clock
LISTED: Final = 10  # tickets; the queue has the rest
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Waiting:
    """What waits: for the account itself the longest first, and in its teams."""

    mine: Sequence[Ticket]
    mine_total: int
    nobodys: int
    late: int


def queue_all(zone: str) -> int:
    """Queue today's letter for everybody who wants it, from the morning on, once a day.

    `zone` is the operator's, an IANA name. Returns how many want it.
    """
    now = clock.now().astimezone(ZoneInfo(zone))
    if now.hour < MORNING:
        return 0
    today = now.date().isoformat()
    ids = listening([account.id for account in accounts.answering()], Topic.DIGEST)
    with transaction():
        for account_id in ids:
            payload = {"letter": Topic.DIGEST.value, "account": account_id}
            queue.put(Kind.MAIL, f"digest {today} {account_id}", payload)
    return len(ids)


def digest(account: Account, office: Office) -> Letter:
    """Return the letter; raises SendingFailed when there is nothing to tell."""
    waiting = _waiting(account)
    owns = may(account.reader, "administer")
    yesterday = _yesterday(office.config.time_zone) if owns else {}
    if not (waiting.mine_total or waiting.nobodys or waiting.late or any(yesterday.values())):
        raise SendingFailed("there is nothing to tell", passing=False)
    return _letter(waiting, yesterday, account, office)


def _letter(
    waiting: Waiting, yesterday: dict[Step, int], account: Account, office: Office
) -> Letter:
    _, root = words(LANG).gettext, office.config.public_url()
    ngettext = words(LANG).ngettext
    blocks: list[Block] = [Paragraph("\n".join(_counted(waiting, ngettext)))]
    for ticket in waiting.mine:
        title = f"№ {ticket.number}: {ticket.subject}"
        blocks.append(Link(title, f"{root}/desk/tickets/{ticket.number}"))
    if any(yesterday.values()):
        blocks.append(Paragraph(_told(yesterday, _)))
    blocks += [Link(_("Открыть очередь"), f"{root}/desk/"), why(Topic.DIGEST, account, office, _)]
    return Letter(_("Сводка: что ждёт ответа"), tuple(blocks), LANG)


def _counted(waiting: Waiting, ngettext: Plural) -> list[str]:
    mine, free, late = waiting.mine_total, waiting.nobodys, waiting.late
    return [
        ngettext("Ждёт вашего ответа %(num)s заявка.", "Ждут вашего ответа %(num)s заявки.", mine)
        % {"num": mine},
        ngettext("Ничья %(num)s заявка.", "Ничьих %(num)s заявок.", free) % {"num": free},
        ngettext("Просрочена %(num)s заявка.", "Просрочено %(num)s заявок.", late) % {"num": late},
    ]


def _told(yesterday: dict[Step, int], _: Callable[[str], str]) -> str:
    told = _(
        "За вчерашний день: новых заявок %(asked)s, ответов %(answered)s, решено %(solved)s, "
        "открыто снова %(reopened)s."
    )
    return told % {
        "asked": yesterday[Step.ASKED],
        "answered": yesterday[Step.AGENT_REPLIED],
        "solved": yesterday[Step.SOLVED],
        "reopened": yesterday[Step.CUSTOMER_REOPENED],
    }


def _waiting(account: Account) -> Waiting:
    teams = select(Member.team_id).where(Member.account_id == account.id)
    ours = or_(Ticket.team_id.is_(None), Ticket.team_id.in_(teams))
    active = (Ticket.state.in_(ACTIVE), Ticket.waiting_since.is_not(None))
    mine = (*active, Ticket.assignee_id == account.id)
    listed = select(Ticket).where(*mine).order_by(Ticket.waiting_since, Ticket.number)
    how_many = select(func.count()).select_from(Ticket)
    late = (Ticket.due_at < clock.now(), or_(Ticket.assignee_id == account.id, ours))
    return Waiting(
        session.scalars(listed.limit(LISTED)).all(),
        session.scalars(how_many.where(*mine)).one(),
        session.scalars(how_many.where(*active, Ticket.assignee_id.is_(None), ours)).one(),
        session.scalars(how_many.where(*late)).one(),
    )


def _yesterday(zone: str) -> dict[Step, int]:
    """How often each step happened on the day before, by the operator's calendar."""
    midnight = datetime.combine(clock.now().astimezone(ZoneInfo(zone)), time(), ZoneInfo(zone))
    steps = (Step.ASKED, Step.AGENT_REPLIED, Step.SOLVED, Step.CUSTOMER_REOPENED)
    counted = (
        select(Event.step, func.count())
        .where(Event.happened_at >= midnight - _DAY, Event.happened_at < midnight)
        .where(Event.step.in_(steps))
        .group_by(Event.step)
    )
    return dict.fromkeys(steps, 0) | {row[0]: row[1] for row in session.execute(counted)}
