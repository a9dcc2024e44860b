"""The demonstration: a lively sample, made once, and removed with nothing else touched."""

from __future__ import annotations

import importlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import func, select

from app import clock, current, db
from app.accounts import accounts
from app.accounts.models import Account
from app.accounts.roles import GUEST
from app.articles.library import Library
from app.curation import query_list
from app.curation.attention import votes
from app.curation.attention.owners import Owners
from app.demo import marks, sample, staff
from app.editing import announcements
from app.feedback import readings, voting
from app.feedback.models import Reading, Vote
from app.learning.models import Gap
from app.learning.models import State as GapState
from app.outbox.models import Delivery
from app.search import history, pins
from app.search.models import Search
from app.search.results import Results
from app.services import Services
from app.tickets import asking, desk
from app.tickets.link_models import Tag
from app.tickets.models import Ticket
from app.tickets.states import State
from app.tickets.team_models import Team

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result

    from app.config import Config

ARTICLES = Path(__file__).parents[2] / "articles"
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
demo = importlib.import_module("app.cli.demo")
pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def app(config: Config) -> Iterator[Flask]:
    made = Flask(__name__)
    made.cli.add_command(demo.demo)
    config.instance_folder.mkdir()
    library = Library(ARTICLES)
    made.extensions[current.EXTENSION] = Services(config, library, None, None, None, None)  # type: ignore[arg-type]
    with made.app_context(), clock.frozen_at(NOW):
        yield made


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["demo", *arguments], catch_exceptions=False)


def rows() -> dict[str, int]:
    """Count the rows of every table that has any."""
    tables = db.Base.metadata.sorted_tables
    counted = {t.name: db.session.scalar(select(func.count()).select_from(t)) for t in tables}
    db.session.rollback()
    return {name: number for name, number in counted.items() if number}


def test_the_sample_is_lively_marked_and_not_mailed(app: Flask) -> None:
    run(app, "sample")
    check_tickets()
    check_visits()
    check_gaps()
    assert db.session.scalar(select(func.count()).select_from(Delivery)) == 0
    assert marks.is_there(app.extensions[current.EXTENSION].config.instance_folder)


def check_tickets() -> None:
    tickets = db.session.scalars(select(Ticket)).all()
    assert len(tickets) >= 40
    assert {ticket.state for ticket in tickets} == set(State)
    assert all(ticket.email.endswith("@example.com") for ticket in tickets)
    assert all(ticket.created_at <= ticket.updated_at <= NOW for ticket in tickets)
    assert {ticket.level for ticket in tickets} >= {1, 2}
    tagged = select(func.count()).select_from(Tag).where(Tag.tag == "демо")
    assert db.session.scalar(tagged) == len(tickets)


def check_visits() -> None:
    assert rows().keys() >= {"suggested_articles", "ticket_articles", "ticket_watchers", "clicks"}
    month = NOW - timedelta(days=30)
    searches = db.session.scalars(select(Search).where(Search.searched_at >= month)).all()
    assert len(searches) >= 100
    assert any(search.total == 0 for search in searches)
    explained = db.session.scalars(select(Vote).where(Vote.comment != "")).all()
    assert len(explained) >= 10
    assert {vote.email.partition("@")[2] for vote in explained} == {"", "example.com"}
    assert any(vote.heading for vote in explained)
    known = votes.editions(votes.voted()["pri-04"], lambda revision: revision)
    before, now = (edition.tally for edition in known.values())
    assert votes.has_fallen(before, now)


def check_gaps() -> None:
    gaps = {gap.title: gap for gap in db.session.scalars(select(Gap))}
    assert {gap.state for gap in gaps.values()} >= {GapState.OPEN, GapState.NOISE, GapState.IN_WORK}
    assert any(gap.reopened_at for gap in gaps.values())
    assert any(gap.tickets for gap in gaps.values())


def test_the_studio_has_pins_tests_and_announcements_of_articles_that_are_there(
    app: Flask,
) -> None:
    run(app, "sample")
    snapshot = app.extensions[current.EXTENSION].library.snapshot
    known, categories = snapshot.articles, snapshot.categories
    told = announcements.everything()
    named = [pin.article_id for pin in pins.everything()]
    named += [test.article_id for test in query_list.everything()]
    named += [notice.article_id for notice in told if notice.article_id]
    assert (len(pins.everything()), len(query_list.everything()), len(told)) == (3, 7, 3)
    assert [one for one in named if one not in known] == []
    assert {notice.category for notice in told} <= {None, *categories}
    assert len(announcements.not_ended()) == 2
    owners = Owners()
    assert {article.owner for article in known.values() if not owners.find(article.owner)} <= {""}


def test_a_second_start_makes_nothing_even_after_a_kill_before_the_marker(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(app, "sample")
    before = rows()
    with monkeypatch.context() as patch:
        patch.setattr(db, "session", None)
        patch.setattr(sample, "make", None)
        run(app, "sample")
    assert rows() == before
    (app.extensions[current.EXTENSION].config.instance_folder / "demo_sample.txt").unlink()
    run(app, "sample")
    assert rows() == before


def test_a_kill_half_way_leaves_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    before = rows()
    monkeypatch.setattr(importlib.import_module("app.demo.stories"), "_sort", killed)
    with pytest.raises(KeyboardInterrupt):
        demo.make_sample()
    assert rows() == before
    assert not marks.is_decided(app.extensions[current.EXTENSION].config.instance_folder)


def test_a_help_centre_with_tickets_gets_no_sample(app: Flask) -> None:
    ask("глеб")
    before = rows()
    run(app, "sample")
    assert rows() == before
    assert not marks.is_there(app.extensions[current.EXTENSION].config.instance_folder)


def test_removing_touches_nothing_else(app: Flask) -> None:
    run(app, "sample")
    demo_rows = rows()
    ticket = live_on()
    own_only = {name: number - demo_rows.get(name, 0) for name, number in rows().items()}
    assert "the demonstration is removed" in run(app, "remove").output
    assert rows() == {name: number for name, number in own_only.items() if number}
    assert db.session.get(Ticket, ticket.number) is not None
    run(app, "remove")
    run(app, "sample")
    assert rows()["tickets"] == 1


def test_a_demo_person_who_did_real_work_is_only_disabled(app: Flask) -> None:
    with db.transaction():
        staff.cast()
    ticket = ask("глеб")
    boris = accounts.get_by_email("boris@polka.example")
    desk.reply(ticket.number, boris.id, "Здравствуйте.", version=1, submission_key="k")
    run(app, "remove")
    db.session.expire_all()
    left = db.session.scalars(select(Account)).all()
    assert [account.email for account in left] == ["boris@polka.example"]
    assert not left[0].is_active


def test_the_sample_does_without_articles_that_are_not_here(app: Flask) -> None:
    assert sample.make({})
    assert rows()["tickets"] >= 40
    assert db.session.scalar(select(func.count()).select_from(Reading)) == 0


def ask(visitor: str) -> Ticket:
    return asking.open_ticket(
        asking.Request(
            subject="Настоящий вопрос",
            body="Как мне вернуть деньги?",
            name="Глеб",
            email="gleb@example.com",
            visitor=visitor,
            submission_key="k",
        )
    )


def live_on() -> Ticket:
    """Let real people search, read, vote and ask, and close a gap of the demo's question."""
    found = Results("подарочная упаковка", "подарочная упаковка", total=0)
    for name in ("вера", "глеб", "зоя"):
        history.remember(
            found, visitor=name, reader=GUEST, user_agent="Firefox", channel="site", lang="ru"
        )
    readings.opened("voz-01", "r", "вера", reader=GUEST)
    voting.vote("voz-01", "r", "вера", helpful=True, reader=GUEST)
    team = Team(
        name="Своя",
        categories=[],
        kinds=[],
        assigning="by_hand",
        default_since=None,
        last_given_id=None,
        created_at=NOW,
    )
    with db.transaction() as new:
        new.add(team)
    return ask("глеб")
