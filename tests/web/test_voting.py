"""«Статья помогла?»: the vote, the reason, taking it back, without JavaScript."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app import db
from app.feedback.models import Reason, Vote
from app.tickets import consent
from tests.web import content
from tests.web.browsing import form, submit
from tests.web.conftest import client_of, running

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.config import Config

PAGE = "/articles/obmen"
CHOICE = re.compile(r'name="reason" value="(\w+)"[^>]*>([^<]+)<')


def votes() -> list[Vote]:
    db.session.rollback()
    return list(db.session.scalars(select(Vote)))


def say(client: FlaskClient, answer: str) -> TestResponse:
    return submit(client, form(client.get(PAGE), "/votes"), helpful=answer)


def test_a_yes_is_thanked_for_and_stays_after_a_reload(gleb: FlaskClient) -> None:
    answer = say(gleb, "yes")
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#_vote")
    for _ in range(2):
        page = gleb.get(PAGE).text
        assert "Спасибо за ответ" in page
        assert "Статья помогла?" not in page
    assert [vote.helpful for vote in votes()] == [True]


def test_a_no_asks_for_the_reason(gleb: FlaskClient) -> None:
    say(gleb, "no")
    page = gleb.get(PAGE)
    assert page.text.count('type="radio"') == 5
    assert "личные данные" in page.text
    answer = submit(gleb, form(page, "/reason"), reason="outdated", comment="Цены другие")
    assert answer.status_code == 303
    assert "Спасибо, передали редакторам" in gleb.get(PAGE).text
    (vote,) = votes()
    assert (vote.helpful, vote.reason, vote.comment) == (False, Reason.OUTDATED, "Цены другие")


def test_a_reader_says_where_it_went_wrong_and_leaves_an_address(gleb: FlaskClient) -> None:
    where = "/articles/vozvrat-deneg"
    submit(gleb, form(gleb.get(where), "/votes"), helpful="no")
    page = gleb.get(where)
    assert '<option value="srok">Сколько ждать возврата</option>' in page.text
    assert 'href="/consent"' in page.text
    found = form(page, "/reason")
    wrong = submit(gleb, found, reason="unclear", section="srok", email="глеб", comment="Слова")
    assert wrong.status_code == 422
    assert "Проверьте адрес почты" in wrong.text
    assert '<option value="srok" selected>' in wrong.text
    assert 'value="глеб"' in wrong.text
    submit(gleb, found, reason="unclear", section="srok", email=" Gleb@Example.ru ")
    (vote,) = votes()
    assert (vote.anchor, vote.heading) == ("srok", "Сколько ждать возврата")
    assert vote.email == "gleb@example.ru"
    [(line, text)] = consent.of_vote(vote.id)
    assert (line.ticket_number, text.text) == (None, consent.read(None).text)
    submit(gleb, found, reason="unclear", email="gleb@example.ru")
    assert len(consent.of_vote(vote.id)) == 1
    assert "gleb@example.ru" not in gleb.get(where).text
    submit(gleb, form(gleb.get(where), "/votes/withdrawal"))
    assert votes() == []


def test_nobody_agrees_to_a_text_they_could_not_see(gleb: FlaskClient) -> None:
    say(gleb, "no")
    found = form(gleb.get(PAGE), "/reason")
    old = submit(gleb, found, reason="unclear", email="gleb@example.ru", consent_version="0" * 64)
    assert old.status_code == 422
    assert "Текст согласия изменился" in old.text
    (vote,) = votes()
    assert (vote.reason, vote.email, consent.of_vote(vote.id)) == (None, "", [])
    submit(gleb, found, reason="unclear", consent_version="0" * 64)
    assert votes()[0].reason is Reason.UNCLEAR


def test_a_section_that_is_not_there_is_none(gleb: FlaskClient) -> None:
    say(gleb, "no")
    page = gleb.get(PAGE)
    assert 'name="section"' not in page.text
    submit(gleb, form(page, "/reason"), reason="unclear", section="x" * 500)
    assert [(vote.anchor, vote.heading, vote.email) for vote in votes()] == [("", "", "")]


def test_every_reason_has_words_of_its_own(gleb: FlaskClient) -> None:
    say(gleb, "no")
    offered = dict(CHOICE.findall(gleb.get(PAGE).text))
    assert list(offered) == [reason.value for reason in Reason]
    assert len(set(offered.values())) == len(Reason)


def test_the_desk_says_a_reason_in_the_reader_s_words(
    gleb: FlaskClient, boris: FlaskClient
) -> None:
    say(gleb, "no")
    page = gleb.get(PAGE)
    words = dict(CHOICE.findall(page.text))["did_not_work"]
    submit(gleb, form(page, "/reason"), reason="did_not_work")
    filled = {"subject": "Вопрос", "body": "Не получается обменять.", "email": "gleb@example.ru"}
    submit(gleb, form(gleb.get("/ask"), "/tickets"), **filled, suggested="1")
    assert f"не помогло: {words}" in boris.get("/desk/tickets/1").text


def test_a_vote_can_be_changed(gleb: FlaskClient) -> None:
    say(gleb, "yes")
    submit(gleb, form(gleb.get(PAGE), "/withdrawal"))
    assert votes() == []
    say(gleb, "no")
    assert [vote.helpful for vote in votes()] == [False]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"reason": "other", "comment": ""}, "Напишите в двух словах"),
        ({"comment": "Слова"}, "Выберите, что было не так"),
        ({"reason": "unclear", "comment": "я" * 1001}, "Не больше 1000 знаков, сейчас 1001"),
    ],
)
def test_a_wrong_reason_keeps_what_was_typed(
    gleb: FlaskClient, typed: dict[str, str], sentence: str
) -> None:
    say(gleb, "no")
    answer = submit(gleb, form(gleb.get(PAGE), "/reason"), **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert typed["comment"] in answer.text


def test_a_new_revision_asks_again(gleb: FlaskClient, site: Flask) -> None:
    say(gleb, "yes")
    folder = site.extensions["podskazhi"].config.articles_folder
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен товара", "Теперь иначе.")
    site.extensions["podskazhi"].refresh()
    assert "Статья помогла?" in gleb.get(PAGE).text


def test_a_vote_is_for_the_revision_that_was_read(gleb: FlaskClient, site: Flask) -> None:
    page = gleb.get(PAGE)
    seen = form(page, "/votes").fields["revision"]
    folder = site.extensions["podskazhi"].config.articles_folder
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен товара", "Теперь иначе.")
    site.extensions["podskazhi"].refresh()
    submit(gleb, form(page, "/votes"), helpful="yes")
    assert [vote.revision for vote in votes()] == [seen]


def test_a_vote_without_an_answer_is_refused(gleb: FlaskClient) -> None:
    assert say(gleb, "maybe").status_code == 400
    assert votes() == []


def test_nobody_votes_on_a_hidden_article(gleb: FlaskClient) -> None:
    found = form(gleb.get(PAGE), "/votes")
    found.action = "/articles/pamyatka/votes"
    assert submit(gleb, found, helpful="yes").status_code == 404


def test_over_the_limit_the_page_says_so_and_thanks_for_nothing(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, vote_limit="2 per hour")):
        gleb = client_of(app)
        found = form(gleb.get(PAGE), "/votes")
        answers = [submit(gleb, found, helpful=answer) for answer in ("yes", "no", "yes")]
        assert [answer.status_code for answer in answers] == [303, 303, 429]
        assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
        assert "слишком много" in answers[2].text
        assert "Спасибо" not in answers[2].text
        assert [vote.helpful for vote in votes()] == [False]


def test_visitors_behind_one_address_are_counted_apart_up_to_a_ceiling(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, vote_limit="1 per hour")):
        answers = [say(client_of(app), "yes").status_code for _ in range(21)]
        assert answers == [303] * 20 + [429]


def test_a_reason_and_another_answer_are_no_further_votes(site_config: Config) -> None:
    content.write(site_config.articles_folder)
    for app in running(replace(site_config, vote_limit="2 per hour")):
        gleb = client_of(app)
        say(gleb, "no")
        submit(gleb, form(gleb.get(PAGE), "/reason"), reason="unclear")
        submit(gleb, form(gleb.get(PAGE), "/withdrawal"))
        assert say(gleb, "yes").status_code == 303
        assert say_again(gleb, "no").status_code == 429


def say_again(client: FlaskClient, answer: str) -> TestResponse:
    submit(client, form(client.get(PAGE), "/withdrawal"))
    return say(client, answer)


@pytest.mark.parametrize("revision", ["", "a" * 64, "я", "x\x00", "a" * 100_000])
def test_a_vote_on_a_text_never_read_is_for_the_present_one(
    gleb: FlaskClient, revision: str
) -> None:
    found = form(gleb.get(PAGE), "/votes")
    present = found.fields["revision"]
    found.fields["revision"] = revision
    assert submit(gleb, found, helpful="yes").status_code == 303
    assert [vote.revision for vote in votes()] == [present]


def test_nobody_votes_on_a_revision_that_another_has_read(gleb: FlaskClient, site: Flask) -> None:
    seen = form(gleb.get(PAGE), "/votes").fields["revision"]
    folder = site.extensions["podskazhi"].config.articles_folder
    content.article(folder, "vozvrat/obmen", "voz-02", "Обмен товара", "Теперь иначе.")
    site.extensions["podskazhi"].refresh()
    stranger = client_of(site)
    found = form(stranger.get(PAGE), "/votes")
    present = found.fields["revision"]
    found.fields["revision"] = seen
    submit(stranger, found, helpful="yes")
    assert [vote.revision for vote in votes()] == [present]
