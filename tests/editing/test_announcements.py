"""Announcements: who is told what, where and when; refused with a reason beside each field."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from app import clock
from app.accounts.roles import GUEST, Reader, Role
from app.editing import announcements
from app.editing.announcements import NoticeForm, Rules
from app.editing.board import Board
from app.errors import Conflict, InvalidInput, NotFound

pytestmark = pytest.mark.usefixtures("database")

NOON = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)  # in Moscow
RULES = Rules(ZoneInfo("Europe/Moscow"), {"dostavka", "oplata", "oplata/karty"})
FORM = NoticeForm(text="Коды приходят с задержкой.", kind="problem")
AGENT = Reader(Role.AGENT, 1)


def texts(reader: Reader = GUEST, *categories: str, after: timedelta = timedelta()) -> list[str]:
    board = Board()
    with clock.frozen_at(NOON + after):
        return [notice.text for notice in board.concerning(reader, categories)]


def add(**fields: str) -> int:
    with clock.frozen_at(NOON):
        return announcements.add(replace(FORM, **fields), RULES, None).id


def test_an_announcement_is_shown_at_once_and_until_it_is_ended() -> None:
    number = add()
    assert texts() == [FORM.text]
    assert texts(after=timedelta(days=365)) == [FORM.text]
    with clock.frozen_at(NOON + timedelta(hours=1)):
        announcements.end(number)
    assert texts(after=timedelta(hours=1)) == []


def test_its_period_is_in_the_sites_zone() -> None:
    add(starts="2026-11-28T13:00", ends="2026-11-28T14:00")
    assert texts() == []
    assert texts(after=timedelta(hours=1)) == [FORM.text]
    assert texts(after=timedelta(hours=2)) == []


def test_a_category_tells_its_own_pages_and_those_inside_it() -> None:
    add(category="oplata")
    assert texts() == []
    assert texts(GUEST, "dostavka", "") == []
    assert texts(GUEST, "oplata") == [FORM.text]
    assert texts(GUEST, "oplata/karty") == [FORM.text]


def test_staff_alone_are_told_what_is_for_staff() -> None:
    add(audience="staff")
    assert texts() == []
    assert texts(AGENT) == [FORM.text]


def test_problems_come_first_and_the_newest_of_a_kind() -> None:
    for number, kind in enumerate(("solved", "announcement", "problem", "problem")):
        add(kind=kind, text=f"{kind} {number}", starts=f"2026-11-2{number}T10:00")
    assert texts() == ["problem 3", "problem 2", "announcement 1", "solved 0"]


def test_a_change_is_another_version() -> None:
    number = add()
    form = announcements.form_of(announcements.get(number), RULES.zone)
    changed = announcements.change(number, replace(form, text="Всё."), RULES, None, version=1)
    assert (changed.version, changed.text, changed.starts_at) == (2, "Всё.", NOON)


def test_of_two_editors_the_second_sees_what_the_first_wrote() -> None:
    number = add()
    announcements.change(number, replace(FORM, text="Первая"), RULES, None, version=1)
    with pytest.raises(Conflict, match="Сейчас в нём: «Первая»"):
        announcements.change(number, replace(FORM, text="Вторая"), RULES, None, version=1)
    assert announcements.get(number).text == "Первая"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": "  \n "}, {"text": "Напишите"}),
        ({"text": "ы" * 501, "text_en": "y" * 501}, {"text": "Не больше 500", "text_en": "500"}),
        ({"kind": "joke", "audience": "cats"}, {"kind": "Выберите", "audience": "Выберите"}),
        ({"category": "net-takogo"}, {"category": "Выберите"}),
        ({"starts": "завтра"}, {"starts": "Укажите день"}),
        ({"ends": "2026-13-01T00:00"}, {"ends": "Укажите день"}),
        ({"starts": "0001-01-01T00:00"}, {"starts": "Год должен быть"}),
        ({"starts": "2026-12-02T10:00", "ends": "2026-12-02T10:00"}, {"ends": "позже начала"}),
        ({"ends": "2026-11-28T11:59"}, {"ends": "позже начала"}),
    ],
)
def test_what_is_wrong_is_named_by_field(fields: dict[str, str], wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as refused:
        add(**fields)
    assert refused.value.fields.keys() == wrong.keys()
    assert all(words in str(refused.value.fields[field]) for field, words in wrong.items())
    assert announcements.everything() == []


def test_what_is_shown_is_ended_before_it_is_removed() -> None:
    number = add()
    with clock.frozen_at(NOON + timedelta(hours=1)):
        with pytest.raises(Conflict, match="сначала завершите"):
            announcements.remove(number)
        announcements.end(number)
        announcements.remove(number)
    with pytest.raises(NotFound):
        announcements.get(number)


def test_what_has_not_begun_is_not_ended_and_can_be_removed() -> None:
    number = add(starts="2030-01-01T10:00")
    with clock.frozen_at(NOON):
        with pytest.raises(Conflict, match="ещё не показывалось"):
            announcements.end(number)
        assert announcements.get(number).text == FORM.text
        announcements.remove(number)
    assert announcements.everything() == []
