"""High contrast, where the system paints over our backgrounds: what is chosen is still seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

# Whether each element, and nothing else of its kind, has the system's colours of what is chosen.
STANDS_OUT = """(chosen, kind) => {
  const probe = document.body.appendChild(document.createElement('p'));
  probe.style = 'forced-color-adjust: none; background: Highlight; color: HighlightText';
  const colours = e => [getComputedStyle(e).backgroundColor, getComputedStyle(e).color].join();
  const lit = colours(probe);
  probe.remove();
  return [...document.querySelectorAll(kind)].every(e => e.matches(chosen) === (colours(e) === lit))
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "kind", "chosen"),
    [
        ("/search?q=вернуть деньги&category=oplata", ".filter .chip", "[aria-current]"),
        ("/search?q=вернуть деньги&page=2", ".pager a", "[aria-current=page]"),
        ("/", ".segments button", "[aria-pressed=true]"),
    ],
)
def test_what_is_chosen_is_seen(
    visit: Callable[..., Page], scheme: str, path: str, kind: str, chosen: str
) -> None:
    page = visit(path, forced_colors="active", color_scheme=scheme)
    expect(page.locator(f"{kind}{chosen}")).to_have_count(1)
    assert page.evaluate(f"({STANDS_OUT})('{chosen}', '{kind}')")


def test_the_option_that_the_arrows_chose_is_seen(visit: Callable[..., Page]) -> None:
    page = visit("/", forced_colors="active")
    page.get_by_role("combobox").focus()
    page.keyboard.type("верн")
    expect(page.get_by_role("option").last).to_have_text("Искать «верн»")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(f"({STANDS_OUT})('[aria-selected=true]', '[role=option]')")
