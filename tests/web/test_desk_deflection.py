"""The ledger's figures for editors: every outcome with its meaning, the rates, the lift."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from app import clock, db
from app.tickets import article_links, asking, closing, desk
from app.tickets.asking_models import StartedAsk
from app.tickets.kinds import Outcome
from tests.accounts import cast
from tests.tickets.forms import form
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("deflection"))


@pytest.fixture
def editor(built: Flask, database: object) -> Browser:
    cast.anna()
    browser = Browser(built)
    browser.sign_in("anna@polka.example")
    return browser


def begin(days_ago: float, **facts: bool) -> None:
    """Store an ask that was begun so long ago; `facts` tell what happened within an hour."""
    then = clock.now() - timedelta(days=days_ago)
    names = ("shown_at", "opened_at", "solved_at", "ticketed_at")
    moments = {name: then if facts.get(name.removesuffix("_at")) else None for name in names}
    with db.transaction() as rows:
        ask = StartedAsk(visitor="v", form=f"f{days_ago}{facts}", started_at=then, seen_at=then)
        ask.typed, ask.found, ask.withheld = 20, 3, bool(facts.get("withheld"))
        for name, moment in moments.items():
            setattr(ask, name, moment)
        rows.add(ask)


def text_of(page: str) -> str:
    """Return a page's words, single spaces between them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def test_every_outcome_is_counted_beside_its_meaning(editor: Browser) -> None:
    begin(10, shown=True, opened=True, solved=True)
    begin(10, shown=True, opened=True)
    begin(10, shown=True, opened=True, ticketed=True)
    begin(10)
    page = text_of(editor.get("/desk/deflection").text)
    assert "Нажали «Это решило вопрос» и заявку не отправили. 1 25 %" in page
    assert "7 дней не писали: ни из этого браузера, ни с этой почты. 1 25 %" in page
    assert "Успехом не считается. 0 0 %" in page
    assert "Всего начатых 4 100 %" in page
    assert "Сказали сами 25 %" in page
    assert "Сказали сами или прочли и не написали 50 %" in page
    assert "подсказки показываются всем" in page


def test_the_lift_comes_with_its_interval(editor: Browser) -> None:
    for number in range(4):
        begin(10 + number, shown=True, ticketed=number == 0)
        begin(10 + number, withheld=True, ticketed=number < 3)
    page = text_of(editor.get("/desk/deflection").text)
    assert "Отправили без подсказок 75 % 3 из 4" in page
    assert "Отправили с подсказками 25 % 1 из 4" in page
    assert re.search(r"Разница 50 % от -?[\d,]+ % до [\d,]+ %", page)
    assert "Границы захватывают ноль" in page


@pytest.mark.parametrize(
    ("period", "counted"),
    [
        ("days=7", 1),
        ("days=30", 2),
        ("days=365", 3),
        ("", 2),
        ("days=8", 2),
        ("since=2030-01-01&until=2029-01-01", 2),
        ("since=0001-01-01&until=9999-12-31", 2),
        ("since=x", 2),
    ],
)
def test_the_period_is_chosen_and_nonsense_gives_the_usual_one(
    editor: Browser, period: str, counted: int
) -> None:
    for days_ago in (3, 20, 200):
        begin(days_ago, shown=True)
    page = text_of(editor.get(f"/desk/deflection?{period}").text)
    assert f"Всего начатых {counted} 100 %" in page


def test_days_are_chosen_too(editor: Browser) -> None:
    begin(20, shown=True)
    day = (clock.now() - timedelta(days=20)).date()
    around = f"since={day - timedelta(days=1)}&until={day + timedelta(days=1)}"
    assert "Всего начатых 1 100 %" in text_of(editor.get(f"/desk/deflection?{around}").text)


def test_the_link_rate_counts_what_was_skipped(editor: Browser) -> None:
    for outcome in (Outcome.SKIPPED, Outcome.LINKED):
        number = asking.open_ticket(form(subject=f"Вопрос, {outcome}")).number
        article_links.link(number, 1, article_links.Article("voz-01", "r1"))
        closing.close(number, 1, version=desk.get(number, 1).version, outcome=outcome)
    page = text_of(editor.get("/desk/deflection").text)
    assert "Со статьёй 50 %" in page
    assert "вопрос о статье пропустили. 1 50 %" in page
    assert "Всего решённых и закрытых 2 100 %" in page


def test_without_any_question_there_is_no_rate(editor: Browser) -> None:
    assert "Сказали сами — считать нечего" in text_of(editor.get("/desk/deflection").text)


def test_agents_who_are_no_editors_do_not_see_it(editor: Browser, built: Flask) -> None:
    cast.boris()
    agent = Browser(built)
    agent.sign_in()
    assert agent.get("/desk/deflection").status_code == 403
    assert "Польза подсказок" not in agent.get("/desk/").text
    assert "Польза подсказок" in editor.get("/desk/").text
