"""Journey C4: an article is read, its parts linked to, and voted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

ARTICLE = "/articles/vozvrat-tovara"


def vote(page: Page, answer: str) -> None:
    page.get_by_role("button", name=answer, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_no_is_explained_confirmed_and_remembered(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit(ARTICLE, java_script_enabled=scripts)
    vote(page, "Нет")
    expect(page.get_by_role("heading", name="Что было не так?")).to_be_visible()
    page.get_by_role("radio", name="Сведения устарели").check()
    page.get_by_label("Расскажите подробнее").fill("Цены другие")
    page.locator("#_vote").get_by_role("button", name="Отправить").click()
    expect(page.get_by_role("heading", name="Спасибо, передали редакторам")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Спасибо, передали редакторам")).to_be_visible()
    page.get_by_role("button", name="Изменить ответ").click()
    expect(page.get_by_role("heading", name="Статья помогла?")).to_be_visible()


def test_the_confirmation_takes_the_focus_and_is_announced(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    vote(page, "Да")
    heading = page.get_by_role("heading", name="Спасибо за ответ")
    expect(heading).to_be_focused()
    expect(page.locator("#_vote").get_by_role("status")).to_contain_text("Спасибо за ответ")


def test_other_needs_words_and_the_field_with_the_mistake_is_focused(
    visit: Callable[..., Page],
) -> None:
    page = visit(ARTICLE)
    vote(page, "Нет")
    page.get_by_role("radio", name="Другое").check()
    page.locator("#_vote").get_by_role("button", name="Отправить").click()
    expect(page.get_by_label("Расскажите подробнее")).to_be_focused()
    expect(page.get_by_text("Напишите в двух словах")).to_be_visible()
    expect(page.get_by_role("radio", name="Другое")).to_be_checked()


def test_the_counter_counts(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    vote(page, "Нет")
    page.get_by_label("Расскажите подробнее").fill("Цены 😀")
    expect(page.locator("#_comment_counter")).to_have_text("6 / 1\N{NO-BREAK SPACE}000")


def test_contents_lead_to_their_headings(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    contents = page.get_by_role("navigation", name="Содержание").filter(visible=True)
    link = contents.get_by_role("link").nth(2)
    link.click()
    anchor = page.url.partition("#")[2]
    expect(page.locator(f"[id='{anchor}']")).to_be_in_viewport()
    expect(page.locator(f"[id='{anchor}']")).to_contain_text(link.inner_text())


def test_contents_are_folded_on_a_phone(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE, size=PHONE)
    link = page.locator(".on-phone a").first
    expect(link).to_be_hidden()
    page.get_by_text("Содержание").filter(visible=True).click()
    expect(link).to_be_visible()


def test_a_link_to_a_heading_is_copied(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE, permissions=["clipboard-read", "clipboard-write"])
    anchor = page.locator(".prose .anchor").first
    anchor.click()
    expect(page.locator("#_copied")).to_have_text("Ссылка на часть статьи скопирована")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(str(anchor.get_attribute("href")))


def test_the_trace_of_a_search_leaves_the_address(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=вернуть товар")
    page.locator(".result h2 a").first.click()
    page.wait_for_url("**/articles/**")
    page.wait_for_function("!location.search")


def test_reading_time_is_sent_when_the_page_is_left(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    with page.expect_request("**/readings/*") as sent:
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert (sent.value.post_data or "").startswith("seconds=")
    answer = sent.value.response()
    assert answer is not None
    assert answer.status == 204


def test_an_article_prints_without_the_page_around_it(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in (".site-header", ".help", ".site-footer", ".vote", ".contents >> nth=0"):
        expect(page.locator(part)).to_be_hidden()


def test_language_switch_leads_to_the_translation(visit: Callable[..., Page]) -> None:
    page = visit(ARTICLE)
    page.get_by_role("button", name="English").click()
    page.wait_for_url("**/articles/return-an-item")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", name="Did this article help?")).to_be_visible()


def test_theme_is_switched_at_once_and_kept(visit: Callable[..., Page]) -> None:
    page = visit("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    with page.expect_response("**/theme"):
        page.get_by_role("button", name="Тёмное").click()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.get_by_role("button", name="Тёмное")).to_have_attribute("aria-pressed", "true")
