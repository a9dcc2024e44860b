"""The customer's page of a ticket that was closed as a duplicate."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.tickets import asking, merging
from tests.accounts import cast
from tests.tickets.forms import form
from tests.web.staff import Browser, build

if TYPE_CHECKING:
    from flask import Flask

    from app.tickets.models import Ticket


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return build(tmp_path_factory.mktemp("merged"))


@pytest.fixture
def app(built: Flask, database: object) -> Flask:
    return built


def merged(**changes: str) -> tuple[Ticket, Ticket]:
    """Return a duplicate and the ticket that it was merged into."""
    surviving = asking.open_ticket(form(body="Слова, которые никто другой не должен видеть."))
    duplicate = asking.open_ticket(form(subject="Опять про возврат", **changes))
    agent = cast.boris()
    merging.merge(duplicate.number, agent.id, surviving.number, version=duplicate.version)
    return duplicate, surviving


def test_ones_own_link_leads_to_the_ticket_that_is_answered(app: Flask) -> None:
    duplicate, surviving = merged()
    answer = Browser(app).get(f"/tickets/{duplicate.token}")
    assert (answer.status_code, answer.location) == (303, f"/tickets/{surviving.token}")


@pytest.mark.parametrize("change", [{"email": "other@example.com"}, {"visitor": "somebody"}])
def test_another_ones_page_says_so_and_shows_nothing_else(
    app: Flask, change: dict[str, str]
) -> None:
    duplicate, surviving = merged(**change)
    page = Browser(app).get(f"/tickets/{duplicate.token}")
    assert page.status_code == 200
    assert "отвечаем в другой заявке" in page.text
    assert "Слова, которые" not in page.text
    assert surviving.token not in page.text
    assert f"№ {surviving.number}" not in page.text
