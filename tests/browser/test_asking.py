"""Journey C6: a question is sent, answered at the desk, followed and reopened by its link."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.serving import Server


def fill(page: Page, subject: str = "Деньги не вернулись") -> None:
    page.get_by_label("Тема").fill(subject)
    page.get_by_label("Подробности").fill("Вернул товар две недели назад, денег нет.")
    page.get_by_label("Электронная почта").fill("gleb@example.com")


def send(page: Page) -> None:
    page.get_by_role("button", name="Отправить").click()


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
    expect(customer.get_by_text("Заявка №")).to_be_visible()

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


def test_a_double_click_makes_one_ticket(visit: Callable[..., Page], server: Server) -> None:
    page = visit("/ask")
    fill(page, "Двойной щелчок")
    page.get_by_role("button", name="Отправить").dblclick()
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    agent = visit("/sign-in")
    sign_in(agent, server)
    expect(agent.get_by_role("link", name="Двойной щелчок")).to_have_count(1)


def test_a_draft_survives_a_reload_and_ends_with_the_ticket(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    fill(page, "Черновик вопроса")
    page.reload()
    expect(page.get_by_label("Тема")).to_have_value("Черновик вопроса")
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    page.goto("/ask")
    expect(page.get_by_label("Тема")).to_have_value("")


def test_a_form_without_its_cookie_comes_back_filled(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    fill(page, "Пропавшее cookie")
    page.context.clear_cookies()
    send(page)
    expect(page.get_by_role("heading", name="Форма устарела")).to_be_visible()
    expect(page.get_by_label("Тема")).to_have_value("Пропавшее cookie")
    page.get_by_role("button", name="Отправить ещё раз").click()
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
