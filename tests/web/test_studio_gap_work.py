"""From a gap to its end: an article, questions, the rerun, the closing, the letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from app.curation import gap_answers, gap_letters
from app.db import session
from app.learning import gap_states, gaps
from app.learning.models import Gap, State
from app.outbox.models import Delivery
from tests.curation.helpcentre import make_gap
from tests.learning.visits import SMS
from tests.web.browsing import form
from tests.web.staff import Browser, anna_at, build, refill

if TYPE_CHECKING:
    from flask import Flask

    from app.services import Services


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = build(tmp_path_factory.mktemp("gap_work"))
    app.extensions["podskazhi"].refresh()
    return app


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    refill(built)  # an article that has the questions already would not be saved again
    return built


@pytest.fixture
def services(app: Flask) -> Services:
    found: Services = app.extensions["podskazhi"]
    return found


@pytest.fixture
def anna(app: Flask) -> Browser:
    return anna_at(app)


def at(gap: Gap, deed: str = "") -> str:
    return f"/studio/gaps/{gap.id}{deed}"


def letters() -> int:
    chosen = select(Delivery.id).where(Delivery.key.startswith(gap_letters.LETTER))
    return len(session.scalars(chosen).all())


def test_an_article_is_begun_with_the_words_of_customers(anna: Browser, services: Services) -> None:
    gap = make_gap()
    offered = form(anna.get(at(gap, "/article")), "/article")
    assert offered.fields["title"] == "Нет смс с кодом"
    answer = anna.post(
        at(gap, "/article"), title="Нет смс с кодом", category="vozvrat", questions="\n".join(SMS)
    )
    assert answer.status_code == 303
    answering = gap_answers.find(gaps.get(gap.id), services.library.snapshot)
    assert answering is not None
    assert (answering.article.status, answering.article.questions) == ("draft", SMS)
    assert (answering.article.owner, answering.article.confidence) == ("anna", "wip")
    assert answer.location == f"/studio/articles/{answering.article.id}/editor"
    assert gaps.get(gap.id).state is State.IN_WORK
    page = anna.get(at(gap)).text
    assert "Статья написана для этого вопроса: Анна" in page
    assert "Не опубликовано" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": " ", "category": "vozvrat"}, "У статьи нет названия."),
        ({"title": "Код", "category": "нет"}, "Раздела «нет» нет."),
        ({"title": "Код", "category": "vozvrat", "questions": "а" * 301}, "Не больше 300 знаков"),
        (
            {"title": "Код", "category": "vozvrat", "questions": "\n".join(map(str, range(21)))},
            "Вопросов больше 20",
        ),
    ],
)
def test_a_wrong_field_is_said_beside_it_and_nothing_is_written(
    anna: Browser, services: Services, fields: dict[str, str], sentence: str
) -> None:
    gap, before = make_gap(), set(services.library.snapshot.articles)
    anna.get(at(gap))
    answer = anna.post(at(gap, "/article"), **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert set(services.library.snapshot.articles) == before
    assert gaps.get(gap.id).state is State.OPEN


def test_questions_bring_the_answer_to_the_top_and_then_the_gap_is_closed(
    anna: Browser, services: Services
) -> None:
    gap = make_gap()
    picker = anna.get(at(gap, "/answer?q=возврат"))
    assert 'value="voz-01" checked' in picker.text
    assert picker.text.count('name="questions"') == 3
    assert anna.post(at(gap, "/closure")).status_code == 409
    answer = anna.post(at(gap, "/answer"), article="voz-01", questions=list(SMS))
    assert (answer.status_code, answer.location) == (303, at(gap))
    assert set(SMS) <= set(services.library.snapshot.get("voz-01").questions)
    page = anna.get(at(gap)).text
    assert page.count("не проверяли") == 3
    assert 'href="/studio/queries/changes">Что изменилось в выдаче' in page
    assert 'href="/studio/articles/voz-01/revisions">Редакции: сравнить или вернуть' in page
    assert anna.post(at(gap, "/rerun")).status_code == 303
    page = anna.get(at(gap)).text
    assert "Каждый запрос находит ответ в первых трёх местах." in page
    assert anna.post(at(gap, "/closure")).status_code == 303
    page = anna.get(at(gap)).text
    assert "Письмо получит 1 человек." in page
    assert "Об ответе написали 1 человеку." in page
    assert gaps.get(gap.id).state is State.CLOSED
    assert letters() == 1


def test_the_same_questions_are_not_added_twice(anna: Browser, services: Services) -> None:
    gap = make_gap()
    anna.get(at(gap, "/answer"))
    for _ in range(2):
        anna.post(
            at(gap, "/answer"), article="voz-01", questions=["Где мой кэшбэк?", "где мой кэшбэк"]
        )
    questions = services.library.snapshot.get("voz-01").questions
    assert [q for q in questions if "кэшбэк" in q] == ["Где мой кэшбэк?"]


def test_a_gap_is_not_closed_while_a_query_misses_the_answer(anna: Browser) -> None:
    gap = make_gap()
    anna.get(at(gap, "/answer"))
    anna.post(at(gap, "/answer"), article="voz-02", questions=list(SMS), link="1")
    answer = anna.post(at(gap, "/closure"))
    assert answer.status_code == 409
    assert "Статью-ответ видят не все" in answer.text
    assert letters() == 0


def test_an_answer_that_is_no_article_is_refused(anna: Browser) -> None:
    gap = make_gap()
    anna.get(at(gap, "/answer"))
    answer = anna.post(at(gap, "/answer"), article="нет такой", questions=["а"])
    assert answer.status_code == 422
    assert "Выберите статью" in answer.text
    assert anna.post(at(gap, "/rerun")).status_code == 409


def test_nothing_is_written_for_a_gap_that_is_noise(anna: Browser, services: Services) -> None:
    gap, before = make_gap(), dict(services.library.snapshot.articles)
    anna.get(at(gap))
    gap_states.move(gap.id, State.NOISE, None)
    for deed, fields in (
        ("/article", {"title": "Код", "category": "vozvrat"}),
        ("/answer", {"article": "voz-01", "questions": "а"}),
    ):
        answer = anna.post(at(gap, deed), **fields)
        assert answer.status_code == 409
        assert "Сначала откройте пробел снова." in answer.text
    assert dict(services.library.snapshot.articles) == before
    assert anna.get("/studio/gaps/999/article").status_code == 404
