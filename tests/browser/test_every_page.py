"""What holds on every page: accessible, readable on a phone, light, and from our own host alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations, violations_in_dark
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.watching import Watch

LIGHT_BYTES = 100_000
LEAST_TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8
# Small targets that are not links inside a sentence, which 2.5.8 leaves out; a label is one too.
SMALL_TARGETS = """least => [...document.querySelectorAll('a, button, input, summary, select')]
  .filter(e => e.checkVisibility({visibilityProperty: true}) && e.type !== 'hidden')
  .filter(e => !e.closest('.visually-hidden, [aria-hidden=true]'))
  .filter(e => !e.closest('.prose, .skip, .vote label, .snippet, .changed, .notice, .text'))
  .filter(e => [e, ...(e.labels ?? [])].map(target => target.getBoundingClientRect())
    .every(box => Math.min(box.width, box.height) < least))
  .map(e => e.outerHTML.slice(0, 120))"""
SIZES_OF_RUNNING_TEXT = """[...document.querySelectorAll('main :is(p, li):not([class])')]
  .filter(e => e.checkVisibility())
  .filter(e => !e.closest('.category, .entry, .side-list, .steps, .under, nav, aside'))
  .map(e => parseFloat(getComputedStyle(e).fontSize))"""


def every_page(test: Callable[..., None]) -> Callable[..., None]:
    return pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)(test)


@every_page
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_page_is_accessible_in_light_and_dark(
    visit: Callable[..., Page], path: str, size: tuple[int, int]
) -> None:
    page = visit(path, size=size, color_scheme="light", reduced_motion="reduce")
    assert_is_for_everybody(page)


def assert_is_for_everybody(page: Page) -> None:
    """Fail for what axe finds in light or dark, small targets, and a page wider than its window."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert violations(page) == []
    assert page.evaluate(SMALL_TARGETS, LEAST_TARGET) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert violations_in_dark(page) == []


@every_page
def test_a_page_fits_a_phone_with_letters_twice_as_large(
    visit: Callable[..., Page], path: str
) -> None:
    page = visit(path, size=(360, 740))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") == 360


@every_page
def test_a_page_is_light_and_has_help_where_it_always_is(
    visit: Callable[..., Page], watch_of: Callable[[Page], Watch], path: str
) -> None:
    page = visit(path)
    page.wait_for_load_state("networkidle")
    assert watch_of(page).bytes_loaded() < LIGHT_BYTES
    assert page.locator("main + .help").get_by_role("link", name="Задать вопрос").count() == 1
    assert page.locator("header").get_by_role("link", name="Задать вопрос").count() == 1
    assert all(size >= 15 for size in page.evaluate(SIZES_OF_RUNNING_TEXT))


@every_page
def test_a_page_is_walked_by_keyboard(visit: Callable[..., Page], path: str) -> None:
    page = visit(path)
    for _ in range(25):
        page.keyboard.press("Tab")
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        if page.evaluate("document.activeElement === document.body"):
            break
        assert outline != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    first = page.locator("a, button, input").first
    first.focus()
    expect(first).to_have_text("Перейти к содержанию")
    expect(first).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "_main"
