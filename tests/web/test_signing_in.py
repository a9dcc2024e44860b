"""Signing in and out in a browser."""

from __future__ import annotations

from dataclasses import replace
from http.cookies import SimpleCookie
from typing import TYPE_CHECKING

import pytest
from flask import url_for

from app import db
from app.accounts import accounts
from app.current import EXTENSION
from app.tickets import asking, conversation, desk
from tests.accounts import cast
from tests.tickets.forms import form as question
from tests.web.browsing import form, submit
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from http.cookies import Morsel

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.web.browsing import Form

NEW_PASSWORD = "новый-крепкий-замок"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("desk"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    cast.boris()
    return built


@pytest.fixture
def browser(app: Flask) -> Browser:
    return Browser(app)


def test_a_stranger_is_led_through_the_door_to_where_they_were_going(browser: Browser) -> None:
    answer = browser.get("/desk/?view=closed")
    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/desk/?view%3Dclosed"
    page = browser.get(answer.location)
    assert 'value="/desk/?view=closed"' in page.text
    done = browser.post(
        "/sign-in",
        email="boris@polka.example",
        password=cast.PASSWORD,
        next="/desk/?view=closed",
    )
    assert (done.status_code, done.location) == (303, "/desk/?view=closed")
    assert browser.get(done.location).status_code == 200


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\t//e"],
)
def test_signing_in_leads_to_no_other_site(browser: Browser, elsewhere: str) -> None:
    assert browser.sign_in(next=elsewhere).location == "/"


def test_a_signed_in_agent_is_not_asked_again(browser: Browser) -> None:
    browser.sign_in()
    assert browser.get("/sign-in").location == "/desk/"


def test_a_wrong_password_says_how_many_tries_are_left(browser: Browser) -> None:
    answer = browser.sign_in(password="неверный")
    assert answer.status_code == 422
    assert "Осталось попыток: 4." in answer.text
    assert 'value="boris@polka.example"' in answer.text
    assert "неверный" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_locked_address_is_told_for_how_long(browser: Browser) -> None:
    for _ in range(5):
        browser.sign_in(password="неверный")
    answer = browser.sign_in()
    assert answer.status_code == 429
    assert 880 < int(answer.headers["Retry-After"]) <= 900
    assert "Попробуйте снова через 15 мин." in answer.text


def test_strangers_do_not_lock_out_a_browser_that_has_signed_in_before(
    app: Flask, browser: Browser
) -> None:
    browser.sign_in()
    browser.post("/sign-out")
    stranger = Browser(app)
    for _ in range(5):
        stranger.sign_in(password="неверный")
    assert stranger.sign_in().status_code == 429
    assert browser.sign_in(" Boris@Polka.Example").status_code == 303


def test_the_cookie_of_a_known_browser_serves_its_own_account_only(
    app: Flask, browser: Browser
) -> None:
    cast.vera()
    vera = _known(browser.sign_in("vera@polka.example"))
    boris = _known(Browser(app).sign_in())
    assert vera["httponly"]
    assert vera["samesite"] == "Lax"
    browser.post("/sign-out")
    browser.client.set_cookie(boris.key, vera.value)
    for _ in range(5):
        browser.sign_in(password="неверный")
    assert Browser(app).sign_in().status_code == 429


def test_signing_in_needs_the_form_s_token(browser: Browser) -> None:
    browser.get("/sign-in")
    answer = browser.post(
        "/sign-in", csrf_token="forged", email="boris@polka.example", password=cast.PASSWORD
    )
    assert answer.status_code == 400
    assert browser.get("/desk/").status_code == 303


def test_each_sign_in_has_a_session_of_its_own(app: Flask, browser: Browser) -> None:
    browser.get("/sign-in")
    planted = browser.client.get_cookie("session")
    browser.sign_in()
    with browser.client.session_transaction() as first:
        key = first["_user_id"]
    assert browser.client.get_cookie("session") != planted
    other = Browser(app)
    other.sign_in()
    with other.client.session_transaction() as second:
        assert second["_user_id"] != key


def test_a_copied_cookie_is_worth_nothing_after_signing_out(browser: Browser) -> None:
    browser.sign_in()
    stolen = browser.client.get_cookie("session")
    assert stolen is not None
    assert browser.post("/sign-out").location == "/"
    browser.client.set_cookie("session", stolen.value)
    assert browser.get("/desk/").status_code == 303


def test_a_late_answer_does_not_bring_the_cookie_back(browser: Browser) -> None:
    browser.sign_in()
    cookies = browser.get("/desk/").headers.getlist("Set-Cookie")
    assert [cookie for cookie in cookies if cookie.startswith("session=")] == []


def test_signing_out_needs_the_form_s_token(browser: Browser) -> None:
    browser.sign_in()
    assert browser.post("/sign-out", csrf_token=None).status_code == 400
    assert browser.get("/desk/").status_code == 200


def test_a_disabled_account_is_out_at_once(browser: Browser) -> None:
    browser.sign_in()
    accounts.disable("boris@polka.example")
    assert browser.get("/desk/").status_code == 303


def test_a_new_password_signs_out_the_other_browsers(app: Flask, browser: Browser) -> None:
    other = Browser(app)
    other.sign_in()
    browser.sign_in()
    browser.get("/account/password")
    answer = browser.post(
        "/account/password", old_password=cast.PASSWORD, new_password=NEW_PASSWORD
    )
    assert answer.location == "/account/password?changed=1"
    assert "Пароль изменён" in browser.get(answer.location).text
    assert other.get("/desk/").status_code == 303
    assert other.sign_in(password=NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("неверный", NEW_PASSWORD, "Это не ваш нынешний пароль."),
        (cast.PASSWORD, "1234567890", "слишком распространён"),
        (cast.PASSWORD, "короткий", "короче 10 знаков"),
    ],
)
def test_what_is_wrong_with_a_password_stands_beside_the_field(
    browser: Browser, old: str, new: str, said: str
) -> None:
    browser.sign_in()
    answer = browser.post("/account/password", old_password=old, new_password=new)
    assert answer.status_code == 422
    assert said in answer.text
    assert new not in answer.text


def test_every_page_of_staff_is_closed_to_strangers(app: Flask, browser: Browser) -> None:
    closed = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("desk.") or rule.rule.startswith("/account/")
    ]
    assert len(closed) >= 9
    browser.get("/sign-in")
    for rule in closed:
        with app.test_request_context():
            address = url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 1))
        if "GET" in (rule.methods or ()):
            assert browser.get(address).status_code == 303, address
        else:
            assert browser.post(address).status_code == 403, address


def typed_too_late(browser: Browser) -> Form:
    """Return the form that comes back for an answer sent after the session had ended."""
    browser.sign_in()
    asking.open_ticket(question())
    with db.transaction():
        accounts.end_sessions(accounts.get_by_email("boris@polka.example").id)
    fields = {"body": "Долго <писал>", "version": 1, "submission_key": "k", "solve": 1}
    answer = browser.post("/desk/tickets/1/replies", **fields)
    assert answer.status_code == 403
    assert "Долго &lt;писал&gt;</textarea>" in answer.text
    again = form(answer, "/desk/tickets/1/replies")
    assert again.fields["version"] == "1"
    assert again.fields["solve"] == "1"
    again.fields["body"] = "Долго <писал>"
    return again


def test_an_answer_typed_while_the_session_ended_is_sent_with_the_password_in_one_step(
    browser: Browser,
) -> None:
    again = typed_too_late(browser)
    again.fields |= {"sign_in_email": "boris@polka.example", "sign_in_password": cast.PASSWORD}
    sent = submit(browser.client, again)
    assert (sent.status_code, sent.location) == (303, "/desk/tickets/1#_last")
    page = browser.get("/desk/tickets/1").text
    assert "Долго &lt;писал&gt;</div>" in page
    assert "Решена" in page


@pytest.mark.parametrize("tries", [1, 6])
def test_a_wrong_password_on_the_way_loses_nothing(browser: Browser, tries: int) -> None:
    again = typed_too_late(browser)
    again.fields |= {"sign_in_email": "boris@polka.example", "sign_in_password": "неверный"}
    answers = [submit(browser.client, again) for _ in range(tries)]
    assert answers[-1].status_code == (422 if tries == 1 else 429)
    assert "Долго &lt;писал&gt;</textarea>" in answers[-1].text
    assert form(answers[-1], "/replies").fields["sign_in_email"] == "boris@polka.example"
    assert "неверный" not in answers[-1].text
    assert len(conversation.public(desk.get(1, 1))) == 1


def test_after_signing_in_elsewhere_the_answer_comes_back_once_more_and_is_sent(
    browser: Browser,
) -> None:
    again = typed_too_late(browser)
    browser.sign_in()
    again.fields |= {"sign_in_email": "boris@polka.example", "sign_in_password": cast.PASSWORD}
    stale = submit(browser.client, again)
    assert stale.status_code == 400
    assert cast.PASSWORD not in stale.text
    fresh = form(stale, "/replies")
    fresh.fields["body"] = "Долго <писал>"
    assert submit(browser.client, fresh).status_code == 303
    assert len(conversation.public(desk.get(1, 1))) == 2


def test_a_stranger_does_not_get_through_on_the_way(browser: Browser) -> None:
    again = typed_too_late(browser)
    again.fields |= {"sign_in_email": "gleb@polka.example", "sign_in_password": cast.PASSWORD}
    assert submit(browser.client, again).status_code == 422
    assert browser.get("/desk/").status_code == 303


def test_a_password_is_changed_only_after_signing_in_again(browser: Browser) -> None:
    browser.sign_in()
    accounts.disable("boris@polka.example")
    answer = browser.post("/account/password", old_password=cast.PASSWORD, new_password="x")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account/password")


def test_over_the_limit_of_one_network_address_the_form_says_so(
    app: Flask, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = app.extensions[EXTENSION]
    strict = replace(services, config=replace(services.config, sign_in_limit="2 per hour"))
    monkeypatch.setitem(app.extensions, EXTENSION, strict)
    for email in ("gleb@polka.example", "vera@polka.example"):
        browser.sign_in(email, "неверный")
    answer = browser.sign_in()
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 3600
    assert "слишком много попыток входа" in answer.text
    assert 'value="boris@polka.example"' in answer.text


def _known(signed_in: TestResponse) -> Morsel[str]:
    """Return the cookie by which the browser will be known."""
    sent = SimpleCookie("; ".join(signed_in.headers.getlist("Set-Cookie")))
    return next(morsel for name, morsel in sent.items() if name.startswith("known_"))
