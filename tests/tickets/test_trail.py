"""What the customer tried around asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert

from app import clock
from app.accounts.roles import GUEST
from app.db import transaction
from app.feedback import readings, voting
from app.search.models import Search
from app.tickets import asking
from app.tickets.trail import Kind, trail
from tests.accounts.cast import GLEB
from tests.tickets.forms import form

if TYPE_CHECKING:
    from app.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("database")

MOMENT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


def at(minute: float) -> datetime:
    return MOMENT + timedelta(minutes=minute)


def searched(minute: float, query: str, total: int, visitor: str = GLEB, **more: object) -> None:
    row = {
        "visitor": visitor,
        "channel": "site",
        "lang": "ru",
        "query": query,
        "normalised": query,
        "lemmas": query,
        "total": total,
        "is_rescued": False,
        "is_staff": False,
        "is_bot": False,
        "typed": 1,
        "searched_at": at(minute),
        "updated_at": at(minute),
        **more,
    }
    with transaction() as rows:
        rows.execute(insert(Search).values(row))


def read(minute: float, article_id: str, seconds: int = 0, visitor: str = GLEB) -> None:
    with clock.frozen_at(at(minute)):
        reading_id = readings.opened(article_id, "r1", visitor, reader=GUEST)
    with clock.frozen_at(at(minute) + timedelta(seconds=seconds)):
        readings.lasted(reading_id, visitor, seconds)


def voted_no(minute: float, article_id: str) -> None:
    with clock.frozen_at(at(minute)):
        voting.vote(article_id, "r1", GLEB, helpful=False, reader=GUEST)
        voting.explain(article_id, "r1", GLEB, "unclear", "Где кнопка?")


def asked(minute: float) -> Ticket:
    with clock.frozen_at(at(minute)):
        return asking.open_ticket(form())


def test_everything_is_told_in_the_order_of_time() -> None:
    searched(0, "вернуть деньги", 4)
    read(1, "voz-01", 40)
    voted_no(2, "voz-01")
    searched(3, "деньги не пришли", 0, dissatisfied_at=at(4))
    ticket = asked(5)
    read(6, "voz-02", 7)
    story = trail(ticket)
    assert [(entry.kind, entry.at) for entry in story] == [
        (Kind.SEARCH, at(0)),
        (Kind.OPENING, at(1)),
        (Kind.VOTE, at(2)),
        (Kind.SEARCH, at(3)),
        (Kind.ASKED, at(5)),
        (Kind.OPENING, at(6)),
    ]
    first, opening, vote, second, *_ = story
    assert (first.text, first.total, first.dissatisfied) == ("вернуть деньги", 4, False)
    assert (opening.article_id, opening.seconds) == ("voz-01", 40)
    assert (vote.helpful, vote.reason, vote.text) == (False, "unclear", "Где кнопка?")
    assert (second.total, second.dissatisfied) == (0, True)


def test_reloads_of_an_article_are_one_opening() -> None:
    read(0, "voz-01", 30)
    read(1, "dos-01", 5)
    read(2, "voz-01", 20)
    read(60, "voz-01", 10)
    openings = [(e.article_id, e.seconds) for e in trail(asked(61)) if e.kind is Kind.OPENING]
    assert openings == [("voz-01", 50), ("dos-01", 5), ("voz-01", 10)]


def test_other_visitors_and_long_ago_are_not_told() -> None:
    searched(0, "чужой запрос", 1, visitor="another")
    read(0, "voz-09", visitor="another")
    searched(-60 * 24 * 31, "давний запрос", 1)
    assert [entry.kind for entry in trail(asked(1))] == [Kind.ASKED]
