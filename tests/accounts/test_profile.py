"""What people say of themselves, and whether they are there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app.accounts import profile
from app.accounts.models import Account
from app.accounts.profile import Profile
from app.accounts.working_time import Calendar, WorkingTime, parse_day
from app.errors import InvalidInput, NotFound
from tests.accounts import cast

USUAL = WorkingTime(
    ZoneInfo("Europe/Moscow"),
    (*[parse_day("09:00-18:00")] * 5, (), ()),
    Calendar(holidays=frozenset({datetime(2026, 11, 4, tzinfo=UTC).date()})),
)
NOON = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # Monday in Moscow


def person(**facts: object) -> Account:
    return Account(name="Борис", away_note="", **facts)


def test_a_profile_comes_back_as_it_was_saved(database: object) -> None:
    boris = cast.boris()
    mine = Profile(
        "Борис Б.",
        "Asia/Omsk",
        ("09:00-13:00, 14:00-18:00", "", "", "", "10:00-14:00", "", ""),
        NOON,
        NOON + timedelta(days=7),
        "В отпуске",
    )
    assert profile.of(profile.save(boris.id, mine)) == mine
    assert profile.of(profile.save(boris.id, Profile("Борис"))) == Profile("Борис")


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (Profile(""), "name"),
        (Profile("Борис", time_zone="Moscow/Europe"), "time_zone"),
        (Profile("Борис", time_zone="../etc/passwd"), "time_zone"),
        (Profile("Борис", working_hours=("", "9-18", "", "", "", "", "")), "tue"),
        (Profile("Борис", away_from=NOON, away_until=NOON), "away_until"),
        (Profile("Борис", away_until=NOON), "away_until"),
        (Profile("Борис", away_note="я" * 201), "away_note"),
    ],
)
def test_a_wrong_field_is_named(database: object, wrong: Profile, field: str) -> None:
    boris = cast.boris()
    with pytest.raises(InvalidInput) as refusal:
        profile.save(boris.id, wrong)
    assert set(refusal.value.fields) == {field}


def test_nobody_has_no_profile(database: object) -> None:
    with pytest.raises(NotFound):
        profile.save(424242, Profile("Никто"))


@pytest.mark.parametrize(
    ("facts", "moment", "there"),
    [
        ({}, NOON, True),
        ({}, NOON + timedelta(hours=12), False),
        ({}, NOON + timedelta(days=2), False),  # a holiday
        ({"time_zone": "Asia/Vladivostok"}, NOON, False),
        ({"time_zone": "Asia/Vladivostok"}, NOON - timedelta(hours=8), True),
        ({"working_hours": ["00:00-24:00"] * 7}, NOON + timedelta(hours=12), True),
        ({"working_hours": [""] * 7}, NOON, False),
        ({"away_from": NOON}, NOON, False),
        ({"away_from": NOON + timedelta(hours=1)}, NOON, True),
        ({"away_from": NOON - timedelta(days=9), "away_until": NOON}, NOON, True),
        ({"disabled_at": NOON}, NOON, False),
    ],
)
def test_who_is_there(facts: dict[str, object], moment: datetime, there: bool) -> None:
    assert profile.is_there(person(**facts), moment, USUAL) is there
