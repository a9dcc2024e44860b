"""The lists of the desk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.accounts import accounts
from app.tickets import asking, desk, following, queue
from app.tickets.queue import View
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.accounts.models import Account
    from app.tickets.models import Ticket

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def asked(minute: int, **changes: object) -> Ticket:
    with clock.frozen_at(MOMENT + timedelta(minutes=minute)):
        return asking.open_ticket(form(**changes))


def numbers(view: View, account: Account, **how: object) -> list[int]:
    page = queue.tickets(view, account.id, **how)  # type: ignore[arg-type]
    return [row.ticket.number for row in page.rows]


def test_a_ticket_moves_through_the_lists(boris: Account, vera: Account) -> None:
    ticket = asked(0)
    assert numbers(View.NEW, boris) == numbers(View.ALL, boris) == [ticket.number]
    desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    assert numbers(View.NEW, boris) == numbers(View.MINE, vera) == []
    assert numbers(View.MINE, boris) == numbers(View.ALL, vera) == [ticket.number]
    desk.close(ticket.number, boris.id, version=ticket.version)
    assert numbers(View.MINE, boris) == numbers(View.ALL, boris) == []
    assert numbers(View.CLOSED, vera) == [ticket.number]
    following.reopen(ticket.token)
    assert numbers(View.MINE, boris) == [ticket.number]


def test_the_counts_are_those_of_the_lists(boris: Account, vera: Account) -> None:
    tickets = [asked(minute) for minute in range(6)]
    for ticket in tickets[:3]:
        desk.assign(ticket.number, boris.id, boris.id, version=ticket.version)
    desk.close(tickets[0].number, boris.id, version=tickets[0].version)
    counts = queue.counts(boris.id)
    assert counts == {View.NEW: 3, View.MINE: 2, View.ALL: 5, View.CLOSED: 1}
    assert counts == {view: len(numbers(view, boris)) for view in View}
    assert queue.counts(vera.id)[View.MINE] == 0


def test_a_ticket_of_somebody_who_left_is_new_again(boris: Account, vera: Account) -> None:
    ticket = asked(0)
    desk.assign(ticket.number, vera.id, vera.id, version=ticket.version)
    accounts.disable(vera.email)
    assert numbers(View.NEW, boris) == [ticket.number]
    assert queue.counts(boris.id)[View.NEW] == 1


def test_the_longest_waiting_come_first_among_the_new(boris: Account) -> None:
    first, second = asked(0), asked(1)
    with clock.frozen_at(MOMENT + timedelta(minutes=2)):
        following.reply(first.token, "Ау?", "key")
    assert numbers(View.NEW, boris) == [first.number, second.number]
    assert numbers(View.ALL, boris) == [first.number, second.number]
    third = asked(3)
    assert numbers(View.NEW, boris) == [first.number, second.number, third.number]
    assert numbers(View.ALL, boris) == [third.number, first.number, second.number]


@pytest.mark.parametrize("view", [View.NEW, View.ALL])
def test_pages_show_each_ticket_once(boris: Account, view: View) -> None:
    made = {asked(minute // 3).number for minute in range(11)}  # several share a moment
    shown: list[int] = []
    before = None
    for _ in range(4):
        page = queue.tickets(view, boris.id, before=before, limit=3)
        shown += [row.ticket.number for row in page.rows]
        before = page.before
    assert before is None
    assert len(shown) == 11
    assert set(shown) == made


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "x",
        "2026-11-02_1",
        "2026-11-02T00:00:00+00:00_x",
        "_",
        "9999-12-31T23:59:59-14:00_1",
        "2026-11-02T00:00:00+00:00_" + "9" * 99,
    ],
)
def test_a_cursor_without_sense_gives_the_first_page(boris: Account, nonsense: str) -> None:
    ticket = asked(0)
    assert numbers(View.ALL, boris, before=nonsense) == [ticket.number]


def test_unread_is_what_the_customer_wrote_since_this_agent_looked(
    boris: Account, vera: Account
) -> None:
    ticket = asked(0)
    assert _unread(boris)
    desk.mark_seen(ticket, boris.id)
    assert not _unread(boris)
    assert _unread(vera)
    desk.note(ticket.number, vera.id, "Заметка", submission_key="n")
    assert not _unread(boris)
    following.reply(ticket.token, "Ау?", "key")
    assert _unread(boris)


def test_what_came_while_the_page_was_open_stays_unread(boris: Account) -> None:
    ticket = asked(0)
    loaded = desk.get(ticket.number, boris.id)
    db.session.expunge(loaded)
    with clock.frozen_at(MOMENT + timedelta(minutes=1)):
        following.reply(ticket.token, "Ау?", "key")
    desk.mark_seen(loaded, boris.id)
    assert _unread(boris)


def test_what_comes_after_the_clock_was_set_back_is_unread_until_it_is_seen(
    boris: Account,
) -> None:
    ticket = asked(60)
    desk.mark_seen(ticket, boris.id)
    for minute in (1, 2):
        with clock.frozen_at(MOMENT + timedelta(minutes=minute)):
            following.reply(ticket.token, "Ау?", f"key {minute}")
        assert _unread(boris)
        desk.mark_seen(desk.get(ticket.number, boris.id), boris.id)
        assert not _unread(boris)


def test_a_row_shows_the_last_words_but_no_note(boris: Account) -> None:
    ticket = asked(0)
    following.reply(ticket.token, "Последнее слово", "key")
    desk.note(ticket.number, boris.id, "Тайна", submission_key="n")
    (row,) = queue.tickets(View.ALL, boris.id).rows
    assert row.excerpt == "Последнее слово"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("ВОЗВРАТ денег", ["Возврат денёг"]),
        ("возврат посылка", []),
        ("ИВАНОВ", ["Где посылка?"]),
        ("ivanov@example.com", ["Где посылка?"]),
        ("100%", ["Скидка 100%"]),
        ("_", []),
        ("", []),
        ("возвращаете деньги", ["Возврат денёг"]),
        ("№ 999999999999", []),
    ],
)
def test_the_search_box_finds_by_any_form_of_subject_name_and_address(
    boris: Account, typed: str, found: list[str]
) -> None:
    text = "Расскажите подробнее."
    asked(0, body=text, subject="Возврат денёг")
    asked(1, body=text, subject="Где посылка?", name="Иванов", email="ivanov@example.com")
    asked(2, body=text, subject="Скидка 100%")
    asked(3, body=text, subject="Скидка 1000 рублей")
    assert [row.ticket.subject for row in queue.search(typed, boris.id).rows] == found


@pytest.mark.parametrize("form_of_number", ["{}", "№{}", " # {} "])
def test_the_search_box_finds_by_number(boris: Account, form_of_number: str) -> None:
    asked(0)
    ticket = asked(1)
    page = queue.search(form_of_number.format(ticket.number), boris.id)
    assert [row.ticket.number for row in page.rows] == [ticket.number]


def _unread(account: Account) -> bool:
    (row,) = queue.tickets(View.ALL, account.id).rows
    return row.unread
