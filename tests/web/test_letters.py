"""The links of letters: a mail filter that opens them changes nothing, a person's button does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.curation import gap_letters
from app.curation.gap_models import GapLetter
from app.db import session, transaction
from app.outbox import listing
from app.outbox.models import Kind
from app.tickets import asking, handing_over
from app.tickets.letters import muting
from app.tickets.letters.muting import Topic
from app.tickets.mail_models import Handover
from app.tickets.models import Ticket
from app.tickets.states import State
from tests.accounts import cast
from tests.tickets.forms import form as asked
from tests.web.browsing import form, submit

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


@pytest.fixture
def ticket(site: Flask) -> Ticket:
    made = asking.open_ticket(asked())
    with transaction():
        made.state = State.SOLVED
    return made


def state(ticket: Ticket) -> State:
    session.expire_all()
    return session.get_one(Ticket, ticket.number).state


@pytest.mark.parametrize(
    ("verdict", "ending", "after"),
    [("helped", "/closure", State.CLOSED), ("not-helped", "/reopening", State.REOPENED)],
)
def test_a_verdict_is_given_by_the_button_alone(
    ticket: Ticket, gleb: FlaskClient, verdict: str, ending: str, after: State
) -> None:
    address = f"/tickets/{ticket.token}/verdict/{verdict}"
    for _ in range(3):
        page = gleb.get(address)
        assert gleb.head(address).status_code == 200
    assert state(ticket) is State.SOLVED
    assert page.headers["Cache-Control"] == "private, no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert submit(gleb, form(page, ending)).status_code == 303
    assert state(ticket) is after
    again = gleb.get(address)
    assert again.status_code == 200
    assert ending not in again.text


def test_a_forged_verdict_leads_nowhere(ticket: Ticket, gleb: FlaskClient) -> None:
    assert gleb.get(f"/tickets/{ticket.token[:-1]}/verdict/helped").status_code == 404
    assert gleb.get(f"/tickets/{ticket.token}/verdict/perhaps").status_code == 404


@pytest.fixture
def key(site: Flask) -> str:
    secret = site.extensions["podskazhi"].post.office.secret
    return muting.link_key(cast.boris().id, Topic.NEW_TICKET, secret)


def test_a_mail_program_ends_notices_by_one_post(key: str, gleb: FlaskClient) -> None:
    page = gleb.get(f"/mail/unsubscribe/{key}")
    assert "о новых заявках вашей группы" in page.text
    account_id = muting.read_link_key(key, _secret(gleb))[0].id
    assert muting.muted(account_id) == frozenset()
    body = {"List-Unsubscribe": "One-Click"}
    for _ in range(2):
        assert gleb.post(f"/mail/unsubscribe/{key}", data=body).status_code == 200
    assert muting.muted(account_id) == {Topic.NEW_TICKET}
    assert "больше не приходят" in gleb.get(f"/mail/unsubscribe/{key}").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_forged_key_ends_nothing(key: str, gleb: FlaskClient, method: str) -> None:
    assert getattr(gleb, method)(f"/mail/unsubscribe/{key[:-2]}").status_code == 404


def test_asking_on_the_site_queues_a_letter_and_sends_nothing_itself(ticket: Ticket) -> None:
    letters = {row.payload["letter"]: row for row in listing.latest(Kind.MAIL)}
    assert {"confirmation", "new_ticket"} <= letters.keys()
    assert letters["confirmation"].attempts == 0


def test_readiness_tells_of_mail_and_does_not_fail_by_it(ticket: Ticket, gleb: FlaskClient) -> None:
    answer = gleb.get("/readyz")
    assert answer.status_code == 200
    assert answer.json["mail"]["server"] is False
    assert answer.json["mail"]["waiting_since"] is not None


def _secret(client: FlaskClient) -> str:
    return str(client.application.extensions["podskazhi"].post.office.secret)


def test_the_customer_s_page_says_that_another_desk_goes_on(
    site: Flask, ticket: Ticket, gleb: FlaskClient
) -> None:
    there = replace(
        site.extensions["podskazhi"].config,
        outside_desk="Дальняя служба",
        outside_desk_url="http://127.0.0.1/",
    )
    account = cast.boris()
    handing_over.ask(ticket.number, account.id, there, version=ticket.version)
    with transaction():
        taken = session.get_one(Handover, ticket.number)
        taken.reference, taken.handed_at = "ZD-77", taken.asked_at
    page = gleb.get(f"/tickets/{ticket.token}").text
    assert "Дальняя служба" in page
    assert "ZD-77" in page


def test_who_wants_no_news_of_answers_says_so_with_a_button(gleb: FlaskClient, site: Flask) -> None:
    secret = site.extensions["podskazhi"].post.office.secret
    letter = GapLetter(address_hash=gap_letters.hash_of("gleb@example.com"))
    address = f"/mail/quiet/{gap_letters.link_key(letter, secret)}"
    page = gleb.get(address)
    assert not gap_letters.is_quiet(letter.address_hash)
    assert "Больше не напишем" in submit(gleb, form(page, address)).text
    assert gap_letters.is_quiet(letter.address_hash)
    assert "Больше не напишем" in gleb.get(address).text
    assert gleb.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert gleb.get("/mail/quiet/made-up").status_code == 404
