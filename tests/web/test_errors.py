"""Pages for what went wrong."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from app.web.errors import words_of
from tests.web.browsing import form, submit
from tests.web.test_asking import FILLED, tickets

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient


def test_an_unknown_page_offers_a_search_for_its_words(gleb: FlaskClient) -> None:
    answer = gleb.get("/articles/vozvrat-deneg-za-zakaz.html")
    assert answer.status_code == 404
    assert 'value="vozvrat deneg za zakaz"' in answer.text


@pytest.mark.parametrize("path", ["/tickets/secret-key", "/desk/secret-key", "/static/secret-key"])
def test_an_address_that_names_no_topic_fills_no_search_box(gleb: FlaskClient, path: str) -> None:
    answer = gleb.get(path)
    assert answer.status_code in {303, 404}
    assert 'value="secret key"' not in answer.text


def test_a_form_sent_nowhere_fills_no_search_box(gleb: FlaskClient) -> None:
    found = form(gleb.get("/articles/obmen"), "/votes")
    found.action = "/articles/net-takoy/votes"
    answer = submit(gleb, found, helpful="yes")
    assert answer.status_code == 404
    assert 'id="_q" type="search" name="q" value=""' in answer.text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/articles/vozvrat-deneg.html", "vozvrat deneg"),
        ("/%D0%B2%D0%BE%D0%B7%D0%B2%D1%80%D0%B0%D1%82_денег/", "возврат денег"),
        ("/", ""),
        ('/"><script>', "script"),
        ("/" + "a" * 500, "a" * 100),
    ],
)
def test_words_of_an_address(path: str, words: str) -> None:
    assert words_of(path) == words


@pytest.mark.parametrize(
    ("referer", "link"),
    [
        ("http://localhost/search?q=x&page=2", '<a class="button" href="/search?q=x&amp;page=2">'),
        ("https://evil.example/search", None),
        ("http://localhost//evil.example", None),
        ("http://localhost/nope", None),
        ("javascript:alert(1)", None),
        ("http://[", None),
        ("", None),
    ],
)
def test_an_error_page_leads_back_within_the_site(
    gleb: FlaskClient, referer: str, link: str | None
) -> None:
    page = gleb.get("/nope", headers={"Referer": referer}).text
    assert ("Вернуться" in page) == (link is not None)
    assert (link or "") in page


def test_a_wrong_method_names_the_right_ones(gleb: FlaskClient) -> None:
    answer = gleb.get("/tickets")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert "Так эту страницу не открыть" in answer.text


def test_a_page_over_the_size_limit_is_refused_kindly(gleb: FlaskClient) -> None:
    answer = gleb.post("/tickets", data={"body": "я" * 2_000_000})
    assert answer.status_code == 413
    assert "Слишком много сразу" in answer.text


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_forged_form_comes_back_filled_and_ready(gleb: FlaskClient, token: str) -> None:
    found = form(gleb.get("/ask"), "/tickets")
    found.fields["csrf_token"] = token
    answer = submit(gleb, found, **FILLED)
    assert answer.status_code == 400
    assert "Форма устарела" in answer.text
    for value in FILLED.values():
        assert value in answer.text
    assert tickets() == []
    again = form(answer, "/tickets")
    again.fields.update({name: value for name, value in FILLED.items() if name not in again.fields})
    assert submit(gleb, again).status_code == 303
    assert len(tickets()) == 1


def test_a_script_without_a_token_begins_no_session(gleb: FlaskClient) -> None:
    sent = {"subject": "Не пришло"}
    answer = gleb.post("/ask/suggestions", data=sent, headers={"Sec-Fetch-Dest": "empty"})

    assert answer.status_code == 400
    assert "session=" not in "".join(answer.headers.getlist("Set-Cookie"))
    page = gleb.post("/ask/suggestions", data=sent)
    assert "session=" in "".join(page.headers.getlist("Set-Cookie"))


def test_a_forged_form_says_which_files_must_be_chosen_again(gleb: FlaskClient) -> None:
    sent = {"subject": "Не пришло", "files": (BytesIO(b"..."), "чек.pdf")}
    page = gleb.post("/tickets", data=sent, content_type="multipart/form-data")

    assert page.status_code == 400
    assert "Не пришло" in page.text
    assert "Приложите их снова, когда отправите текст: чек.pdf" in page.text


def test_a_forged_form_with_a_password_shows_no_password(gleb: FlaskClient) -> None:
    answer = gleb.post("/sign-in", data={"email": "a@b.example", "password": "тайное-слово"})
    assert answer.status_code == 400
    assert "тайное-слово" not in answer.text
    assert 'href="/sign-in"' in answer.text


def test_only_the_password_is_taken_out_of_a_forged_form_with_other_words(
    gleb: FlaskClient,
) -> None:
    fields = {"body": "Долго писал", "sign_in_password": "тайное-слово"}
    answer = gleb.post("/desk/tickets/1/replies", data=fields)
    assert answer.status_code == 400
    assert "Долго писал" in answer.text
    assert "тайное-слово" not in answer.text


def test_scripts_get_problem_details(gleb: FlaskClient) -> None:
    answer = gleb.get("/nope", headers={"Accept": "application/json"})
    assert answer.mimetype == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == 404


def test_a_fault_of_ours_has_a_page_that_needs_nothing(gleb: FlaskClient, site: Flask) -> None:
    def fail() -> str:
        raise ZeroDivisionError

    site.view_functions["site.home"] = fail
    answer = gleb.get("/")
    assert answer.status_code == 500
    assert "Что-то сломалось" in answer.text
    assert "ZeroDivisionError" not in answer.text
