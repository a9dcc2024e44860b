"""Teams: who is in them, what they answer, and to which one a ticket goes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from app import clock, typed
from app.accounts import accounts
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound
from app.tickets.kinds import Assigning, Kind
from app.tickets.models import Ticket
from app.tickets.team_models import Member, Team

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.accounts.models import Account

LONGEST_NAME: Final = 100  # characters


@dataclass(frozen=True)
class TeamForm:
    """A team as typed: which categories (their names) and kinds it answers, none for any."""

    name: str
    categories: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    assigning: str = Assigning.BY_HAND
    is_default: bool = False


def everyone() -> Sequence[Team]:
    """Return all teams by name."""
    return session.scalars(select(Team).order_by(Team.name)).all()


def get(team_id: int) -> Team:
    """Return the team; raises NotFound."""
    team = session.get(Team, team_id)
    if team is None:
        raise NotFound("Такой группы нет.")
    return team


def get_by_name(name: str) -> Team:
    """Return the team of this name; raises NotFound."""
    team = session.scalar(select(Team).where(Team.name == typed.line(name)))
    if team is None:
        raise NotFound("Группы «%(name)s» нет.", name=name)
    return team


def add(form: TeamForm) -> Team:
    """Make a team; raises InvalidInput for `name`, `kinds` and `assigning`."""
    values = _checked(form)
    try:
        with transaction() as rows:
            team = Team(**values, default_since=None, last_given_id=None, created_at=clock.now())
            rows.add(team)
            _set_default(team, form.is_default)
    except IntegrityError:
        raise InvalidInput({"name": DomainError("Группа с таким именем уже есть.")}) from None
    return team


def change(team_id: int, form: TeamForm) -> Team:
    """Change a team; tickets stay where they are. Raises NotFound, InvalidInput as add() does."""
    values = _checked(form)
    try:
        with transaction():
            team = get(team_id)
            for name, value in values.items():
                setattr(team, name, value)
            _set_default(team, form.is_default)
    except IntegrityError:
        raise InvalidInput({"name": DomainError("Группа с таким именем уже есть.")}) from None
    return team


def remove(team_id: int) -> None:
    """Remove a team; its tickets are without a team from now on. Raises NotFound."""
    with transaction() as rows:
        team = get(team_id)
        rows.execute(update(Ticket).where(Ticket.team_id == team.id).values(team_id=None))
        rows.delete(team)


def members(team_id: int) -> Sequence[Account]:
    """Return who is in the team and may answer today, by name."""
    ids = select(Member.account_id).where(Member.team_id == team_id)
    chosen = set(session.scalars(ids))
    return [account for account in accounts.answering() if account.id in chosen]


def of(account_id: int) -> Sequence[Team]:
    """Return the teams that this account is in, by name."""
    mine = select(Team).join(Member, Member.team_id == Team.id)
    return session.scalars(mine.where(Member.account_id == account_id).order_by(Team.name)).all()


def set_members(team_id: int, account_ids: Sequence[int]) -> None:
    """Put exactly these accounts into the team; raises NotFound, InvalidInput for `members`."""
    known = {account.id for account in accounts.answering()}
    if not set(account_ids) <= known:
        raise InvalidInput({"members": DomainError("Выберите сотрудников из списка.")})
    with transaction() as rows:
        get(team_id)
        rows.execute(delete(Member).where(Member.team_id == team_id))
        rows.add_all(Member(team_id=team_id, account_id=one) for one in sorted(set(account_ids)))


def choose(kind: Kind, category: str | None) -> Team | None:
    """Return the team that answers this: the one that names most of it, else the default one."""
    fitting = [team for team in everyone() if _fit(team, kind, category) > 0]
    if fitting:
        return max(fitting, key=lambda team: (_fit(team, kind, category), -team.id))
    return session.scalar(select(Team).where(Team.default_since.is_not(None)))


def _fit(team: Team, kind: Kind, category: str | None) -> int:
    """Tell how well a team fits: a named category counts more than a named kind; 0 for no fit."""
    if team.categories and category not in team.categories:
        return 0
    if team.kinds and kind not in team.kinds:
        return 0
    return 2 * bool(team.categories) + bool(team.kinds)


def _set_default(team: Team, is_default: bool) -> None:
    """Make the team the default one, instead of the one that was, or not the default any more."""
    if is_default:
        session.execute(update(Team).where(Team.id != team.id).values(default_since=None))
        team.default_since = team.default_since or clock.now()
    else:
        team.default_since = None


def _checked(form: TeamForm) -> dict[str, object]:
    problems: dict[str, DomainError] = {}
    name = typed.line(form.name)
    if not 0 < len(name) <= LONGEST_NAME:
        problems["name"] = DomainError("Имя: от 1 до %(most)s знаков.", most=LONGEST_NAME)
    if not set(form.kinds) <= set(Kind):
        problems["kinds"] = DomainError("Такого вида заявок нет.")
    if form.assigning not in set(Assigning):
        problems["assigning"] = DomainError("Такого способа распределять нет.")
    if problems:
        raise InvalidInput(problems)
    return {
        "name": name,
        "categories": list(dict.fromkeys(form.categories)),
        "kinds": list(dict.fromkeys(form.kinds)),
        "assigning": Assigning(form.assigning),
    }
