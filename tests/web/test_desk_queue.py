"""The queue in a browser: narrowed, kept under a name, changed many at a time; few queries."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app import clock, db
from app.tickets import asking, desk, presence, saved_filters, tagging, teams
from app.tickets.filters import Filter
from app.tickets.states import State
from app.tickets.teams import TeamForm
from tests.accounts import cast
from tests.tickets.forms import form
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask

    from app.accounts.models import Account

MOST_QUERIES = 9  # of the queue, however many tickets and colleagues there are
XSS = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("desk-queue"))


@pytest.fixture
def boris(built: Flask, database: object) -> Account:
    return cast.boris()


@pytest.fixture
def browser(built: Flask, boris: Account) -> Browser:
    signed_in = Browser(built)
    signed_in.sign_in()
    return signed_in


def ask(subject: str, **changes: object) -> int:
    number = asking.open_ticket(form(subject=subject, **changes)).number
    db.session.remove()
    return number


def rows(page: str) -> list[str]:
    """Return the subjects of a page's rows."""
    return re.findall(r'<h2><a href="/desk/tickets/\d+"><bdi>([^<]*)</bdi>', page)


def test_a_list_is_narrowed_by_its_address_and_says_to_what(browser: Browser) -> None:
    ask("Простая")
    urgent = ask("Горит")
    browser.post(f"/desk/tickets/{urgent}/priority", priority="urgent")
    page = browser.get("/desk/?view=all&priorities=urgent&states=new").text
    assert rows(page) == ["Горит"]
    assert "Срочность: срочная" in page
    assert "Состояние: новая" in page
    without = re.search(r'href="([^"]+)" aria-label="Убрать условие «Срочность: срочная»"', page)
    assert without
    assert without[1] == "/desk/?view=all&amp;states=new"


def test_a_search_is_narrowed_too(browser: Browser) -> None:
    ask("Деньги и курьер")
    tagged = ask("Деньги и банк")
    tagging.add(tagged, 1, "банк")
    page = browser.client.get("/desk/", query_string={"q": "деньги", "tag": "банк"}).text
    assert rows(page) == ["Деньги и банк"]
    assert 'name="q" value="деньги"' in page


@pytest.mark.parametrize(
    "nonsense", ["states=x&teams=-1&levels=9", "assignee=zzz&due=x&unread=x", "teams=999999999"]
)
def test_conditions_that_make_no_sense_break_nothing(browser: Browser, nonsense: str) -> None:
    assert browser.get(f"/desk/?{nonsense}&sorting=x").status_code == 200


def test_what_is_late_and_what_will_be_says_so_in_words(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask("Давно")
    later = clock.now() + timedelta(days=40)
    monkeypatch.setattr(clock, "now", lambda: later)
    browser.sign_in()
    assert "просрочено на" in browser.get("/desk/?due=late").text
    assert "ничего не подходит" in browser.get("/desk/?due=soon").text


def test_a_filter_is_kept_under_a_name_and_removed(browser: Browser) -> None:
    ask("Моя")
    kept = browser.post("/desk/filters?view=mine&priorities=high", name="Мои срочные")
    assert kept.location == "/desk/?view=all&priorities=high&assignee=me"
    page = browser.get(kept.location).text
    assert re.search(r'aria-current="true"><svg.*<bdi>Мои срочные</bdi>', page)
    (saved,) = saved_filters.of(1)
    assert browser.post(f"/desk/filters/{saved.id}/removal").status_code == 303
    assert "Мои срочные" not in browser.get("/desk/").text


def test_a_filter_without_a_name_or_a_condition_is_refused(browser: Browser) -> None:
    nameless = browser.post("/desk/filters?view=mine", name=" ")
    assert nameless.status_code == 422
    assert "Имя: от 1 до 100 знаков." in nameless.text
    empty = browser.post("/desk/filters?view=all", name=XSS)
    assert empty.status_code == 422
    assert "<script>alert" not in empty.text


def test_anothers_shared_filter_is_shown_but_not_removed(browser: Browser) -> None:
    vera = cast.vera()
    saved = saved_filters.save(vera.id, "Общий", Filter(unread=True), shared=True)
    page = browser.get("/desk/?view=all&unread=1").text
    assert "Общий" in page
    assert "Удалить отбор «Общий»" not in page
    assert browser.post(f"/desk/filters/{saved.id}/removal").status_code == 404


def test_many_are_changed_at_once_and_the_list_stays_as_it_was(browser: Browser) -> None:
    numbers = [ask(f"Вопрос {n}") for n in range(3)]
    changed = browser.post(
        "/desk/tickets/changes?view=all&unread=1", numbers=numbers[:2], now="assign:me"
    )
    assert changed.location == "/desk/?view=all&unread=1"
    assert "Изменено 2 заявки." in browser.get(changed.location).text
    assert [desk.get(n, 1).assignee_id for n in numbers] == [1, 1, None]


@pytest.mark.parametrize(
    ("action", "tag", "seen"),
    [
        ("prioritise:high", "", "Высокая"),
        ("tag", "Банк", "<bdi>банк</bdi>"),
        ("close", "", "Закрыта"),
    ],
)
def test_every_action_of_the_list_is_done(
    browser: Browser, action: str, tag: str, seen: str
) -> None:
    number = ask("Вопрос")
    done = browser.post("/desk/tickets/changes", numbers=[number], action=action, tag=tag)
    assert done.status_code == 303
    assert seen in browser.get(f"/desk/?q={number}").text


def test_what_was_refused_is_told_with_the_reason_and_stays_chosen(browser: Browser) -> None:
    open_one, closed = ask("Открыта"), ask("Закрыта")
    ticket = desk.get(closed, 1)
    desk.close(closed, 1, version=ticket.version)
    db.session.remove()
    page = browser.post("/desk/tickets/changes?q=открыта", numbers=[open_one, closed], now="close")
    assert page.status_code == 409
    assert "Изменена 1 заявка." in page.text
    assert "Не получилось с 1 заявкой:" in page.text
    assert re.search(rf"№ {closed}</a>: [А-Я]", page.text)
    assert desk.get(open_one, 1).state is State.CLOSED


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"now": "close"}, "Выберите от 1 до 200 заявок."),
        ({"numbers": ["x", "-1", "9" * 40], "now": "close"}, "Выберите от 1 до 200 заявок."),
        ({"numbers": [1], "action": ""}, "Такого действия нет."),
        ({"numbers": [999_999], "now": "close"}, "№ 999999"),
    ],
)
def test_nothing_chosen_and_nonsense_are_told(
    browser: Browser, fields: dict[str, object], sentence: str
) -> None:
    ask("Вопрос")
    refused = browser.post("/desk/tickets/changes", **fields)
    assert refused.status_code in {409, 422}
    assert sentence in refused.text


def test_many_are_not_changed_from_outside(browser: Browser) -> None:
    number = ask("Вопрос")
    assert browser.client.post("/desk/tickets/changes", data={"numbers": number}).status_code == 400


def test_who_else_is_there_stands_in_the_row(browser: Browser) -> None:
    number = ask("Вопрос")
    presence.note(number, cast.vera().id, typing=True)
    assert "Вера пишет" in browser.get("/desk/").text


def test_the_queue_asks_few_questions_however_long_it_is(browser: Browser) -> None:
    for number in range(3):
        teams.add(TeamForm(f"Группа {number}"))
        ask(f"Вопрос {number}")
    few = _queries(browser, "/desk/?view=all")
    other = cast.vera().id
    for number in range(3, 20):
        made = ask(f"Вопрос {number}")
        tagging.add(made, other, f"метка {number}")
        presence.note(made, other, typing=False)
    assert _queries(browser, "/desk/?view=all") <= few <= MOST_QUERIES


def _queries(browser: Browser, page: str) -> int:
    seen: list[str] = []

    def count(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "INSERT", "UPDATE", "DELETE")):
            seen.append(statement)

    engine = db.session.get_bind()
    event.listen(engine, "before_cursor_execute", count)
    try:
        assert browser.get(page).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", count)
    return len(seen)
