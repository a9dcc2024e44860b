"""The service levels in force: read from the operator's files, checked, kept for the process."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar
from zoneinfo import ZoneInfo

import yaml

from app.accounts.working_time import DAYS, Calendar, Day, WorkingTime, parse_day
from app.config import ConfigError
from app.tickets.kinds import Kind, Priority
from app.tickets.sla import Policy, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from app.config import Config

DATA: Final = Path(__file__).parent / "data"
_LENGTH = re.compile(r"(\d+)\s*(m|h)")
_UNITS: Final = {"m": "minutes", "h": "hours"}
_SECTIONS: Final = ("working_hours", "soon", "targets", "kinds")
_LISTS: Final = ("holidays", "short_days", "working_days")

_Read = TypeVar("_Read")
_Words = TypeVar("_Words", bound=StrEnum)

_in_force: Policy | None = None


def use(config: Config) -> None:
    """Read the files that `config` names, or those that come with the product.

    Raises ConfigError with a sentence that names file and place.
    """
    global _in_force  # noqa: PLW0603  one operator, one policy
    _in_force = read(
        Path(config.sla_file or DATA / "sla.yml"),
        Path(config.holidays_file or DATA / "holidays.yml"),
        ZoneInfo(config.time_zone),
    )


def in_force() -> Policy:
    """Return the policy that use() has read, else the product's own in Moscow's time."""
    return _in_force or _shipped()


def read(sla_file: Path, holidays_file: Path, zone: ZoneInfo) -> Policy:
    """Return the policy of these files; raises ConfigError."""
    calendar = _in_file(holidays_file, _calendar)
    return _in_file(sla_file, lambda content: _policy(content, zone, calendar))


def _shipped() -> Policy:
    global _in_force  # noqa: PLW0603
    _in_force = read(DATA / "sla.yml", DATA / "holidays.yml", ZoneInfo("Europe/Moscow"))
    return _in_force


def _in_file(path: Path, understand: Callable[[Mapping[str, Any]], _Read]) -> _Read:
    """Read and understand a file; what is wrong in it becomes a ConfigError that names it."""
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return understand(_mapping(content, "the file"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: this is not YAML: {error}") from None
    except ValueError as error:
        raise ConfigError(f"{path}: {error}") from None


def _policy(content: Mapping[str, Any], zone: ZoneInfo, calendar: Calendar) -> Policy:
    _refuse_unknown(content, _SECTIONS, "section")
    targets = _targets(content.get("targets"), None, "targets")
    missing = [p.value for p in Priority if (None, p) not in targets]
    if missing:
        raise ValueError(f"targets: say them for {', '.join(missing)} too")
    for name, rows in _mapping(content.get("kinds") or {}, "kinds").items():
        targets |= _targets(rows, _member(Kind, name, "kinds"), f"kinds.{name}")
    week = _week(content.get("working_hours"))
    return Policy(WorkingTime(zone, week, calendar), targets, _length(content.get("soon"), "soon"))


def _week(content: Any) -> tuple[Day, ...]:
    hours = _mapping(content, "working_hours")
    _refuse_unknown(hours, DAYS, "day in working_hours")
    week = tuple(_day(hours.get(name) or "", name) for name in DAYS)
    if not any(week):
        raise ValueError("working_hours: there is no working day")
    return week


def _day(content: Any, name: str) -> Day:
    try:
        return parse_day(", ".join(content) if isinstance(content, list) else str(content))
    except (ValueError, TypeError) as error:
        raise ValueError(f"working_hours.{name}: {error}") from None


def _targets(
    content: Any, kind: Kind | None, place: str
) -> dict[tuple[Kind | None, Priority], Target]:
    targets = {}
    for name, row in _mapping(content, place).items():
        where = f"{place}.{name}"
        lengths = _mapping(row, where)
        _refuse_unknown(lengths, ("first_response", "resolution"), f"target in {where}")
        targets[kind, _member(Priority, name, place)] = _target(lengths, where)
    return targets


def _target(lengths: Mapping[str, Any], place: str) -> Target:
    first, resolution = (
        _length(lengths.get(name), f"{place}.{name}") for name in ("first_response", "resolution")
    )
    if first > resolution:
        raise ValueError(f"{place}: the first response cannot be due after the resolution")
    return Target(first, resolution)


def _length(content: Any, place: str) -> timedelta:
    found = _LENGTH.fullmatch(str(content).strip())
    if found is None or int(found[1]) == 0:
        raise ValueError(f"{place}: {content!r}: use a form like 30m or 4h")
    return timedelta(**{_UNITS[found[2]]: int(found[1])})


def _calendar(content: Mapping[str, Any]) -> Calendar:
    _refuse_unknown(content, _LISTS, "list")
    return Calendar(*(frozenset(_dates(content.get(name) or [], name)) for name in _LISTS))


def _dates(content: Any, name: str) -> list[date]:
    if not isinstance(content, list):
        raise ValueError(f"{name}: must be a list of dates like 2026-01-01")
    wrong = [day for day in content if type(day) is not date]
    if wrong:
        raise ValueError(f"{name}: {wrong[0]!r}: use a form like 2026-01-01")
    return content


def _mapping(content: Any, place: str) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise ValueError(f"{place}: must hold names with values")
    return content


def _member(words: type[_Words], name: Any, place: str) -> _Words:
    try:
        return words(name)
    except ValueError:
        raise ValueError(f"{place}: {name!r}: use one of {', '.join(words)}") from None


def _refuse_unknown(content: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    unknown = sorted(str(name) for name in content if name not in known)
    if unknown:
        raise ValueError(f"{unknown[0]!r}: there is no such {what}; use {', '.join(known)}")
