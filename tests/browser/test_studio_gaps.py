"""E2 in a browser: a failed search is found, answered, run again and closed; who asked is told."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from app import db
from tests.browser import mail
from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import sign_in
from tests.browser.test_every_page import (
    LEAST_TARGET,
    SMALL_TARGETS,
    assert_is_for_everybody,
)
from tests.curation.helpcentre import make_gap
from tests.learning.visits import SMS
from tests.web import content

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Serve, Server

RERUN_SECONDS = 2
PAGES = {
    "list": "/studio/gaps",
    "gap": "/studio/gaps/1",
    "new article": "/studio/gaps/1/article",
    "answer": "/studio/gaps/1/answer?q=возврат",
    "tests": "/studio/queries",
    "changes": "/studio/queries/changes",
    "synonyms": "/studio/synonyms?gap=1",
    "trial": "/studio/synonyms/trial?words=плюшка, возврат",
    "why": "/studio/why?q=возврат денег&try=1&w_title=0",
}


@pytest.fixture(scope="module")
def shop(serve: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A small help centre of its own, whose articles may change; it has one gap."""
    folder = tmp_path_factory.mktemp("shop")
    content.write(folder / "articles")
    with serve(folder, folder / "articles", ENCODER="none") as running:
        engine = db.connect(f"sqlite:///{folder / 'instance' / 'podskazhi.sqlite'}")
        make_gap()
        db.session.remove()
        engine.dispose()
        yield running


@pytest.fixture(scope="module")
def cookies(chromium: Browser, shop: Server) -> Any:
    context = chromium.new_context(base_url=shop.address, locale="ru-RU")
    sign_in(context.new_page(), shop)
    yield context.storage_state()
    context.close()


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
@pytest.mark.parametrize(("size", "scheme"), [(DESKTOP, "light"), (PHONE, "dark")])
def test_pages_on_gaps_are_accessible(
    visit: Callable[..., Page],
    shop: Server,
    cookies: Any,
    path: str,
    size: tuple[int, int],
    scheme: str,
) -> None:
    options = {"color_scheme": scheme, "reduced_motion": "reduce", "storage_state": cookies}
    page = visit(path, size=size, at=shop, **options)
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_a_failed_search_is_mended_from_evidence_to_letter(
    visit: Callable[..., Page], shop: Server, cookies: Any
) -> None:
    page = visit("/studio/gaps", at=shop, storage_state=cookies, java_script_enabled=False)
    row = page.get_by_role("row", name="нет смс с кодом")
    expect(row.get_by_role("cell").first).to_have_text("3")
    expect(row.get_by_text("новый")).to_be_visible()
    row.get_by_role("link").click()
    for wording in SMS:
        expect(page.get_by_role("rowheader", name=wording)).to_be_visible()

    add_synonym(page, "кодик, возврат")
    name_answer(page)
    rerun(page)

    page.get_by_role("button", name="Закрыть пробел").click()
    expect(page.get_by_text("Закрыт", exact=True)).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("1 человек")
    letter = mail.letter(shop, "Ответ появился")
    assert letter["To"] == "vera@example.com"

    customer = visit(f"/search?q={SMS[0]}", at=shop)
    expect(customer.locator(".results h2, .result h2").first).to_contain_text("Возврат денег")
    [quiet] = mail.links(letter, "/mail/quiet/")
    for size in (PHONE, DESKTOP):
        page = visit(quiet, size=size, at=shop)
        assert_is_for_everybody(page)
    page.get_by_role("button", name="Больше не присылать").click()
    expect(page.get_by_text("Больше не напишем")).to_be_visible()
    assert_is_for_everybody(page)


def add_synonym(page: Page, words: str) -> None:
    """Add a set from the gap, after a look at which queries it changes."""
    page.get_by_role("link", name="Добавить синоним").click()
    page.get_by_label("Слова и выражения, через запятую").fill(words)
    page.get_by_role("button", name="Посмотреть, что изменится").click()
    expect(page.get_by_role("heading", name="Добавить синонимы?")).to_be_visible()
    expect(page.get_by_text("самые частые за 90 дней")).to_be_visible()
    page.get_by_role("button", name="Добавить", exact=True).click()


def name_answer(page: Page) -> None:
    """Find the article that answers, and give it the customers' words as questions."""
    page.get_by_role("link", name="Ответ уже есть в статье").click()
    page.get_by_role("searchbox", name="Найти статью").fill("возврат денег")
    page.get_by_role("main").get_by_role("button", name="Найти", exact=True).click()
    page.get_by_role("radio", name="Возврат денег за заказ").check()
    for wording in SMS:
        expect(page.get_by_role("checkbox", name=wording)).to_be_checked()
    page.get_by_role("button", name="Добавить вопросы и указать ответ").click()
    expect(page.get_by_text("В статью добавлены вопросы")).to_be_visible()
    expect(page.get_by_text("В работе", exact=True)).to_be_visible()
    expect(page.get_by_text("не проверяли")).to_have_count(3)


def rerun(page: Page) -> None:
    """Run the gap's queries again; rank before and after stand there in two seconds."""
    begun = time.monotonic()
    page.get_by_role("button", name="Проверить запросы").click()
    done = "Каждый запрос находит ответ в первых трёх местах."
    expect(page.get_by_text(done, exact=True)).to_be_visible()
    assert time.monotonic() - begun <= RERUN_SECONDS
    expect(page.locator(".ranks .found")).to_have_text(["1", "1", "1"])
