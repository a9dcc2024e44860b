"""What axe-core finds wrong with a page, by the rules of WCAG 2.2 AA and best practice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

RULES: dict[str, object] = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}

# What is right is not told: that would take as long again.
RUN = """async rules => (await axe.run({...rules, resultTypes: ['violations']})).violations"""

# What other colours can break.
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
}


def violations(page: Page) -> list[str]:
    """Return a line for every element that breaks a rule."""
    return _broken(page, RULES)


def violations_in_dark(page: Page) -> list[str]:
    """Switch to dark colours; return a line for every element that breaks a rule of colours."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return _broken(page, COLOURS)


def _broken(page: Page, rules: dict[str, object]) -> list[str]:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{violation['id']}: {node['html'][:200]} {node.get('failureSummary', '')[:300]}"
        for violation in page.evaluate(RUN, rules)
        for node in violation["nodes"]
    ]
