"""What a list of the queue may be narrowed to, as a value, as a plain dict, and as a condition."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import and_, exists, or_, select
from sqlalchemy.orm import aliased

from app import clock
from app.errors import DomainError, InvalidInput
from app.tickets import policy, sla
from app.tickets.kinds import LEVELS, Kind, Priority
from app.tickets.link_models import Tag, Watcher
from app.tickets.models import Seen, Ticket
from app.tickets.states import State
from app.tickets.tagging import cleaned

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import StrEnum

    from sqlalchemy import ColumnElement

ME: Final = "me"
NOBODY: Final = "nobody"
LATE: Final = "late"
SOON: Final = "soon"
_TRUE: Final = (True, "1", "true", "on")

_Word = TypeVar("_Word", bound="StrEnum")


@dataclass(frozen=True)
class Filter:
    """Which tickets are wanted; an empty field asks for nothing, all that are set must hold.

    `teams` are ids, 0 for no team; `assignee` is "me", "nobody" or an account's id as text; `due`
    is "late" or "soon"; `unread` and `watched` are the asking account's own.
    """

    states: tuple[State, ...] = ()
    priorities: tuple[Priority, ...] = ()
    kinds: tuple[Kind, ...] = ()
    levels: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    category: str = ""
    assignee: str = ""
    tag: str = ""
    due: str = ""
    unread: bool = False
    watched: bool = False
    email: str = ""

    @property
    def is_empty(self) -> bool:
        return self == Filter()


def canonical(wanted: Filter) -> dict[str, Any]:
    """Return the filter as JSON holds it: only what is set, lists sorted."""
    return {
        name: sorted(value) if isinstance(value, tuple) else value
        for name, value in asdict(wanted).items()
        if value
    }


def read(query: Mapping[str, Any]) -> Filter:
    """Return the filter of canonical(), or of a form's lists of words; a list may be one word.

    It never fails: what makes no sense is left out.
    """
    return Filter(
        states=_words(State, query.get("states")),
        priorities=_words(Priority, query.get("priorities")),
        kinds=_words(Kind, query.get("kinds")),
        levels=tuple(level for level in _numbers(query.get("levels")) if level in LEVELS),
        teams=_numbers(query.get("teams")),
        category=_text(query.get("category")),
        assignee=_one_of(query.get("assignee"), ME, NOBODY, digits=True),
        tag=cleaned(_text(query.get("tag"))),
        due=_one_of(query.get("due"), LATE, SOON),
        unread=_is_set(query.get("unread")),
        watched=_is_set(query.get("watched")),
        email=_text(query.get("email")).lower(),
    )


def condition(wanted: Filter, account_id: int) -> ColumnElement[bool]:
    """Return the condition on tickets, as this account asks it."""
    conditions = [
        *_chosen(wanted),
        *_assigned(wanted.assignee, account_id),
        *_due(wanted.due),
        *_hanging(wanted, account_id),
    ]
    return and_(True, *conditions)


def refuse_empty(wanted: Filter) -> Filter:
    """Return the filter; raises InvalidInput for `query` when it asks for nothing."""
    if wanted.is_empty:
        raise InvalidInput({"query": DomainError("Выберите хотя бы одно условие.")})
    return wanted


def _chosen(wanted: Filter) -> Iterable[ColumnElement[bool]]:
    for column, values in (
        (Ticket.state, wanted.states),
        (Ticket.priority, wanted.priorities),
        (Ticket.kind, wanted.kinds),
        (Ticket.level, wanted.levels),
    ):
        if values:
            yield column.in_(values)
    if wanted.teams:
        in_teams = Ticket.team_id.in_(wanted.teams)
        yield or_(in_teams, Ticket.team_id.is_(None)) if 0 in wanted.teams else in_teams
    if wanted.category:
        yield Ticket.category == wanted.category
    if wanted.email:
        other = aliased(Ticket)
        yield Ticket.number.in_(select(other.number).where(other.email == wanted.email))


def _assigned(assignee: str, account_id: int) -> Iterable[ColumnElement[bool]]:
    if assignee == NOBODY:
        yield Ticket.assignee_id.is_(None)
    elif assignee:
        yield Ticket.assignee_id == (account_id if assignee == ME else int(assignee))


def _due(due: str) -> Iterable[ColumnElement[bool]]:
    """Their numbers from the index of due times: few run late, wherever the list looks."""
    now, other = clock.now(), aliased(Ticket)
    numbers = select(other.number)
    if due == LATE:
        yield Ticket.number.in_(numbers.where(other.due_at <= now))
    elif due == SOON:
        until = sla.soon_until(policy.in_force(), now)
        yield Ticket.number.in_(numbers.where(other.due_at > now, other.due_at <= until))


def _hanging(wanted: Filter, account_id: int) -> Iterable[ColumnElement[bool]]:
    if wanted.tag:
        yield Ticket.number.in_(select(Tag.ticket_number).where(Tag.tag == wanted.tag))
    if wanted.watched:
        mine = select(Watcher.ticket_number).where(Watcher.account_id == account_id)
        yield Ticket.number.in_(mine)
    if wanted.unread:
        seen = exists().where(
            Seen.ticket_number == Ticket.number,
            Seen.account_id == account_id,
            Seen.seen_at >= Ticket.customer_wrote_at,
        )
        yield ~seen


def _words(kind: type[_Word], content: Any) -> tuple[_Word, ...]:
    words = [word for word in _listed(content) if isinstance(word, str)]
    known = [kind(word) for word in words if word in set(kind)]
    return tuple(sorted(dict.fromkeys(known)))


def _numbers(content: Any) -> tuple[int, ...]:
    numbers = {int(one) for one in map(str, _listed(content)) if one.isdecimal() and len(one) < 10}
    return tuple(sorted(numbers))


def _listed(content: Any) -> list[Any]:
    return content if isinstance(content, list) else [] if content is None else [content]


def _is_set(content: Any) -> bool:
    return content in _TRUE


def _text(content: Any) -> str:
    return content.strip() if isinstance(content, str) else ""


def _one_of(content: Any, *allowed: str, digits: bool = False) -> str:
    text = _text(content)
    fits = text in allowed or (digits and text.isdecimal() and len(text) < 10)
    return text if fits else ""
