"""C5: a question is answered while it is asked; C6: sent, followed and reopened by its link."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Error, expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.tickets.test_file_kinds import PICTURE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page, Route

    from tests.browser.serving import Server


def fill(page: Page, subject: str = "Деньги не вернулись") -> None:
    page.get_by_label("Тема").fill(subject)
    page.get_by_label("Подробности").fill("Вернул товар две недели назад, денег нет.")
    page.get_by_label("Электронная почта").fill("gleb@example.com")
    page.get_by_label("Даю согласие").check()


def send(page: Page) -> None:
    """Send the form; where a step of suggestions comes first, go on from there."""
    with page.expect_event("domcontentloaded"):
        page.get_by_role("button", name="Отправить", exact=True).click()
    anyway = page.get_by_role("button", name="Отправить всё равно")
    if anyway.count():
        anyway.click()


def keeps_what_is_typed_until_it_is_sent(page: Page) -> None:
    """A reply outlives a closed or refused page, and is gone when the conversation shows it."""
    reply = page.get_by_role("textbox", name="Ваш ответ")
    reply.fill("Забыл номер заказа: 17")
    page.reload()
    expect(reply).to_have_value("Забыл номер заказа: 17")
    page.get_by_role("button", name="Отправить").click()
    expect(page.locator(".conversation").get_by_text("Забыл номер заказа: 17")).to_be_visible()
    expect(reply).to_have_value("")


def sign_in(page: Page, server: Server) -> None:
    page.get_by_label("Электронная почта").fill("boris@polka.example")
    page.get_by_label("Пароль").fill(server.password("boris@polka.example"))
    page.get_by_role("button", name="Войти").click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_question_is_asked_answered_and_reopened(
    visit: Callable[..., Page], server: Server, scripts: bool
) -> None:
    customer = visit("/search?q=фывапролдж", java_script_enabled=scripts)
    customer.locator(".nothing").get_by_role("link", name="Задать вопрос").click()
    fill(customer, f"Вопрос, скрипты {scripts}")
    send(customer)
    expect(customer.get_by_text("Вопрос отправлен.")).to_be_visible()
    expect(customer.get_by_text("Заявка №").first).to_be_visible()
    if scripts:
        keeps_what_is_typed_until_it_is_sent(customer)

    agent = visit("/sign-in", java_script_enabled=scripts)
    sign_in(agent, server)
    agent.get_by_role("link", name=f"Вопрос, скрипты {scripts}").first.click()
    expect(agent.get_by_text("фывапролдж").first).to_be_visible()
    agent.get_by_role("textbox", name="Ответ клиенту").fill("Деньги придут завтра.")
    agent.get_by_role("button", name="Ответить", exact=True).click()
    expect(agent.get_by_text("Деньги придут завтра.").first).to_be_visible()

    customer.reload()
    expect(customer.get_by_text("Деньги придут завтра.")).to_be_visible()
    expect(customer.get_by_text("Ждёт вашего ответа")).to_be_visible()
    customer.get_by_role("button", name="Вопрос решён").click()
    expect(customer.get_by_text("Закрыта", exact=True)).to_be_visible()
    customer.get_by_role("button", name="Вопрос не решён").click()
    expect(customer.get_by_text("Открыта снова", exact=True)).to_be_visible()


def test_a_ticket_page_is_not_listed_and_says_when(visit: Callable[..., Page]) -> None:
    page = visit("/ask", timezone_id="Asia/Vladivostok")
    fill(page)
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    assert page.locator("meta[name=robots]").get_attribute("content") == "noindex, nofollow"
    assert "Asia/Vladivostok" in str(page.locator("time").first.get_attribute("title"))


def test_mistakes_stand_beside_the_fields_and_nothing_is_lost(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    page.get_by_label("Тема").fill("Деньги")
    page.get_by_label("Электронная почта").fill("gleb@")
    send(page)
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Тема")).to_have_value("Деньги")
    email = page.get_by_label("Электронная почта")
    expect(email).to_have_attribute("aria-invalid", "true")
    expect(page.locator(f"#{email.get_attribute('aria-describedby')}")).to_contain_text(
        "адрес почты"
    )


@pytest.mark.parametrize("scripts", [True, False])
def test_a_form_that_comes_back_opens_at_its_mistakes_and_leads_to_them(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit("/ask", size=PHONE, java_script_enabled=scripts)
    page.get_by_label("Тема").fill("Диван без ножек")
    page.get_by_label("Подробности").fill("Привезли диван, ножек нет.")
    send(page)
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    expect(summary).to_be_in_viewport()
    for place, label in (("_email", "Электронная почта"), ("_consent", "Даю согласие")):
        summary.locator(f"a[href='#{place}']").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"#{place}")).to_be_focused()
        expect(page.locator(f"label[for={place}]")).to_be_in_viewport(ratio=1)
        expect(page.get_by_label(label)).to_have_attribute("aria-invalid", "true")


@pytest.mark.parametrize("scripts", [True, False])
def test_an_empty_reply_comes_back_at_its_mistake(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit("/ask", size=PHONE, java_script_enabled=scripts)
    fill(page, f"Пустой ответ, скрипты {scripts}")
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    page.get_by_role("button", name="Отправить", exact=True).click()
    summary = page.locator("[data-summary]")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Ваш ответ")).to_be_focused()


def test_a_double_click_makes_one_ticket(visit: Callable[..., Page], server: Server) -> None:
    page = visit("/ask")
    fill(page, "Двойной щелчок")
    page.get_by_role("button", name="Отправить").dblclick()
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    agent = visit("/sign-in")
    sign_in(agent, server)
    expect(agent.get_by_role("link", name="Двойной щелчок")).to_have_count(1)


def test_a_form_without_its_cookie_comes_back_filled(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    fill(page, "Пропавшее cookie")
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("heading", name="Форма устарела")).to_be_visible()
    expect(page.get_by_label("Тема")).to_have_value("Пропавшее cookie")
    page.get_by_role("button", name="Отправить ещё раз").click()
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()


# Journey C5


def suggested(page: Page) -> Locator:
    return page.locator(".suggestions li a")


def test_suggestions_come_while_typing_and_one_is_read_inside_the_page(
    visit: Callable[..., Page],
) -> None:
    page = visit("/ask")
    page.get_by_label("Тема").press_sequentially("как вернуть деньги за заказ")
    link = suggested(page).first
    expect(link).to_be_visible()
    assert 1 <= suggested(page).count() <= 5
    page.get_by_label("Подробности").fill("Мои слова, которые нельзя потерять")
    link.focus()
    page.keyboard.press("Enter")
    reader = page.get_by_role("dialog")
    expect(reader.get_by_role("heading", level=2).first).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(reader).to_be_hidden()
    expect(page.locator(":focus")).to_have_attribute("data-suggestion", "")
    expect(page.get_by_label("Подробности")).to_have_value("Мои слова, которые нельзя потерять")


def test_what_was_read_is_marked(visit: Callable[..., Page]) -> None:
    page = visit("/articles/vozvrat-tovara")
    page.goto("/ask?q=возврат товара, который не подошёл")
    expect(page.get_by_text("вы уже читали").first).to_be_visible()


def test_a_later_answer_never_gives_way_to_an_earlier_one(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append(route)

    page.route("**/ask/suggestions", hold_the_first)
    page.get_by_label("Тема").fill("как вернуть деньги")
    page.wait_for_timeout(400)
    page.get_by_label("Тема").fill("не приходит код из смс")
    expect(suggested(page).first).to_be_visible()
    shown = suggested(page).all_inner_texts()
    with suppress(Error):
        held[0].fulfill(body='<section class="suggestions"><ol><li>stale</li></ol></section>')
    page.wait_for_timeout(300)
    assert suggested(page).all_inner_texts() == shown


def test_suggestions_are_there_soon_after_the_pause(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    page.evaluate("""() => {
      const list = document.querySelector('.ask-form [data-suggestions]');
      const field = document.getElementById('_subject');
      const seen = () => { window.shownAt ??= performance.now(); };
      new MutationObserver(seen).observe(list, {childList: true});
      field.addEventListener('input', () => { window.typedAt = performance.now(); });
    }""")
    page.get_by_label("Тема").fill("как вернуть деньги за заказ")
    expect(suggested(page).first).to_be_visible()
    assert page.evaluate("window.shownAt - window.typedAt") < 3000  # a busy machine's; alone 250


def test_without_scripts_a_question_takes_two_clicks(visit: Callable[..., Page]) -> None:
    page = visit("/ask", java_script_enabled=False)
    fill(page, "Как вернуть деньги за заказ")
    page.get_by_role("button", name="Отправить", exact=True).click()
    expect(page.get_by_text("Возможно, ответ уже есть")).to_be_visible()
    with page.expect_popup() as opened:
        suggested(page).first.click()
    expect(opened.value.get_by_role("button", name="Это решило вопрос")).to_be_visible()
    expect(page.get_by_label("Тема")).to_have_value("Как вернуть деньги за заказ")
    page.get_by_role("button", name="Отправить всё равно").click()
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_category_brings_its_own_fields(visit: Callable[..., Page], scripts: bool) -> None:
    page = visit("/ask", java_script_enabled=scripts)
    fill(page, f"Заказ задержался, скрипты {scripts}")
    page.get_by_label("О чём вопрос").select_option(label="Доставка")
    show = page.get_by_role("button", name="Показать поля")
    if scripts:
        expect(show).to_have_count(0)
    else:
        show.click()
    send(page)
    expect(page.locator("#_field_order_error")).to_have_text("Заполните это поле.")
    page.get_by_label("Номер заказа").fill("1234-5678-9")
    send(page)
    expect(page.get_by_text("1234-5678-9")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_files_are_sent_refused_by_name_and_never_lost(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit("/ask", java_script_enabled=scripts)
    fill(page, f"Вопрос с файлами, скрипты {scripts}")
    files = [("снимок.png", PICTURE), ("обман.png", b"PK\x03\x04\x00\x00")]
    page.get_by_label("Файлы").set_input_files(
        [{"name": name, "mimeType": "image/png", "buffer": data} for name, data in files]
    )
    send(page)
    expect(page.locator("#_files_error")).to_contain_text("«обман.png» прикрепить нельзя")
    expect(page.get_by_label("снимок.png")).to_be_checked()
    send(page)
    link = page.get_by_role("link", name="снимок.png")
    with page.expect_download() as downloaded:
        link.click()
    assert downloaded.value.suggested_filename == "снимок.png"
    assert downloaded.value.path().read_bytes() == PICTURE


def test_a_file_that_is_too_large_is_said_at_once(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    large = {"name": "много.txt", "mimeType": "text/plain", "buffer": b"x" * (11 * 1024 * 1024)}
    page.get_by_label("Файлы").set_input_files([large])
    expect(page.get_by_text("Слишком большой файл: много.txt")).to_be_visible()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_form_and_the_ticket_are_accessible_in_every_state(
    visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = visit("/ask", size=size, color_scheme="light", reduced_motion="reduce")
    page.get_by_label("Тема").fill("как вернуть деньги за заказ")
    expect(suggested(page).first).to_be_visible()
    page.get_by_label("О чём вопрос").select_option(label="Возврат и обмен")
    assert violations(page) == []
    send(page)
    expect(page.get_by_role("alert").first).to_be_visible()
    assert violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    suggested(page).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert violations_in_dark(page) == []


def test_a_robot_s_field_is_out_of_everybody_s_way(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    trap = page.locator("[name=website]")
    assert trap.get_attribute("tabindex") == "-1"
    expect(trap).not_to_be_in_viewport()
    assert page.get_by_role("textbox", name="Не заполняйте").count() == 0
