"""The desk in a browser: the queue, a ticket, and what may be done with it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from app import clock, db
from app.accounts.roles import GUEST
from app.feedback import readings, voting
from app.search.models import Search
from app.tickets import asking, conversation, desk, following
from app.tickets.states import State
from app.web.desk.door import in_units
from app.web.filters import linked
from tests.accounts import cast
from tests.accounts.cast import GLEB
from tests.tickets.forms import form
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask

    from app.tickets.models import Ticket

REL = 'rel="noopener noreferrer nofollow ugc"'
XSS = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    return built


@pytest.fixture
def browser(app: Flask) -> Browser:
    signed_in = Browser(app)
    signed_in.sign_in()
    return signed_in


@pytest.fixture
def ticket(app: Flask) -> Ticket:
    return asked()


def asked(**changes: object) -> Ticket:
    """Return a new ticket as it is now: requests of the tests do not refresh it."""
    made = asking.open_ticket(form(**changes))
    db.session.expunge(made)
    return made


def address(ticket: Ticket, action: str = "") -> str:
    return f"/desk/tickets/{ticket.number}{action}"


def reload(ticket: Ticket) -> Ticket:
    db.session.remove()
    return desk.get(ticket.number, account_id=1)


def test_the_queue_shows_what_is_new_with_counts(browser: Browser, ticket: Ticket) -> None:
    page = browser.get("/desk/").text
    assert "Новые заявки" in page
    assert "Не приходят деньги за возврат" in page
    assert "Вернул куртку две недели назад" in page
    assert "(есть новое)" in page
    assert re.search(r"Новые <span class=\"number\">1</span>", page)
    assert re.search(r"Мои <span class=\"number\">0</span>", page)


@pytest.mark.parametrize("view", ["new", "mine", "all", "closed", "nonsense", ""])
def test_every_list_opens_also_empty(browser: Browser, view: str) -> None:
    assert browser.get(f"/desk/?view={view}&before=nonsense").status_code == 200


def test_the_queue_goes_on_to_the_next_page(browser: Browser) -> None:
    for number in range(51):
        asked(subject=f"Вопрос {number}")
    first = browser.get("/desk/?view=all").text
    onward = re.search(r'href="([^"]+before[^"]+)" rel="next"', first)
    assert onward is not None
    second = browser.get(onward[1].replace("&amp;", "&")).text
    assert first.count('class="row') == 50
    assert second.count('class="row') == 1
    assert "Вопрос 0<" in second


def test_a_ticket_is_found_by_its_number_and_words(browser: Browser, ticket: Ticket) -> None:
    for query in (str(ticket.number), f"№ {ticket.number}", "ДЕНЬГИ", "gleb@example"):
        assert "Не приходят деньги" in browser.client.get("/desk/", query_string={"q": query}).text
    assert "Такой заявки нет" in browser.get("/desk/?q=посылка").text


def test_what_no_database_can_hold_is_looked_for_without_it(browser: Browser) -> None:
    assert browser.get("/desk/?q=%00").status_code == 200
    assert browser.get("/desk/?q=во%00прос%ED%A0%80").status_code == 200


def test_opening_a_ticket_marks_it_read_for_this_agent_only(
    app: Flask, browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    assert "(есть новое)" not in browser.get("/desk/").text
    cast.vera()
    other = Browser(app)
    other.sign_in("vera@polka.example")
    assert "(есть новое)" in other.get("/desk/").text


def test_the_trail_stands_beside_the_conversation(browser: Browser, app: Flask) -> None:
    _search("вернуть деньги", 4)
    _search("деньги частями", 0)
    readings.opened("voz-01", "r1", GLEB, reader=GUEST)
    voting.vote("voz-01", "r1", GLEB, helpful=False, reader=GUEST)
    voting.explain("voz-01", "r1", GLEB, "outdated", XSS)
    page = browser.get(address(asked(article_id="voz-01"))).text
    assert "«вернуть деньги»" in page
    assert "4 стат" in page
    assert "ничего не нашлось" in page
    assert '<a href="/articles/voz-01" lang="ru">Возврат денег</a>' in page
    assert "Сведения устарели" in page
    assert "<script>alert" not in page


def test_an_article_that_the_agent_may_not_read_is_not_named(browser: Browser) -> None:
    readings.opened("voz-03", "r1", GLEB, reader=GUEST)
    readings.opened("voz-02", "r1", GLEB, reader=GUEST)
    page = browser.get(address(asked(article_id="voz-03"))).text
    assert "Черновик о возврате" not in page
    assert "Статья, которой больше нет" in page
    assert "памятка сотруднику" in page


def test_a_reply_reaches_the_customer_and_takes_the_ticket(
    browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    done = browser.post(
        address(ticket, "/replies"), body="Деньги в пути.", version=1, submission_key="k"
    )
    assert (done.status_code, done.location) == (303, address(ticket) + "#_last")
    now = reload(ticket)
    assert now.state is State.WAITING
    assert now.assignee is not None
    assert now.assignee.name == "Борис"
    assert "Деньги в пути." in browser.client.get(f"/tickets/{ticket.token}").text


def test_links_of_a_reply_can_be_followed_by_the_customer(browser: Browser, ticket: Ticket) -> None:
    text = "Вот: https://polka.example/articles/voz-01. <b>Проверьте</b>"
    browser.post(address(ticket, "/replies"), body=text, version=1, submission_key="k")
    page = browser.client.get(f"/tickets/{ticket.token}").text
    link = f'<a href="https://polka.example/articles/voz-01" {REL}>'
    assert f"Вот: {link}https://polka.example/articles/voz-01</a>. &lt;b&gt;" in page


def test_reply_and_solve(browser: Browser, ticket: Ticket) -> None:
    browser.post(
        address(ticket, "/replies"), body="Готово.", version=1, submission_key="k", solve="1"
    )
    assert reload(ticket).state is State.SOLVED


def test_an_answer_crossed_by_another_is_shown_back_with_the_news(
    browser: Browser, ticket: Ticket
) -> None:
    browser.get(address(ticket))
    desk.reply(ticket.number, cast.vera().id, "Я уже ответила.", version=1, submission_key="v")
    again = browser.post(
        address(ticket, "/replies"), body="Мой <ответ>", version=1, submission_key="k"
    )
    assert again.status_code == 409
    assert "Тем временем в заявке появилось новое." in again.text
    assert "Мой &lt;ответ&gt;</textarea>" in again.text
    fresh = re.search(r'<li class="message agent fresh".*?</li>', again.text, re.DOTALL)
    assert fresh is not None
    assert "Я уже ответила." in fresh[0]
    assert "Новое" in fresh[0]
    version = re.search(r'name="version" value="(\d+)"', again.text)
    assert version is not None
    sent = browser.post(
        address(ticket, "/replies"), body="Мой <ответ>", version=version[1], submission_key="k"
    )
    assert sent.status_code == 303
    assert len(conversation.public(reload(ticket))) == 3


@pytest.mark.parametrize("version", [None, "", "x", "99", "9" * 40])
def test_a_form_without_the_right_version_writes_nothing(
    browser: Browser, ticket: Ticket, version: str | None
) -> None:
    for action in ("/replies", "/assignment", "/closure"):
        answer = browser.post(
            address(ticket, action), body="Текст", submission_key="k", version=version
        )
        assert answer.status_code == 409
    assert len(conversation.events(reload(ticket))) == 1


def test_a_double_click_sends_one_answer(browser: Browser, ticket: Ticket) -> None:
    for _ in range(2):
        sent = browser.post(
            address(ticket, "/replies"), body="Проверяю.", version=1, submission_key="k"
        )
        assert sent.status_code == 303
    assert len(conversation.public(reload(ticket))) == 2


@pytest.mark.parametrize("action", ["/replies", "/notes"])
def test_an_empty_or_endless_text_is_refused_and_kept(
    browser: Browser, ticket: Ticket, action: str
) -> None:
    empty = browser.post(address(ticket, action), body=" ", version=1, submission_key="k")
    assert empty.status_code == 422
    assert "Напишите сообщение." in empty.text
    text = "я" * 10_001
    endless = browser.post(address(ticket, action), body=text, version=1, submission_key="k")
    assert endless.status_code == 422
    assert f"{text}</textarea>" in endless.text


def test_a_note_is_for_colleagues_only(browser: Browser, ticket: Ticket) -> None:
    browser.post(address(ticket, "/notes"), body="Осторожно с ним", submission_key="k")
    assert "внутренняя заметка" in browser.get(address(ticket)).text
    assert "Осторожно" not in browser.client.get(f"/tickets/{ticket.token}").text


def test_assigning_to_me_to_somebody_and_to_nobody(browser: Browser, ticket: Ticket) -> None:
    vera = cast.vera()
    for wished, name in (("me", "Борис"), (str(vera.id), "Вера"), ("", None)):
        now = reload(ticket)
        browser.post(address(ticket, "/assignment"), assignee=wished, version=now.version)
        assignee = reload(ticket).assignee
        assert (assignee.name if assignee else None) == name
    page = browser.get(address(ticket)).text
    assert "Борис: взята в работу" in page
    assert "Борис: назначена на Вера" in page
    assert "Борис: снята с сотрудника" in page


@pytest.mark.parametrize("wished", ["424242", "-1", "x", "9" * 40])
def test_nobody_unknown_can_be_assigned(browser: Browser, ticket: Ticket, wished: str) -> None:
    answer = browser.post(address(ticket, "/assignment"), assignee=wished, version=1)
    assert answer.status_code == 422
    assert reload(ticket).assignee_id is None


def test_closing_and_opening_again(browser: Browser, ticket: Ticket) -> None:
    browser.post(address(ticket, "/closure"), version=1)
    assert reload(ticket).state is State.CLOSED
    page = browser.get(address(ticket)).text
    assert "Заявка закрыта. Чтобы ответить" in page
    assert 'action="/desk/tickets/1/replies"' not in page
    refused = browser.post(address(ticket, "/replies"), body="Ещё", version=2, submission_key="k")
    assert refused.status_code == 409
    assert "Ещё</textarea>" in refused.text
    browser.post(address(ticket, "/reopening"), version=2)
    assert reload(ticket).state is State.REOPENED
    assert browser.post(address(ticket, "/reopening"), version=3).status_code == 409


@pytest.mark.parametrize("number", ["424242", "99999999999999999999", "0", "-1", "x"])
def test_an_unknown_ticket_is_not_found(browser: Browser, number: str) -> None:
    assert browser.get(f"/desk/tickets/{number}").status_code == 404


@pytest.mark.parametrize("action", ["replies", "notes", "assignment", "closure", "reopening"])
def test_a_form_without_its_token_changes_nothing(
    browser: Browser, ticket: Ticket, action: str
) -> None:
    answer = browser.post(
        address(ticket, f"/{action}"), csrf_token=None, body="Текст", assignee="me", version=1
    )
    assert answer.status_code == 400
    assert reload(ticket).version == 1


def test_nothing_that_a_customer_writes_becomes_markup(browser: Browser) -> None:
    nasty = asked(subject=XSS, body=XSS + " javascript:alert(1)", name=XSS[:100], query=XSS)
    following.reply(nasty.token, XSS, "k")
    for page in ("/desk/", address(nasty), "/desk/?q=script"):
        text = browser.get(page).text
        assert "alert(1)" in text
        assert "<script>alert" not in text
        assert "<img" not in text
        assert 'href="javascript' not in text


def test_pages_of_the_desk_are_kept_by_nobody(browser: Browser, ticket: Ticket) -> None:
    for page in ("/desk/", address(ticket)):
        headers = browser.get(page).headers
        assert headers["Cache-Control"] == "private, no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_the_token_of_the_customer_s_link_is_not_shown(browser: Browser, ticket: Ticket) -> None:
    assert ticket.token not in browser.get(address(ticket)).text


def test_the_number_of_queries_does_not_grow_with_the_list(browser: Browser) -> None:
    asked()
    few = _queries(browser, "/desk/?view=all")
    for _ in range(20):
        busy = asked()
        following.reply(busy.token, "Ау?", "k")
    assert _queries(browser, "/desk/?view=all") == few <= 9


def test_the_number_of_queries_does_not_grow_with_the_conversation(browser: Browser) -> None:
    ticket = asked()
    browser.get(address(ticket))
    few = _queries(browser, address(ticket))
    for turn in range(10):
        following.reply(ticket.token, f"Ау {turn}?", "k")
        desk.note(ticket.number, 1, f"Заметка {turn}", submission_key=str(turn))
    browser.get(address(ticket))
    assert _queries(browser, address(ticket)) == few <= 26


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        (
            "чек (https://ya.ru/a?b=1&c=2).",
            f'чек (<a href="https://ya.ru/a?b=1&amp;c=2" {REL}>https://ya.ru/a?b=1&amp;c=2</a>).',
        ),
        ("javascript:alert(1) data:text/html,x", "javascript:alert(1) data:text/html,x"),
        (
            "см. [Возврат <денег>](https://ya.ru/a?rev=1#b).",
            f'см. <a href="https://ya.ru/a?rev=1#b" {REL}>Возврат &lt;денег&gt;</a>.',
        ),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        (
            'https://ya.ru/"onmouseover="alert(1)',
            f'<a href="https://ya.ru/" {REL}>https://ya.ru/</a>&#34;onmouseover=&#34;alert(1)',
        ),
        ("", ""),
    ],
)
def test_addresses_in_a_plain_text_become_links_and_nothing_else(text: str, expected: str) -> None:
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, ("second", 1)),
        (89, ("second", 89)),
        (90, ("minute", 2)),
        (3600, ("minute", 60)),
        (5400, ("hour", 2)),
        (47 * 3600, ("hour", 47)),
        (48 * 3600, ("day", 2)),
        (400 * 86400, ("day", 400)),
        (-5, ("second", 1)),
    ],
)
def test_lengths_of_time_are_said_as_people_do(seconds: int, expected: tuple[str, int]) -> None:
    assert in_units(seconds) == expected


def _search(query: str, total: int) -> None:
    now = clock.now()
    with db.transaction() as rows:
        rows.add(
            Search(
                visitor=GLEB,
                channel="site",
                lang="ru",
                query=query,
                normalised=query,
                lemmas=query,
                total=total,
                is_rescued=False,
                is_staff=False,
                is_bot=False,
                searched_at=now,
                updated_at=now,
            )
        )


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
