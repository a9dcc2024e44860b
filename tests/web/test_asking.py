"""The ask form and the customer's page of a ticket."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from app import db
from app.errors import Conflict
from app.search.models import Search
from app.tickets import following
from app.tickets.models import Message, Ticket
from app.tickets.states import State
from tests.web import content
from tests.web.browsing import form, submit
from tests.web.conftest import client_of, running

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from app.config import Config

FILLED = {
    "subject": "Деньги не пришли",
    "body": "Вернул товар две недели назад.",
    "email": "gleb@example.com",
    "name": "Глеб",
    "suggested": "1",
}


def tickets() -> list[Ticket]:
    db.session.rollback()
    return list(db.session.scalars(select(Ticket).order_by(Ticket.number)))


def ask(client: FlaskClient) -> str:
    """Ask a question; return the address of the ticket's page."""
    answer = submit(client, form(client.get("/ask"), "/tickets"), **FILLED)
    assert answer.status_code == 303
    return str(answer.location)


def test_a_question_becomes_a_ticket_with_its_page(gleb: FlaskClient) -> None:
    address = ask(gleb)
    page = gleb.get(address)
    assert "Вопрос отправлен" in page.text
    assert "Деньги не пришли" in page.text
    assert "Заявка № 1" in page.text
    assert "Новая" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_the_key_of_a_ticket_s_page_is_in_no_log(
    gleb: FlaskClient, site: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(token: str) -> str:
        raise ZeroDivisionError

    address = ask(gleb)
    key = address.split("/tickets/")[1].split("?")[0]
    with capture_logs() as lines, caplog.at_level("DEBUG"):
        assert gleb.get(address).status_code == 200
        assert gleb.get(f"{address}-no").status_code == 404
        site.view_functions["site.ticket"] = fail
        assert gleb.get(address).status_code == 500
    faults = [line for line in lines if line["event"] == "fault"]
    assert [line["route"] for line in faults] == ["/tickets/<token>"]
    assert len(lines) == 4
    assert key not in f"{lines} {caplog.text}"


def test_the_form_carries_the_search_and_the_article(gleb: FlaskClient) -> None:
    gleb.get("/search?q=обменяйте")
    page = gleb.get("/ask?q=обменяйте&search=1&article=obmen")
    assert 'value="обменяйте"' in page.text
    assert "Обмен товара" in page.text
    submit(gleb, form(page, "/tickets"), **FILLED)
    (ticket,) = tickets()
    assert (ticket.query, ticket.search_id, ticket.article_id) == ("обменяйте", 1, "voz-02")


def searched(client: FlaskClient, query: str, article: str = "") -> str:
    """Search as a person does; return where «Задать вопрос» leads from the page, or an article."""
    client.get("/search", query_string={"q": query})
    search = db.session.scalars(select(Search).order_by(Search.id.desc())).first()
    assert search is not None
    page = client.get(f"/articles/{article}?search={search.id}.1").text
    (address,) = set(re.findall(r'href="(/ask\?[^"]+)"', page))
    return address.replace("&amp;", "&")


def test_a_search_that_led_to_an_article_leads_on_to_the_form(gleb: FlaskClient) -> None:
    page = gleb.get(searched(gleb, "обменяйте", "obmen"))
    assert 'name="subject" type="text" value="обменяйте"' in page.text
    answer = submit(gleb, form(page, "/tickets"), **FILLED | {"subject": "обменяйте"})
    assert answer.status_code == 303
    (ticket,) = tickets()
    assert (ticket.query, ticket.search_id, ticket.article_id) == ("обменяйте", 1, "voz-02")


def test_what_was_meant_is_the_subject_and_what_was_typed_is_in_the_trail(
    gleb: FlaskClient,
) -> None:
    page = gleb.get(searched(gleb, "jgkfnf rfhnjq", "oplata-kartoy"))
    fields = form(page, "/tickets").fields
    assert (fields["subject"], fields["query"]) == ("оплата картой", "jgkfnf rfhnjq")


def test_another_visitor_s_search_fills_nothing_in(gleb: FlaskClient, site: Flask) -> None:
    address = searched(gleb, "обменяйте", "obmen")
    fields = form(client_of(site).get(address), "/tickets").fields
    assert (fields["subject"], fields["query"]) == ("", "")


def test_the_letters_before_a_completion_are_no_subject(gleb: FlaskClient) -> None:
    page = gleb.get("/search/suggestions/obmen?q=обм", follow_redirects=True)
    assert "/ask?article=obmen&amp;search=1" in page.text
    assert form(gleb.get("/ask?article=obmen&search=1"), "/tickets").fields["subject"] == ""


def test_the_form_says_nothing_of_a_hidden_article(gleb: FlaskClient) -> None:
    assert content.SECRET not in gleb.get("/ask?article=pamyatka").text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("subject", "а", "Напишите тему"),
        ("subject", "а" * 201, "Не больше 200 знаков"),
        ("body", "Коротко", "хотя бы 10 знаков"),
        ("body", "я" * 10_001, "Не больше 10000 знаков"),
        ("email", "", "Укажите адрес почты"),
        ("email", "gleb@", "Проверьте адрес почты"),
        ("name", "я" * 101, "Не больше 100 знаков"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    gleb: FlaskClient, field: str, typed: str, sentence: str
) -> None:
    values = {**FILLED, field: typed}
    answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **values)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="_{field}_error"' in answer.text
    for value in values.values():
        assert value in answer.text
    assert tickets() == []


def test_a_form_corrected_and_sent_makes_a_ticket(gleb: FlaskClient) -> None:
    wrong = submit(gleb, form(gleb.get("/ask"), "/tickets"), **{**FILLED, "email": "gleb@"})
    submit(gleb, form(wrong, "/tickets"), **FILLED)
    assert len(tickets()) == 1


def test_a_form_sent_twice_makes_one_ticket(gleb: FlaskClient) -> None:
    found = form(gleb.get("/ask"), "/tickets")
    first, second = (submit(gleb, found, **FILLED) for _ in range(2))
    assert first.location == second.location
    assert len(tickets()) == 1


def test_an_unknown_link_is_not_found(gleb: FlaskClient) -> None:
    for token in ("x", "A" * 32, "a" * 5000, "%00", "я"):
        answer = gleb.get(f"/tickets/{token}")
        assert answer.status_code == 404
        assert "Такой заявки нет" in answer.text or "Страница не найдена" in answer.text
        assert "письм" not in answer.text  # no mail is sent yet


def test_the_customer_replies_closes_and_reopens(gleb: FlaskClient) -> None:
    address = ask(gleb)
    answer = submit(gleb, form(gleb.get(address), "/replies"), body="Ещё вот что.")
    assert (answer.status_code, answer.location) == (303, f"{address}#_last")
    submit(gleb, form(gleb.get(address), "/closure"))
    assert "Закрыта" in gleb.get(address).text
    submit(gleb, form(gleb.get(address), "/reopening"))
    page = gleb.get(address).text
    assert "Открыта снова" in page
    assert "Ещё вот что." in page
    assert tickets()[0].state is State.REOPENED


def test_an_empty_reply_is_asked_for_again(gleb: FlaskClient) -> None:
    address = ask(gleb)
    answer = submit(gleb, form(gleb.get(address), "/replies"), body="  ")
    assert answer.status_code == 422
    assert "Напишите сообщение" in answer.text


def test_a_reply_sent_twice_is_one_message(gleb: FlaskClient) -> None:
    address = ask(gleb)
    found = form(gleb.get(address), "/replies")
    for _ in range(2):
        submit(gleb, found, body="Один раз")
    assert len(db.session.scalars(select(Message)).all()) == 2


@pytest.mark.parametrize("twice", ["/closure", "/reopening"])
def test_a_button_pressed_twice_leads_back_to_the_ticket(gleb: FlaskClient, twice: str) -> None:
    address = ask(gleb)
    for ending in ("/closure", "/reopening"):
        found = form(gleb.get(address), ending)
        answers = [submit(gleb, found) for _ in range(2 if ending == twice else 1)]
        assert {(a.status_code, a.location) for a in answers} == {(303, address)}


def test_a_step_that_cannot_be_taken_shows_the_ticket_with_the_sentence(
    gleb: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(token: str) -> None:
        raise Conflict("Сейчас с заявкой этого сделать нельзя.")

    address = ask(gleb)
    found = form(gleb.get(address), "/closure")
    monkeypatch.setattr(following, "close", refuse)
    answer = submit(gleb, found)
    assert answer.status_code == 409
    assert "Сейчас с заявкой этого сделать нельзя." in answer.text
    assert FILLED["subject"] in answer.text


def test_over_the_limit_nothing_is_made_and_the_page_says_when(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, ask_limit="1 per hour")):
        gleb = client_of(app)
        ask(gleb)
        answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **FILLED)
        assert answer.status_code == 429
        assert 0 < int(answer.headers["Retry-After"]) <= 3600
        assert "Не приняли: попробуйте через" in answer.text
        for value in FILLED.values():
            assert value in answer.text
        assert form(answer, "/tickets").fields["submission_key"]
        assert len(tickets()) == 1


def test_refused_forms_do_not_use_the_limit_up(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, ask_limit="1 per hour")):
        gleb = client_of(app)
        for _ in range(3):
            wrong = {**FILLED, "email": "gleb@"}
            answer = submit(gleb, form(gleb.get("/ask"), "/tickets"), **wrong)
            assert answer.status_code == 422
        ask(gleb)


def test_a_reply_over_the_limit_keeps_its_words(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, ask_limit="1 per hour")):
        gleb = client_of(app)
        address = ask(gleb)
        for _ in range(2):
            assert submit(gleb, form(gleb.get(address), "/replies"), body=" ").status_code == 422
        submit(gleb, form(gleb.get(address), "/replies"), body="Первое")
        answer = submit(gleb, form(gleb.get(address), "/replies"), body="Ещё вот что.")
        assert answer.status_code == 429
        assert int(answer.headers["Retry-After"]) > 0
        assert "Не приняли: попробуйте через" in answer.text
        assert "Ещё вот что.</textarea>" in answer.text
        assert "no-store" in answer.headers["Cache-Control"]
        assert (
            gleb.post("/tickets/nope/replies", data=form(answer, "/replies").fields).status_code
            == 404
        )


def test_a_customer_gets_another_link_by_mail_only_where_mail_is_sent(
    site: Flask, gleb: FlaskClient
) -> None:
    address = ask(gleb)
    assert "Прислать новую ссылку" not in gleb.get(address).text
    services = site.extensions["podskazhi"]
    with_mail = replace(services.config, smtp_host="127.0.0.1")
    site.extensions["podskazhi"] = replace(services, config=with_mail)
    page = gleb.get(address)
    assert "Письмо с номером и ссылкой отправили на g…@example.com" in page.text
    answer = submit(gleb, form(page, "/link"))
    assert answer.location == "/ask/new-link"
    assert gleb.get(address).status_code == 404
    assert "Прежняя ссылка больше ничего не открывает." in gleb.get(answer.location).text
    assert gleb.get(f"/tickets/{tickets()[0].token}").status_code == 200
