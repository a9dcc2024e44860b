"""No public page escapes the checks that hold on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.pages import NOT_HERE, PAGES

if TYPE_CHECKING:
    from flask import Flask

STAFF = ("/desk", "/studio", "/account")


def test_a_browser_visits_every_public_page(site: Flask) -> None:
    rules = {rule.rule for rule in site.url_map.iter_rules() if "GET" in (rule.methods or ())}
    public = {rule for rule in rules if not rule.startswith(STAFF)}
    addresses = site.url_map.bind("localhost")
    visited = {
        addresses.match(path.split("?")[0], return_rule=True)[0].rule for path in PAGES.values()
    }

    assert public == visited | NOT_HERE.keys()
    assert not visited & NOT_HERE.keys()
