"""The desk in a browser: accessible at every size, and a ticket answered by the keyboard alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_asking import fill, send
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.serving import Server

EDITOR = "anna@polka.example"
PAGES = {
    "queue": "/desk/",
    "empty list": "/desk/?view=closed",
    "nothing found": "/desk/?q=фывапролдж",
    "ticket": "{desk_ticket}",
    "votes": "/desk/votes",
    "password": "/account/password",
    "customer's ticket": "{site_ticket}",
}
MOST_TABS = 80
SUBJECT = "Очень-длинное-слово-без-пробелов-в-теме-заявки: деньги не вернулись"


@dataclass(frozen=True)
class Desk:
    """An editor's cookies, and a ticket with an answer and a note: at the desk, on the site."""

    cookies: Any
    desk_ticket: str
    site_ticket: str


@pytest.fixture(scope="module")
def desk(chromium: Browser, server: Server) -> Iterator[Desk]:
    context = chromium.new_context(base_url=server.address, locale="ru-RU")
    page = context.new_page()
    criticise(page)
    site_ticket = ask(page, SUBJECT)
    sign_in(page, server)
    page.get_by_role("link", name=SUBJECT).click()
    page.get_by_role("textbox", name="Ответ клиенту").fill("Вот: https://polka.example/articles/x")
    page.get_by_role("button", name="Ответить", exact=True).click()
    page.get_by_text("Заметка для коллег", exact=True).click()
    page.get_by_label("Текст заметки").fill("Проверил по банку.")
    page.get_by_role("button", name="Сохранить заметку").click()
    expect(page.get_by_text("Проверил по банку.")).to_be_visible()
    yield Desk(context.storage_state(), page.url.partition("#")[0], site_ticket)
    context.close()


def criticise(page: Page) -> None:
    page.goto("/articles/vozvrat-tovara")
    page.get_by_role("button", name="Нет", exact=True).click()
    page.get_by_label("Сведения устарели").check()
    page.get_by_label("Расскажите подробнее").fill("Срок теперь другой.")
    page.locator(".vote").get_by_role("button", name="Отправить").click()
    expect(page.get_by_text("Спасибо, передали редакторам")).to_be_visible()


def ask(page: Page, subject: str) -> str:
    """Ask a question; return the address of the customer's page."""
    page.goto("/ask")
    fill(page, subject)
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    return page.url


def sign_in(page: Page, server: Server, email: str = EDITOR) -> None:
    page.goto("/sign-in")
    page.get_by_label("Электронная почта").fill(email)
    page.get_by_label("Пароль").fill(server.password(email))
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("heading", name="Новые заявки")).to_be_visible()


def every_page(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)(test)


def open_at(visit: Callable[..., Page], desk: Desk, path: str, **options: object) -> Page:
    address = path.format(desk_ticket=desk.desk_ticket, site_ticket=desk.site_ticket)
    return visit(address, storage_state=desk.cookies, **options)


@every_page
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_page_is_accessible_in_light_and_dark(
    visit: Callable[..., Page], desk: Desk, path: str, size: tuple[int, int]
) -> None:
    page = open_at(visit, desk, path, size=size, color_scheme="light", reduced_motion="reduce")
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert violations_in_dark(page) == []


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there."""
    handle = wanted.element_handle()
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if handle.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{MOST_TABS} tab stops do not lead to it")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_ticket_is_answered_by_the_keyboard_alone(
    visit: Callable[..., Page], desk: Desk, scripts: bool
) -> None:
    subject = f"С клавиатуры, скрипты {scripts}"
    ask(visit("/ask"), subject)
    page = open_at(visit, desk, "/desk/", java_script_enabled=scripts)
    tab_to(page, page.get_by_role("link", name=subject))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=subject)).to_be_visible()
    tab_to(page, page.get_by_role("textbox", name="Ответ клиенту"))
    page.keyboard.type("Деньги придут завтра.")
    tab_to(page, page.get_by_role("button", name="Ответить", exact=True))
    page.keyboard.press("Enter")
    expect(page.locator(".message.agent .text")).to_have_text("Деньги придут завтра.")
    expect(page.get_by_text("Ждём клиента")).to_be_visible()


def test_ctrl_and_enter_send_the_answer(visit: Callable[..., Page], desk: Desk) -> None:
    ask(visit("/ask"), "Сочетание клавиш")
    page = open_at(visit, desk, "/desk/?q=Сочетание")
    page.get_by_role("link", name="Сочетание клавиш").press("Enter")
    answer = page.get_by_role("textbox", name="Ответ клиенту")
    answer.fill("Готово.")
    answer.press("Control+Enter")
    expect(page.locator(".message.agent .text")).to_have_text("Готово.")
    expect(page.locator("#_last")).to_be_focused()


def test_an_answer_sent_after_the_session_ended_goes_out_with_the_password(
    visit: Callable[..., Page], server: Server
) -> None:
    ask(visit("/ask"), "Сеанс кончился")
    page = visit("/sign-in")
    sign_in(page, server)
    page.get_by_role("link", name="Сеанс кончился").click()
    page.get_by_role("textbox", name="Ответ клиенту").fill("Долго писал.")
    page.context.clear_cookies(name="session")
    page.get_by_role("button", name="Ответить", exact=True).click()
    page.get_by_role("button", name="Отправить ещё раз").click()
    expect(page.get_by_label("Ваш текст")).to_have_value("Долго писал.")
    assert violations(page) == []
    page.get_by_label("Электронная почта").fill(EDITOR)
    page.get_by_label("Пароль").fill(server.password(EDITOR))
    page.get_by_role("button", name="Войти и отправить").click()
    expect(page.locator(".message.agent .text")).to_have_text("Долго писал.")
