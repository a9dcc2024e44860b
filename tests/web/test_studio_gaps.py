"""What searches do not find, as editors see it in the studio."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event, select

from app.db import session
from app.learning import gap_states
from app.learning.models import Gap, State
from app.tickets import asking
from app.tickets.models import Ticket
from tests.accounts import cast
from tests.curation.helpcentre import make_gap
from tests.learning.visits import SMS, Visit, conclude, three_fail
from tests.web.staff import Browser, anna_at, build

if TYPE_CHECKING:
    from flask import Flask

XSS = "<script>alert(1)</script> смс"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build(tmp_path_factory.mktemp("gaps"))
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    return built


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app)


def the_gap() -> Gap:
    found = select(Gap).execution_options(populate_existing=True)
    return session.scalars(found.order_by(Gap.id)).all()[0]


def test_an_editor_reads_wordings_endings_and_examples(anna: Browser) -> None:
    vera = Visit("вера")
    search = vera.searches("не приходит смс код")
    vera.opens("voz-01", search)
    vera.votes("voz-01", helpful=False)
    three_fail()
    conclude()
    listed = anna.get("/studio/gaps").text
    assert f'<a href="/studio/gaps/{the_gap().id}"><bdi>не приходит смс код</bdi></a>' in listed
    assert 'data-name="Людей">4<' in listed
    page = anna.get(f"/studio/gaps/{the_gap().id}").text
    assert all(wording in page for wording in SMS)
    assert "ничего не нашлось" in page
    assert "прочли статью и ответили, что не помогла" in page
    assert '<a href="/articles/voz-01" lang="ru">Возврат денег</a>' in page
    assert page.count('<ol class="trail panel"') == 3


def test_a_gap_names_the_tickets_that_came_of_it(anna: Browser) -> None:
    searches = three_fail()
    request = asking.Request(
        subject="Не приходит код",
        body="Жду уже час, смс нет.",
        name="Вера",
        email="vera@example.com",
        visitor="а0",
        submission_key="k",
        search_id=searches[0],
    )
    ticket = asking.open_ticket(request)
    conclude(asked={searches[0]: (ticket.number, ticket.created_at)})
    page = anna.get(f"/studio/gaps/{the_gap().id}").text
    assert f'<a href="/desk/tickets/{ticket.number}">№ {ticket.number}' in page
    with session.begin_nested():
        session.delete(session.get(Ticket, ticket.number))
    assert "Заявок нет." in anna.get(f"/studio/gaps/{the_gap().id}").text


def test_an_editor_takes_a_gap_and_calls_it_noise(anna: Browser) -> None:
    three_fail()
    conclude()
    address = f"/studio/gaps/{the_gap().id}"
    anna.get(address)
    assert anna.post(f"{address}/state", state="in_work").status_code == 303
    assert "В работе" in anna.get(address).text
    assert anna.post(f"{address}/state", state="noise").status_code == 303
    assert the_gap().state is State.NOISE
    assert "не приходит" not in anna.get("/studio/gaps").text
    assert address in anna.get("/studio/gaps?state=noise").text


def test_a_step_that_somebody_else_was_before_is_refused_with_a_sentence(anna: Browser) -> None:
    three_fail()
    conclude()
    address = f"/studio/gaps/{the_gap().id}"
    anna.get(address)
    gap_states.move(the_gap().id, State.NOISE, cast.boris().id)
    answer = anna.post(f"{address}/state", state="in_work")
    assert answer.status_code == 409
    assert "Сначала откройте пробел снова." in answer.text
    assert anna.post(f"{address}/state", state="closed").status_code == 409
    assert anna.post(f"{address}/state", state="nonsense").status_code == 404


def test_the_old_addresses_of_the_desk_lead_to_the_studio(anna: Browser, app: Flask) -> None:
    old = anna.get("/desk/gaps?state=noise")
    assert (old.status_code, old.location) == (301, "/studio/gaps?state=noise")
    assert anna.get("/desk/gaps/7").location == "/studio/gaps/7"
    assert Browser(app).get("/desk/gaps/7").status_code == 303


def test_a_gap_shows_what_it_costs_and_by_which_definition(anna: Browser) -> None:
    make_gap()
    page = anna.get(f"/studio/gaps/{the_gap().id}").text
    assert '<p class="figure">15 минут</p>' in page
    assert "15 минут работы на заявку" in page
    assert "по 15 минут работы на каждую" in anna.get("/studio/gaps").text


def test_weeks_are_bars_with_the_same_numbers_in_words(anna: Browser) -> None:
    three_fail()
    conclude()
    page = anna.get(f"/studio/gaps/{the_gap().id}").text
    assert "Людей по неделям, от давних к недавним: 0, 0," in page
    assert page.count("<rect") == 12
    assert page.count('<tr><th scope="row"><time') == 12


def test_gaps_are_for_editors_only(app: Flask, anna: Browser) -> None:
    three_fail()
    conclude()
    address = f"/studio/gaps/{the_gap().id}"
    assert 'href="/studio/gaps"' in anna.get("/desk/").text
    assert 'href="/studio/gaps"' in anna.get("/studio/").text
    cast.boris()
    boris = Browser(app)
    boris.sign_in()
    assert "/studio/gaps" not in boris.get("/desk/").text
    assert boris.get("/studio/gaps").status_code == 403
    assert boris.get(address).status_code == 403
    for deed in ("state", "article", "answer", "rerun", "closure"):
        assert boris.post(f"{address}/{deed}").status_code == 403
        assert Browser(app).post(f"{address}/{deed}").status_code in {303, 400, 403}
    for page in ("article", "answer"):
        assert boris.get(f"{address}/{page}").status_code == 403
    assert Browser(app).get("/studio/gaps").status_code != 200


def test_an_empty_list_and_an_unknown_gap_say_so(anna: Browser) -> None:
    assert "частых вопросов без ответа нет" in anna.get("/studio/gaps?before=nonsense").text
    assert anna.get("/studio/gaps/99").status_code == 404


def test_a_query_is_shown_as_text(anna: Browser) -> None:
    for name in "абв":
        Visit(name).searches(XSS, total=0)
    conclude()
    page = anna.get(f"/studio/gaps/{the_gap().id}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_both_pages_ask_the_database_the_same_however_much_there_is(anna: Browser) -> None:
    three_fail()
    conclude()
    addresses = ("/studio/gaps", f"/studio/gaps/{the_gap().id}")
    few = [queries_of(anna, address) for address in addresses]
    for day in range(1, 4):
        three_fail(day=day)
        for name in "абв":
            Visit(f"{name}{day}").searches(f"слово{day} иное{day}", total=0, minute=9)
    conclude(5)
    assert [queries_of(anna, address) for address in addresses] == few
    assert re.search(r"data-name=\"Людей\">12<", anna.get("/studio/gaps").text)


def queries_of(browser: Browser, address: str) -> int:
    browser.get(address)
    made: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *call: made.append(call[2]))
    browser.get(address)
    return len(made)
