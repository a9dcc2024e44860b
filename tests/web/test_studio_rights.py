"""Which role may call which address of the studio: every route, every role."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import url_for

from app.accounts.roles import Role
from tests.accounts import cast
from tests.web.staff import Browser
from tests.web.studio import ON_SQLITE

if TYPE_CHECKING:
    from flask import Flask

REFUSED = "У вас нет права на это действие."
# What agents call too, for the articles that are theirs; every other route is for editors.
AGENTS = {
    "add_comment",
    "add_picture",
    "article_removal",
    "articles",
    "attention",
    "attention_deeds",
    "attention_preview",
    "bring_article_back",
    "create",
    "discard_draft",
    "editor",
    "file",
    "keep_draft",
    "linkable",
    "merge",
    "new_article",
    "news",
    "presence",
    "preview",
    "remove_article",
    "removed_articles",
    "reopen_comment",
    "resolve_comment",
    "restore_revision",
    "review",
    "revision",
    "revisions",
    "save",
    "slugs",
    "step_trial",
    "take_step",
    "undo_attention",
    "undo_save",
    "verify",
}
REVIEWERS = AGENTS | {"approve", "take_approval_back"}
OPEN: dict[Role, set[str] | None] = {  # None: all of them
    Role.AGENT: AGENTS,
    Role.REVIEWER: REVIEWERS,
    Role.EDITOR: None,
    Role.ADMIN: None,
}


def calls(app: Flask) -> list[tuple[str, str, str]]:
    """Return endpoint, method and address of every route, about things that do not exist."""
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("studio."):
            with app.test_request_context():
                address = url_for(rule.endpoint, **dict.fromkeys(rule.arguments, 999))
            method = "GET" if "GET" in (rule.methods or ()) else "POST"
            found.append((rule.endpoint.removeprefix("studio."), method, address))
    return found


@ON_SQLITE
@pytest.mark.parametrize("role", OPEN)
def test_every_route_of_the_studio_knows_its_roles(site: Flask, role: Role) -> None:
    cast.hire("Кто-то", "somebody@polka.example", role)
    browser = Browser(site)
    browser.sign_in("somebody@polka.example")
    opened = set()
    for endpoint, method, address in calls(site):
        answer = browser.get(address) if method == "GET" else browser.post(address)
        assert answer.status_code < 500, address
        if not (answer.status_code == 403 and REFUSED in answer.text):
            opened.add(endpoint)
    expected = OPEN[role]
    assert opened == ({endpoint for endpoint, *_ in calls(site)} if expected is None else expected)


@ON_SQLITE
def test_every_route_of_the_studio_is_closed_to_strangers(site: Flask) -> None:
    browser = Browser(site)
    browser.get("/sign-in")
    for _, method, address in calls(site):
        if method == "GET":
            assert browser.get(address).status_code == 303, address
        else:
            assert browser.post(address).status_code == 403, address
