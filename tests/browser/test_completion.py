"""Completion while typing: a list that goes with the field, for the eye and the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Route

LOW, WITH_KEYBOARD = (640, 360), (360, 430)  # a phone on its side; one whose keyboard is up


def complete(page: Page, typed: str) -> None:
    """Type into the page's search box and wait for what goes on so."""
    page.get_by_role("combobox").focus()
    page.keyboard.type(typed, delay=40)
    expect(page.get_by_role("option").last).to_have_text(f"Искать «{typed}»")


def type_and_hold(page: Page, typed: str) -> Route:
    """Type on, and return the question for what goes on so, not yet answered."""
    asked: list[Route] = []

    def hold(route: Route) -> None:
        asked.append(route)

    page.route("**/search/suggestions**", hold)
    page.keyboard.type(typed)
    while not asked:
        page.wait_for_timeout(10)
    return asked[0]


def test_completion_is_a_combobox_for_the_keyboard(visit: Callable[..., Page]) -> None:
    page = visit("/")
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("верн", delay=40)
    options = page.get_by_role("option")
    expect(options.last).to_have_text("Искать «верн»")
    assert 2 <= options.count() <= 6
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("status").filter(has_text="подсказ")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    assert box.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("верн")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")


def test_what_was_chosen_is_forgotten_when_typing_goes_on(visit: Callable[..., Page]) -> None:
    page = visit("/")
    page.get_by_role("combobox").focus()
    page.keyboard.type("верн", delay=40)
    expect(page.get_by_role("option").last).to_have_text("Искать «верн»")
    page.keyboard.press("ArrowDown")
    page.keyboard.type("уть")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search?q=*")
    expect(page.get_by_role("combobox")).to_have_value("вернуть")


def test_a_stale_answer_never_replaces_a_newer_one(visit: Callable[..., Page]) -> None:
    page = visit("/")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if route.request.url.endswith(("%D0%B2%D0%BE%D0%B7", "q=воз")):
            held.append(route)
        else:
            route.continue_()

    page.route("**/search/suggestions**", hold_the_first)
    box = page.get_by_role("combobox")
    box.focus()
    page.keyboard.type("воз")
    page.wait_for_timeout(300)
    assert held
    page.keyboard.type("врат")
    expect(page.get_by_role("option").last).to_have_text("Искать «возврат»")
    held[0].fulfill(json={"suggestions": [], "status": "старое"})
    page.wait_for_timeout(200)
    expect(page.get_by_role("status").filter(has_text="старое")).to_have_count(0)
    expect(page.get_by_role("option").last).to_have_text("Искать «возврат»")


@pytest.mark.parametrize("size", [LOW, WITH_KEYBOARD], ids=["low", "with a keyboard"])
def test_the_option_that_is_chosen_is_on_the_screen(
    visit: Callable[..., Page], size: tuple[int, int]
) -> None:
    page = visit("/", size=size)
    complete(page, "вернуть деньги")
    options = page.get_by_role("option")
    for number in range(options.count()):
        page.keyboard.press("ArrowDown")
        expect(options.nth(number)).to_have_attribute("aria-selected", "true")
        expect(options.nth(number)).to_be_in_viewport(ratio=1)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox")).to_be_in_viewport(ratio=1)


def test_a_list_that_opens_is_on_the_screen_with_its_field(visit: Callable[..., Page]) -> None:
    page = visit("/", size=WITH_KEYBOARD)
    complete(page, "вернуть деньги")
    expect(page.get_by_role("listbox")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("combobox")).to_be_in_viewport(ratio=1)


def test_the_last_option_is_about_what_is_in_the_field(visit: Callable[..., Page]) -> None:
    page = visit("/")
    complete(page, "воз")
    page.route("**/search/suggestions**", lambda _: None)  # a network that does not answer
    page.keyboard.type("врат xyz")
    expect(page.get_by_role("option").last).to_have_text("Искать «возврат xyz»")


def test_the_option_that_is_chosen_stays_so_in_a_newer_list(visit: Callable[..., Page]) -> None:
    page = visit("/")
    complete(page, "верн")
    held = type_and_hold(page, "у")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    chosen = page.locator("[role=option][aria-selected=true]")
    before = chosen.inner_text()
    answer = held.fetch().json()
    answer["suggestions"].insert(0, answer["suggestions"].pop())  # in another order
    held.fulfill(json=answer)

    expect(page.get_by_role("option").first).to_have_attribute(
        "data-url", answer["suggestions"][0]["url"]
    )
    expect(chosen).to_have_text(before)
    chosen_id = chosen.get_attribute("id")
    assert page.get_by_role("combobox").get_attribute("aria-activedescendant") == chosen_id


def test_a_chosen_option_that_is_gone_is_chosen_no_more(visit: Callable[..., Page]) -> None:
    page = visit("/")
    complete(page, "верн")
    held = type_and_hold(page, "у")
    page.keyboard.press("ArrowDown")
    held.fulfill(json={"suggestions": [], "status": "Подсказок нет"})

    expect(page.get_by_role("option")).to_have_text(["Искать «верну»"])
    expect(page.locator("[aria-selected=true], [aria-activedescendant]")).to_have_count(0)


def test_the_list_closes_when_the_focus_leaves_the_field(visit: Callable[..., Page]) -> None:
    page = visit("/")
    complete(page, "верн")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Найти")).to_be_focused()
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_role("combobox")).to_have_attribute("aria-expanded", "false")
