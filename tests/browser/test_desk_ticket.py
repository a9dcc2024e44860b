"""Journeys A1 to A4 at a ticket, by the keyboard; and the same without scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import ask, sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Server

QUESTION = "Как вернуть деньги за товар"


@pytest.fixture(scope="module")
def cookies(chromium: Browser, server: Server) -> Iterator[Any]:
    context = chromium.new_context(base_url=server.address, locale="ru-RU")
    sign_in(context.new_page(), server)
    yield context.storage_state()
    context.close()


@pytest.fixture
def open_ticket(visit: Callable[..., Page], cookies: Any) -> Callable[..., Page]:
    """Ask a question of this subject as a customer, and open its ticket at the desk."""

    def opened(subject: str, **options: object) -> Page:
        customer = visit("/articles/vozvrat-tovara")
        ask(customer, subject)
        page = visit("/desk/", storage_state=cookies, **options)
        page.get_by_role("link", name=subject).first.click()
        expect(page.get_by_role("heading", name=subject)).to_be_visible()
        page.wait_for_load_state()  # from here on keys are heard
        return page

    return opened


def test_an_answer_with_an_article_by_the_keyboard_alone(open_ticket: Callable[..., Page]) -> None:
    page = open_ticket(f"{QUESTION}, с клавиатуры")
    expect(page.locator(".fitting")).to_contain_text("клиент уже читал")
    expect(page.locator(".trail")).to_contain_text("Как вернуть товар")
    page.keyboard.press("r")
    answer = page.get_by_role("textbox", name="Ответ клиенту")
    expect(answer).to_be_focused()
    page.keyboard.type("Здравствуйте!\n/вернуть товар")
    expect(page.get_by_role("option").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(answer).to_have_value(
        re.compile(r"^Здравствуйте!\n\[Как вернуть товар.*\]\(http.*\?rev=[0-9a-f]{8}")
    )
    expect(answer).to_be_focused()
    expect(page.locator(".chip")).to_contain_text("Как вернуть товар")
    page.keyboard.press("Control+k")
    page.keyboard.type("вернуть товар")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Shift+Enter")
    expect(answer).to_have_value(re.compile("«Как вернуть товар»$"))
    page.keyboard.press("Control+Enter")
    sent = page.locator(".message.agent .text")
    expect(sent.get_by_role("link", name="Как вернуть товар")).to_be_visible()
    expect(answer).to_have_value("")


def test_an_article_for_staff_in_a_reply_is_warned_of_and_not_sent(
    open_ticket: Callable[..., Page],
) -> None:
    page = open_ticket("Только для своих")
    page.goto(page.url)
    answer = page.get_by_role("textbox", name="Ответ клиенту")
    answer.fill("")
    answer.focus()
    page.keyboard.type("/возврат вручную сотрудник")
    option = page.get_by_role("option").filter(has_text="только для сотрудников").first
    expect(option).to_be_visible()
    option.click()
    expect(page.get_by_role("alert").filter(has_text="только для сотрудников")).to_be_visible()
    page.get_by_role("button", name="Ответить", exact=True).click()
    expect(page.get_by_text("Не отправили")).to_be_visible()
    expect(answer).to_have_value(re.compile("articles/"))
    assert violations(page) == []


@pytest.mark.parametrize("scripts", [True, False])
def test_closing_takes_a_key_or_a_button_and_is_undone(
    open_ticket: Callable[..., Page], scripts: bool
) -> None:
    page = open_ticket(f"Закрыть, скрипты {scripts}", java_script_enabled=scripts)
    if scripts:
        page.keyboard.press("c")
        page.keyboard.press("3")
    else:
        page.get_by_text("Закрыть без ответа").click()
        page.get_by_role("button", name="Не нужна").click()
    expect(page.get_by_text("статья не нужна (Разовый случай)")).to_be_visible()
    page.get_by_role("button", name="Отменить").click()
    expect(page.locator(".desk-head .status")).to_have_text("Открыта снова")


def test_without_scripts_an_article_is_found_and_put_into_the_reply(
    open_ticket: Callable[..., Page],
) -> None:
    page = open_ticket("Без скриптов", java_script_enabled=False)
    page.get_by_role("textbox", name="Ответ клиенту").fill("Здравствуйте!")
    box = page.locator("#_answer").get_by_role("searchbox")
    box.fill("вернуть товар")
    box.press("Enter")
    page.locator(".found button").first.click()
    answer = page.get_by_role("textbox", name="Ответ клиенту")
    expect(answer).to_have_value(re.compile(r"^Здравствуйте!\s+\[.+\]\(http"))
    page.get_by_role("button", name="Ответить", exact=True).click()
    expect(page.locator(".message.agent")).to_be_visible()


def test_a_draft_outlives_the_page_and_a_colleague_is_called(
    open_ticket: Callable[..., Page],
) -> None:
    page = open_ticket("Черновик")
    answer = page.get_by_role("textbox", name="Ответ клиенту")
    answer.fill("Недописанный ответ, спасибо")
    expect(page.locator("[data-manner=thanks]")).to_have_attribute("data-met", "yes")
    page.reload()
    expect(answer).to_have_value("Недописанный ответ, спасибо")
    answer.fill("Только что")
    page.reload()
    expect(answer).to_have_value("Только что")
    page.locator("h1").click()
    page.keyboard.press("n")
    page.keyboard.type("Глянь, @анн")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Текст заметки")).to_have_value("Глянь, @Анна Редактор ")


def test_a_wrong_passage_is_flagged_from_the_preview(open_ticket: Callable[..., Page]) -> None:
    page = open_ticket(f"{QUESTION}, ошибка")
    page.locator("[data-preview]").first.press("Enter")
    dialog = page.get_by_role("dialog")
    passage = dialog.locator(".prose p").first
    expect(passage).to_be_visible()
    assert violations(page) == []
    page.evaluate("getSelection().selectAllChildren(document.querySelector('.previewed .prose p'))")
    quoted = dialog.get_by_label("Место в статье")
    expect(quoted).to_have_value(re.compile(re.escape(passage.inner_text()[:40])))
    dialog.get_by_label("Что не так").fill("Срок теперь другой.")
    dialog.get_by_role("button", name="Передать редакторам").click()
    expect(dialog.get_by_text("Замечание у редакторов")).to_be_visible()
    page.goto("/desk/flags")
    expect(page.get_by_text("Срок теперь другой.")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Что сделано").first.fill("Исправили срок.")
    page.get_by_role("button", name="Разобрано").first.click()
    expect(page.get_by_text("Замечаний нет.")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_an_article_from_a_reply_shows_what_is_masked_and_alike(
    open_ticket: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = open_ticket(f"{QUESTION} {size[0]}", size=size)
    page.get_by_role("textbox", name="Ответ клиенту").fill("Звоните +7 916 123-45-67.")
    page.get_by_role("button", name="Создать статью из ответа").click()
    expect(page.get_by_label("Ответ")).to_have_value("Звоните [телефон].")
    expect(page.locator("mark").filter(has_text="[телефон]")).to_be_visible()
    expect(page.locator(".duplicates")).to_contain_text("%")
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []


def test_a_link_of_an_earlier_revision_leads_to_the_reworded_heading(
    visit: Callable[..., Page],
) -> None:
    page = visit("/articles/vozvrat-tovara?rev=00000000#kogda-ko-mne-pridut-dengi")
    heading = page.locator("#kogda-pridut-dengi")
    expect(heading).to_be_in_viewport()
    assert page.evaluate("scrollY") > 0
