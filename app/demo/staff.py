"""The people and teams of the demonstration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app import clock
from app.accounts import accounts
from app.accounts.models import Account
from app.accounts.roles import Role
from app.db import transaction
from app.demo.marks import DOMAIN, TEAM
from app.tickets import teams
from app.tickets.teams import TeamForm

if TYPE_CHECKING:
    from collections.abc import Mapping

# Those who have passwords to try the product with.
SIGNING_IN: Final = (
    ("admin@polka.example", "Олег Администратор", Role.ADMIN),
    ("anna@polka.example", "Анна Редактор", Role.EDITOR),
    ("vera@polka.example", "Вера Рецензент", Role.REVIEWER),
    ("boris@polka.example", "Борис Оператор", Role.AGENT),
)
COLLEAGUES: Final = (
    (f"darya{DOMAIN}", "Дарья Лебедева", Role.AGENT),
    (f"egor{DOMAIN}", "Егор Самойлов", Role.AGENT),
    (f"olga{DOMAIN}", "Ольга Ветрова", Role.EDITOR),
    (f"timur{DOMAIN}", "Тимур Гафаров", Role.AGENT),
)
NO_HASH: Final = "!"
_TEAMS: Final = {
    "Доставка": ("dostavka", "punkty-vydachi"),
    "Деньги": ("oplata", "vozvrat", "bonusy", "podpiska"),
    "Вход и приложение": ("akkaunt", "prilozhenie"),
}


def cast() -> Mapping[str, Account]:
    """Return the demo's staff by the first part of their address, made where they are missing."""
    return {person[0].partition("@")[0]: _person(*person) for person in (*SIGNING_IN, *COLLEAGUES)}


def make_teams(people: Mapping[str, Account]) -> None:
    """Make the demo's teams, with all of its staff in each."""
    for name, categories in _TEAMS.items():
        team = teams.add(TeamForm(name + TEAM, categories=categories))
        teams.set_members(team.id, [account.id for account in people.values()])


def _person(email: str, name: str, role: Role) -> Account:
    return accounts.find_by_email(email) or _without_password(email, name, role)


def _without_password(email: str, name: str, role: Role) -> Account:
    """Make somebody who cannot sign in: no password has this hash."""
    person = Account(
        email=email, name=name, role=role, password_hash=NO_HASH, created_at=clock.now()
    )
    with transaction() as rows:
        rows.add(person)
    return person
