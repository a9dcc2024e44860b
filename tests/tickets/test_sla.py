"""Targets, the clock that stands while we wait for the customer, late and soon."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import clock
from app.config import Config, ConfigError
from app.db import transaction
from app.tickets import asking, conversation, desk, following, lateness, policy, sla, sorting
from app.tickets.kinds import Kind, Priority
from app.tickets.models import Ticket
from app.tickets.sla import Standing
from app.tickets.states import State, Step
from tests.tickets.forms import form

if TYPE_CHECKING:
    from pathlib import Path

    from app.accounts.models import Account

MOSCOW = ZoneInfo("Europe/Moscow")
SHIPPED = policy.read(policy.DATA / "sla.yml", policy.DATA / "holidays.yml", MOSCOW)
GOOD = (policy.DATA / "sla.yml").read_text(encoding="utf-8")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW)


def asked_at(text: str) -> Ticket:
    with clock.frozen_at(at(text)):
        return asking.open_ticket(form(subject=f"Спрошено {text}"))


@pytest.mark.parametrize(
    ("asked", "priority", "first", "resolution"),
    [
        ("2026-11-02T10:00", "urgent", "2026-11-02T11:00", "2026-11-03T10:00"),
        ("2026-11-03T16:00", "urgent", "2026-11-03T17:00", "2026-11-05T17:00"),  # eve, holiday
        ("2026-11-06T17:00", "normal", "2026-11-09T17:00", "2026-11-13T17:00"),  # weekend
        ("2026-12-30T17:30", "high", "2027-01-11T12:30", "2027-01-12T17:30"),  # New Year
    ],
)
def test_targets_are_due_in_working_time(
    database: object, boris: Account, asked: str, priority: str, first: str, resolution: str
) -> None:
    ticket = asked_at(asked)
    sorting.prioritise(ticket.number, boris.id, priority)
    assert (ticket.first_response_due, ticket.resolution_due) == (at(first), at(resolution))
    assert ticket.due_at == at(first)


def test_a_new_ticket_has_its_due_times(database: object) -> None:
    ticket = asked_at("2026-11-02T10:00")
    assert ticket.due_at == ticket.first_response_due == at("2026-11-03T10:00")


def test_the_clock_stands_while_we_wait_for_the_customer(boris: Account) -> None:
    ticket = asked_at("2026-11-02T10:00")
    # The 3rd is an hour shorter, the 4th a holiday, then comes a weekend.
    assert ticket.resolution_due == at("2026-11-10T11:00")
    with clock.frozen_at(at("2026-11-02T12:00")):
        desk.reply(ticket.number, boris.id, "Какой заказ?", version=1, submission_key="a")
    assert (ticket.due_at, ticket.state) == (None, State.WAITING)
    with clock.frozen_at(at("2026-11-02T15:00")):
        following.reply(ticket.token, "Заказ 12", "b")
    assert ticket.paused_seconds == 3 * 60 * 60
    assert ticket.due_at == ticket.resolution_due == at("2026-11-10T14:00")
    assert ticket.first_response_due == at("2026-11-03T10:00")


def test_waiting_for_others_is_our_time(boris: Account) -> None:
    ticket = asked_at("2026-11-02T10:00")
    with clock.frozen_at(at("2026-11-02T12:00")):
        desk.hold(ticket.number, boris.id, version=ticket.version)
    assert ticket.state is State.WAITING_OTHERS
    assert ticket.due_at == at("2026-11-03T10:00")
    with clock.frozen_at(at("2026-11-02T13:00")):
        desk.resume(ticket.number, boris.id, version=ticket.version)
    assert (ticket.state, ticket.paused_seconds) == (State.OPEN, 0)


def test_time_between_closing_and_opening_again_does_not_count(database: object) -> None:
    ticket = asked_at("2026-11-02T10:00")
    with clock.frozen_at(at("2026-11-02T11:00")):
        following.close(ticket.token)
    assert ticket.due_at is None
    with clock.frozen_at(at("2026-11-05T11:00")):
        following.reopen(ticket.token)
    assert ticket.paused_seconds == (9 + 8) * 60 * 60
    assert ticket.due_at == at("2026-11-06T10:00")


def test_what_was_late_before_a_pause_stays_late(boris: Account) -> None:
    ticket = asked_at("2026-11-02T10:00")
    with clock.frozen_at(at("2026-11-20T12:00")):
        desk.reply(ticket.number, boris.id, "Какой заказ?", version=1, submission_key="a")
    with clock.frozen_at(at("2026-11-25T12:00")):
        following.reply(ticket.token, "Заказ 12", "b")
        assert sla.standing(ticket, SHIPPED, clock.now()) is Standing.LATE


@pytest.mark.parametrize(
    ("now", "standing"),
    [
        ("2026-11-02T16:00", Standing.IN_TIME),
        ("2026-11-02T17:59", Standing.IN_TIME),
        ("2026-11-03T09:00", Standing.SOON),  # an hour of working time is left
        ("2026-11-02T23:00", Standing.SOON),
        ("2026-11-03T10:00", Standing.LATE),
    ],
)
def test_soon_and_late(now: str, standing: Standing) -> None:
    ticket = Ticket(state=State.NEW, due_at=at("2026-11-03T10:00"))
    assert sla.standing(ticket, SHIPPED, at(now)) is standing


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from(list(Kind)))
def test_a_longer_pause_is_never_due_sooner(first: int, more: int, kind: Kind) -> None:
    def due(paused: int) -> datetime:
        ticket = Ticket(
            kind=kind,
            priority=Priority.NORMAL,
            state=State.OPEN,
            created_at=datetime(2026, 3, 1, tzinfo=UTC),
            paused_seconds=paused,
        )
        sla.set_dues(ticket, SHIPPED)
        assert ticket.due_at == ticket.first_response_due
        assert ticket.resolution_due is not None
        return ticket.resolution_due

    assert due(first) <= due(first + more)


def test_the_late_go_a_level_up_once_for_each_target(boris: Account) -> None:
    ticket, in_time = asked_at("2026-11-02T10:00"), asked_at("2026-11-03T09:30")
    with clock.frozen_at(at("2026-11-03T10:30")):
        assert lateness.escalate_late() == 1
        assert lateness.escalate_late() == 0
    assert (ticket.level, in_time.level) == (2, 1)
    with clock.frozen_at(at("2026-11-30T10:30")):
        desk.reply(
            ticket.number, boris.id, "Простите!", version=ticket.news_version, submission_key="a"
        )
        desk.resume(ticket.number, boris.id, version=ticket.version)
        assert lateness.escalate_late() == 2
        assert lateness.escalate_late() == 0
    assert (ticket.level, in_time.level) == (3, 2)
    told = [e.details for e in conversation.events(ticket) if e.step is Step.GREW_LATE]
    assert [(d["target"], d["from"], d["to"]) for d in told if d] == [
        ("first_response", 1, 2),
        ("resolution", 2, 3),
    ]


def test_tickets_from_before_get_their_due_times(boris: Account) -> None:
    ours, waiting = asked_at("2026-11-02T10:00"), asked_at("2026-11-02T11:00")
    with clock.frozen_at(at("2026-11-02T12:00")):
        desk.reply(waiting.number, boris.id, "Что?", version=waiting.version, submission_key="a")
    with transaction():
        for ticket in (ours, waiting):
            ticket.due_at = ticket.resolution_due = ticket.first_response_due = None
            ticket.paused_at = None
    with clock.frozen_at(at("2026-11-02T13:00")):
        assert lateness.escalate_late() == 0
    assert ours.due_at == at("2026-11-03T10:00")
    assert (waiting.due_at, waiting.paused_at) == (None, at("2026-11-02T12:00"))
    assert waiting.resolution_due == at("2026-11-10T12:00")


def test_growing_late_does_not_disturb_who_is_writing(boris: Account) -> None:
    ticket = asked_at("2026-11-02T10:00")
    seen = ticket.version
    with clock.frozen_at(at("2026-11-03T10:30")):
        lateness.escalate_late()
        desk.reply(ticket.number, boris.id, "Вот ответ.", version=seen, submission_key="a")
    assert ticket.state is State.WAITING


def test_the_shipped_files_are_those_of_the_settings() -> None:
    policy.use(Config(time_zone="Asia/Yekaterinburg"))
    try:
        assert policy.in_force().hours.zone.key == "Asia/Yekaterinburg"
    finally:
        policy.use(Config())


@pytest.mark.parametrize(
    ("wrong", "right", "sentence"),
    [
        ("soon: soonish", "soon: 1h", "soon: 'soonish': use a form like 30m or 4h"),
        ("soon: 0h", "soon: 1h", "soon: '0h'"),
        ("mon: 9-18", "mon: 09:00-18:00", "working_hours.mon: '9-18': use a form like"),
        ("monday: 09:00-18:00", "mon: 09:00-18:00", "'monday': there is no such day"),
        ("lowest:", "low:", "targets: 'lowest': use one of low, normal, high, urgent"),
        ("praise:", "complaint:", "kinds: 'praise': use one of question"),
        ("first_answer: 4h", "first_response: 4h", "'first_answer': there is no such target"),
        ("{first_response: 99h", "{first_response: 4h", "cannot be due after the resolution"),
        ("target:", "targets:", "'target': there is no such section"),
        ("- a", GOOD, "the file: must hold names with values"),
        ("a: [", GOOD, "this is not YAML"),
    ],
)
def test_a_wrong_file_is_refused_with_file_and_place(
    tmp_path: Path, wrong: str, right: str, sentence: str
) -> None:
    assert right in GOOD
    file = tmp_path / "mine.yml"
    file.write_text(GOOD.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ConfigError) as refusal:
        policy.read(file, policy.DATA / "holidays.yml", MOSCOW)
    assert str(refusal.value).startswith(f"{file}: ")
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("holidays: 2026-01-01", "holidays: must be a list of dates"),
        ("holidays: [1 января]", "holidays: '1 января': use a form like 2026-01-01"),
        ("days_off: []", "'days_off': there is no such list"),
    ],
)
def test_a_wrong_calendar_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "days.yml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=r"days\.yml") as refusal:
        policy.read(policy.DATA / "sla.yml", file, MOSCOW)
    assert sentence in str(refusal.value)


def test_a_missing_file_is_named() -> None:
    with pytest.raises(ConfigError, match=r"/no/such\.yml: No such file"):
        policy.use(Config(sla_file="/no/such.yml"))


def test_the_shipped_calendar_has_the_days_off_of_2026() -> None:
    office = SHIPPED.hours
    days = [datetime(2026, 1, 1, 12, tzinfo=MOSCOW) + timedelta(days=n) for n in range(365)]
    assert sum(office.is_open(day) for day in days) == 247
