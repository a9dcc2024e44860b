"""The desk's lists stay quick with 100,000 tickets: few queries, none of which reads them all."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event

from app import db
from app.tickets import asking, desk, queue, teams
from app.tickets.filters import Filter
from app.tickets.queue import Sorting, View
from app.tickets.teams import TeamForm
from tests.tickets.forms import form

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Engine

    from app.accounts.models import Account

MOST_QUERIES = 2  # of a page: the account, the rows


@pytest.fixture
def agent(boris: Account) -> int:
    """The id of an agent who may not see all; there are a few tickets."""
    teams.add(TeamForm("Чужая"))
    teams.set_members(teams.add(TeamForm("Наша")).id, [boris.id])
    for number in range(5):
        asking.open_ticket(form(subject=f"Вопрос {number}"))
    return boris.id


@contextmanager
def recorded(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the statements of the block with their values."""
    statements: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, *_rest: Any) -> None:
        statements.append((text, values))

    db.session.expunge_all()
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("view", list(View))
@pytest.mark.parametrize("sorting", [None, Sorting.DUE])
def test_a_page_of_a_list_is_read_by_index(
    database: Engine, agent: int, view: View, sorting: Sorting | None
) -> None:
    with recorded(database) as statements:
        page = queue.tickets(view, agent, sorting=sorting, limit=2)
    assert len(statements) <= MOST_QUERIES
    assert len(page.rows) == (2 if view in (View.NEW, View.ALL) else 0)
    assert scans(database, statements) == []


@pytest.mark.parametrize(
    "wanted",
    [
        Filter(tag="срочно"),
        Filter(due="late"),
        Filter(due="soon"),
        Filter(unread=True, watched=True),
        Filter(email="gleb@example.com", teams=(1,)),
    ],
)
def test_a_filtered_list_is_read_by_index(database: Engine, agent: int, wanted: Filter) -> None:
    with recorded(database) as statements:
        queue.tickets(View.CLOSED, agent, wanted=wanted)
    assert scans(database, statements) == []


def test_counting_and_finding_read_indexes(database: Engine, agent: int) -> None:
    with recorded(database) as statements:
        queue.counts(agent)
        found = queue.search("вопрос", agent).rows
        desk.get(found[0].ticket.number, agent)
    assert len(found) == 5
    assert scans(database, statements) == []


def scans(engine: Engine, statements: list[tuple[str, Any]]) -> list[str]:
    """Return the steps that read the whole table of tickets, as SQLite plans them."""
    if engine.dialect.name != "sqlite":
        return []
    steps: list[str] = []
    with engine.connect() as connection:
        for text, values in statements:
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)
            steps += [row[3] for row in plan]
    return [step for step in steps if step.startswith("SCAN ticket") and "INDEX" not in step]
