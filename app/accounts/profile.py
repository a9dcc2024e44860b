"""What people who work here say of themselves: name, time zone, working hours, absence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from app import typed
from app.accounts.accounts import checked_name
from app.accounts.models import Account
from app.accounts.working_time import DAYS, WorkingTime, parse_day
from app.db import session, transaction
from app.errors import DomainError, InvalidInput, NotFound

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

LONGEST_NOTE: Final = 200  # characters


@dataclass(frozen=True)
class Profile:
    """The form as typed.

    `time_zone` is an IANA name, empty for the operator's. `working_hours` are seven lines from
    Monday like "09:00-13:00, 14:00-18:00", empty for a day off; None for the operator's hours.
    """

    name: str
    time_zone: str = ""
    working_hours: tuple[str, ...] | None = None
    away_from: datetime | None = None
    away_until: datetime | None = None
    away_note: str = ""


def of(account: Account) -> Profile:
    """Return the profile as the form shows it."""
    hours = account.working_hours
    return Profile(
        account.name,
        account.time_zone or "",
        None if hours is None else tuple(hours),
        account.away_from,
        account.away_until,
        account.away_note,
    )


def save(account_id: int, profile: Profile) -> Account:
    """Keep the profile; raises NotFound, and InvalidInput with a sentence for each wrong field.

    The fields are `name`, `time_zone`, `mon` … `sun`, `away_until` and `away_note`.
    """
    checked = _checked(profile)
    with transaction():
        account = session.get(Account, account_id)
        if account is None:
            raise NotFound("Такой учётной записи нет.")
        for field, value in checked.items():
            setattr(account, field, value)
    return account


def is_there(account: Account, moment: datetime, usual: WorkingTime) -> bool:
    """Tell whether the person works at `moment`, by their own hours or else the `usual` ones."""
    return (
        account.is_active and not is_away(account, moment) and hours(account, usual).is_open(moment)
    )


def is_away(account: Account, moment: datetime) -> bool:
    """Tell whether the person is on leave or ill at `moment`."""
    begun = account.away_from is not None and account.away_from <= moment
    return begun and (account.away_until is None or moment < account.away_until)


def hours(account: Account, usual: WorkingTime) -> WorkingTime:
    """Return the person's working time: their hours in their zone, with the operator's calendar."""
    zone = ZoneInfo(account.time_zone) if account.time_zone else usual.zone
    own = account.working_hours
    week = usual.week if own is None else tuple(parse_day(day) for day in own)
    return WorkingTime(zone, week, usual.calendar)


def _checked(profile: Profile) -> dict[str, object]:
    problems: dict[str, DomainError] = {}
    checked: dict[str, object] = {}
    for field, check in _CHECKS.items():
        try:
            checked[field] = check(getattr(profile, field))
        except DomainError as problem:
            problems[field] = problem
    checked["working_hours"] = _checked_hours(profile.working_hours, problems)
    checked |= {"away_from": profile.away_from, "away_until": profile.away_until}
    if _ends_before_it_begins(profile):
        problems["away_until"] = DomainError("Отсутствие кончается раньше, чем начинается.")
    if problems:
        raise InvalidInput(problems)
    return checked


def _checked_note(typed_in: str) -> str:
    return typed.at_most(LONGEST_NOTE, typed.line(typed_in))


def _checked_zone(name: str) -> str | None:
    try:
        return ZoneInfo(name.strip()).key if name.strip() else None
    except (KeyError, ValueError, OSError):
        raise DomainError("Такого часового пояса нет: выберите из списка.") from None


def _checked_hours(
    days: tuple[str, ...] | None, problems: dict[str, DomainError]
) -> list[str] | None:
    if days is None:
        return None
    for name, text in zip(DAYS, days, strict=True):
        try:
            parse_day(text)
        except ValueError:
            problems[name] = DomainError("Часы пишут так: 09:00-13:00, 14:00-18:00.")
    return [typed.line(text) for text in days]


def _ends_before_it_begins(profile: Profile) -> bool:
    if profile.away_until is None:
        return False
    return profile.away_from is None or profile.away_until <= profile.away_from


_CHECKS: Final[dict[str, Callable[[str], str | None]]] = {
    "name": checked_name,
    "time_zone": _checked_zone,
    "away_note": _checked_note,
}
