"""What is typed into the ask form is kept until its own question is sent, solved or a day old."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.test_asking import fill, send, suggested

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page


def test_a_draft_survives_a_reload_and_ends_with_the_ticket(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    fill(page, "Черновик вопроса")
    page.reload()
    expect(page.get_by_label("Тема")).to_have_value("Черновик вопроса")
    page.get_by_label("Даю согласие").check()  # nobody else's tick is a consent
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    page.goto("/ask")
    expect(page.get_by_label("Тема")).to_have_value("")


def test_solved_ends_it_with_one_click_and_the_draft_is_gone(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    page.get_by_label("Тема").fill("как вернуть деньги за заказ")
    suggested(page).first.click()
    page.get_by_role("dialog").get_by_role("button", name="Это решило вопрос").click()
    expect(page.get_by_role("heading", name="Рады, что помогло")).to_be_visible()
    page.goto("/ask")
    expect(page.get_by_label("Тема")).to_have_value("")


def test_a_draft_survives_back_and_keeps_personal_fields_in_the_tab(
    visit: Callable[..., Page],
) -> None:
    page = visit("/ask")
    fill(page, "Черновик с возвратом назад")
    page.get_by_label("Жалоба").check()
    page.get_by_label("О чём вопрос").select_option(label="Доставка")
    page.get_by_label("Номер заказа").fill("1234-5678-9")
    page.goto("/")
    page.go_back()
    page.reload()
    expect(page.get_by_label("Тема")).to_have_value("Черновик с возвратом назад")
    expect(page.get_by_label("Жалоба")).to_be_checked()
    expect(page.get_by_label("Номер заказа")).to_have_value("1234-5678-9")
    expect(page.get_by_label("Электронная почта")).to_have_value("gleb@example.com")
    expect(page.get_by_label("Даю согласие")).not_to_be_checked()
    other = page.context.new_page()
    other.goto("/ask")
    expect(other.get_by_label("Тема")).to_have_value("Черновик с возвратом назад")
    expect(other.get_by_label("Электронная почта")).to_have_value("")
    assert "gleb@" not in str(other.evaluate("JSON.stringify(localStorage)"))


def test_a_draft_older_than_a_day_is_forgotten(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    page.get_by_label("Тема").fill("Вчерашний черновик")
    page.evaluate("""() => {
      const key = 'drafts of questions', {drafts} = JSON.parse(localStorage.getItem(key));
      const old = drafts.map((one) => ({...one, at: Date.now() - 25 * 3600 * 1000}));
      localStorage.setItem(key, JSON.stringify({drafts: old}));
    }""")
    page.reload()
    expect(page.get_by_label("Тема")).to_have_value("")


SOFA = ("Диван без ножек", "Привезли диван, ножек нет")


def write_of_the_sofa(page: Page) -> Locator:
    """Write one question, leave, and come back with another; return the offer of the first."""
    page.get_by_label("Тема").fill(SOFA[0])
    page.get_by_label("Подробности").fill(SOFA[1])
    page.get_by_label("Жалоба").check()
    page.goto("/ask?q=не приходит код")
    return page.locator("[data-draft-other]")


def holds(page: Page, subject: str, body: str) -> None:
    expect(page.get_by_label("Тема")).to_have_value(subject)
    expect(page.get_by_label("Подробности")).to_have_value(body)


def test_a_draft_is_not_mixed_with_another_question_and_both_are_kept(
    visit: Callable[..., Page],
) -> None:
    page = visit("/ask")
    other = write_of_the_sofa(page)
    holds(page, "не приходит код", "")
    expect(page.get_by_label("Жалоба")).not_to_be_checked()
    expect(other).to_contain_text("неотправленный вопрос «Диван без ножек»")
    assert violations(page) == []
    page.get_by_label("Подробности").fill("Жду второй час")
    other.get_by_role("link", name="Вернуться к нему").press("Enter")
    holds(page, *SOFA)
    expect(page.get_by_label("Жалоба")).to_be_checked()
    expect(other).to_contain_text("«не приходит код»")
    other.get_by_role("link").click()
    holds(page, "не приходит код", "Жду второй час")
    assert unquote(page.url).endswith("/ask?q=не приходит код")


def test_a_question_that_was_reworded_goes_on_where_it_began(visit: Callable[..., Page]) -> None:
    page = visit("/ask?q=не приходит код")
    page.get_by_label("Тема").fill("Код из смс не приходит")
    page.get_by_label("Подробности").fill("Жду второй час")
    page.goto("/ask?q=Не приходит код")
    holds(page, "Код из смс не приходит", "Жду второй час")
    expect(page.locator("[data-draft-other]")).to_have_count(0)


def test_a_question_that_is_sent_takes_no_other_draft_with_it(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    write_of_the_sofa(page)
    fill(page, "Код не приходит вовсе")
    page.get_by_label("Электронная почта").fill("gleb@")
    send(page)
    expect(page.locator("#_email_error")).to_be_visible()
    page.get_by_label("Электронная почта").fill("gleb@example.com")
    send(page)
    expect(page.get_by_text("Вопрос отправлен.")).to_be_visible()
    page.goto("/ask")
    holds(page, *SOFA)
    expect(page.locator("[data-draft-other]")).to_have_count(0)


def test_a_draft_that_is_dropped_is_gone(visit: Callable[..., Page]) -> None:
    page = visit("/ask")
    other = write_of_the_sofa(page)
    other.get_by_role("button", name="Удалить").press("Enter")
    expect(other).to_have_count(0)
    expect(page.get_by_role("heading", name="Задать вопрос")).to_be_focused()
    page.goto("/ask")
    holds(page, "", "")
