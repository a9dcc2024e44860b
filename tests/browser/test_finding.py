"""Journeys C1 and C3: a question becomes a list of answers, or an honest nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

Visit = "Callable[..., Page]"


# The room for the text of a field, and what its hint takes of it, in CSS pixels.
HINT = """field => {
  const style = getComputedStyle(field);
  const pen = document.createElement('canvas').getContext('2d');
  pen.font = style.font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return [room, pen.measureText(field.placeholder).width];
}"""


def titles(page: Page) -> list[str]:
    return page.locator(".result h2").all_inner_texts()


@pytest.mark.parametrize("scripts", [True, False])
def test_an_inflected_question_finds_its_article(visit: Callable[..., Page], scripts: bool) -> None:
    page = visit("/", java_script_enabled=scripts)
    page.locator("#_q").fill("как вернуть деньги за заказы")
    page.locator("#_q").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Найден")).to_be_visible()
    assert "q=" in page.url
    assert any("еньги" in title or "товар" in title for title in titles(page)[:3])
    marks = page.locator(".result mark").all_inner_texts()
    assert any(mark.lower().startswith("верн") for mark in marks)
    assert not any(
        sign in text for text in page.locator(".snippet").all_inner_texts() for sign in "<>|#"
    )


def test_reload_back_and_a_copied_link_give_the_same_list(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=не приходит код")
    found = titles(page)
    assert found
    same = expect(page.locator(".result h2"))
    page.reload()
    same.to_have_text(found, use_inner_text=True)
    page.locator(".result h2 a").first.click()
    expect(page.locator("article h1")).to_be_visible()
    page.go_back()
    same.to_have_text(found, use_inner_text=True)
    assert titles(visit(page.url)) == found


def test_nothing_found_offers_ways_on(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=фывапролдж")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ничего не найдено")
    expect(page.get_by_role("heading", name="Разделы")).to_be_visible()
    page.locator(".nothing").get_by_role("link", name="Задать вопрос").click()
    expect(page.get_by_label("Тема")).to_have_value("фывапролдж")


def test_a_filter_that_leaves_nothing_is_taken_off_by_one_click(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=TOTP&category=bonusy")
    expect(page.get_by_role("heading", level=1)).to_contain_text("ничего не найдено")
    page.get_by_role("link", name="Искать во всех разделах").click()
    expect(page.locator(".result").first).to_be_visible()


def test_filter_by_category_keeps_the_query(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=вернуть деньги")
    chip = page.locator(".filter .chip").nth(1)
    count = chip.locator(".number").inner_text()
    chip.click()
    expect(page.locator(".filter [aria-current]")).to_contain_text(count)
    expect(page.get_by_role("combobox")).to_have_value("вернуть деньги")
    assert page.locator(".count").inner_text().split()[1] == count


@pytest.mark.parametrize("scripts", [True, False])
def test_the_chosen_category_is_on_a_phone_s_screen(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit(
        "/search?q=постамат&category=akkaunt", size=(360, 740), java_script_enabled=scripts
    )
    expect(page.locator(".filter [aria-current]")).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("lang", ["ru", "en"])
@pytest.mark.parametrize("width", [320, 360])
def test_the_field_of_the_home_page_shows_its_whole_hint(
    visit: Callable[..., Page], lang: str, width: int
) -> None:
    page = visit("/", size=(width, 740))
    if lang == "en":
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    room, needed = page.locator("#_q").evaluate(HINT)
    assert needed <= room


def test_a_later_page_of_results_says_which_it_is(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=вернуть деньги")
    assert "страница" not in page.title()
    page.get_by_role("link", name="Дальше").click()
    expect(page).to_have_title(re.compile(r"^вернуть деньги: поиск, страница 2 из \d · "))
    expect(page.get_by_role("status").filter(has_text="Страница")).to_have_text(
        re.compile(r"^Найден. \d+ .+\. Страница 2 из \d$")
    )


def test_did_not_help_leads_to_the_ask_form(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=вернуть деньги")
    page.get_by_role("button", name="Не помогло").click()
    expect(page.get_by_label("Тема")).to_have_value("вернуть деньги")


def test_a_very_long_query_is_an_ordinary_page(visit: Callable[..., Page]) -> None:
    page = visit("/search?q=" + "ab" * 1200)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Запрос слишком длинный")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False])
def test_how_the_query_was_understood_opens_by_keyboard(
    visit: Callable[..., Page], scripts: bool
) -> None:
    page = visit("/search?q=djpdhfn ltytu", size=(320, 640), java_script_enabled=scripts)
    told = page.locator(".understood dl")
    expect(told).to_be_hidden()
    page.locator(".understood summary").press("Enter")
    expect(told).to_contain_text("другая раскладка клавиатуры: «возврат денег»")
    expect(told).to_contain_text("точно так и в других формах")
    box = page.locator(".understood").bounding_box()
    assert box
    assert box["x"] + box["width"] <= 320
