"""The queue in a real browser: by the keyboard, without scripts, at every size."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.test_desk import ask, sign_in
from tests.browser.test_every_page import LEAST_TARGET, SMALL_TARGETS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.serving import Server

NUMBER = 4


@pytest.fixture(scope="module")
def cookies(chromium: Browser, server: Server) -> Iterator[Any]:
    """An editor's cookies; there are a few new tickets."""
    context = chromium.new_context(base_url=server.address, locale="ru-RU")
    page = context.new_page()
    for number in range(NUMBER):
        ask(page, f"Очередь, вопрос {number}")
    sign_in(page, server)
    yield context.storage_state()
    context.close()


@pytest.fixture
def queue(visit: Callable[..., Page], cookies: Any) -> Callable[..., Page]:
    def opened(path: str = "/desk/?q=очередь", **options: object) -> Page:
        return visit(path, storage_state=cookies, **options)

    return opened


def test_letters_walk_choose_and_take(queue: Callable[..., Page]) -> None:
    page = queue()
    links = page.locator("[data-queue] h2 a")
    page.keyboard.press("j")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-chosen]")).to_have_text("Отмечено: 1")
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("k")
    expect(links.nth(1)).to_be_focused()
    expect(page.locator("[data-chosen]")).to_have_text("Отмечено: 2")
    page.keyboard.press("a")
    expect(page.get_by_text("Изменено 2 заявки.")).to_be_visible()
    expect(page.locator(".whose", has_text="Анна")).to_have_count(2)


def test_letters_open_a_ticket_where_the_work_is(queue: Callable[..., Page]) -> None:
    page = queue()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_role("textbox", name="Ответ клиенту")).to_be_focused()
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator("#_escalation")).to_be_visible()
    page.go_back()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator(".desk-head .status")).to_be_visible()


def test_help_tells_the_keys_and_turns_letters_off(queue: Callable[..., Page]) -> None:
    page = queue()
    page.keyboard.press("?")
    help_ = page.get_by_role("dialog", name="Клавиши в списке заявок")
    expect(help_).to_be_visible()
    assert violations(page) == []
    help_.get_by_label("Одиночные буквы работают").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert page.locator("[data-queue] a:focus").count() == 0
    page.keyboard.press("?")
    expect(help_).to_be_hidden()
    page.get_by_role("button", name="Клавиши").click()
    help_.get_by_label("Одиночные буквы работают").check()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox", name="Номер, тема, имя или почта")).to_be_focused()


def test_a_filter_is_made_saved_and_removed_without_scripts(queue: Callable[..., Page]) -> None:
    page = queue("/desk/?view=all", java_script_enabled=False)
    page.locator(".filters > summary").click()
    page.get_by_role("checkbox", name="Жалоба").check(force=True)
    page.get_by_role("button", name="Показать", exact=True).click()
    expect(page.get_by_text("Под эти условия ничего не подходит.")).to_be_visible()
    page.locator(".filters > summary").click()
    page.get_by_label("Сохранить этот отбор под именем").fill("Жалобы")
    page.get_by_role("button", name="Сохранить", exact=True).click()
    kept = page.get_by_role("link", name="Жалобы", exact=True)
    expect(kept).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Удалить отбор «Жалобы»").click()
    expect(kept).to_have_count(0)


def test_many_are_changed_without_scripts(queue: Callable[..., Page]) -> None:
    page = queue(java_script_enabled=False)
    for box in page.locator(".pick input").all()[:2]:
        box.check()
    page.get_by_label("Другое действие").select_option("Добавить метку")
    page.get_by_role("combobox", name="Метка", exact=True).last.fill("проверка")
    page.get_by_role("button", name="Сделать").click()
    expect(page.get_by_text("Изменено 2 заявки.")).to_be_visible()
    expect(page.locator(".marks .tag", has_text="проверка")).to_have_count(2)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    "path",
    ["/desk/?view=all", "/desk/?view=all&unread=1&states=new&kinds=question", "/desk/deflection"],
)
def test_the_queue_and_the_figures_are_accessible_in_light_and_dark(
    queue: Callable[..., Page], path: str, size: tuple[int, int]
) -> None:
    page = queue(path, size=size, color_scheme="light", reduced_motion="reduce")
    if page.locator(".filters").count():
        page.locator(".filters > summary").click()
        page.locator(".pick input").first.check()
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert violations_in_dark(page) == []
