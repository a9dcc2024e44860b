"""Two hundred forms at once, each sent again and again: every one is a ticket, none is two."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from app import db, migrations
from app.tickets import asking
from app.tickets.asking_models import StartedAsk
from app.tickets.models import Message, Ticket
from tests.tickets.forms import form as filled
from tests.web import content
from tests.web.browsing import form
from tests.web.conftest import client_of, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from app.config import Config
    from app.tickets.asking import Request

FORMS = 200
SENDINGS = 3  # of each form: a double click, a retry after a time-out
THREADS = 16


def shuffled(things: list[object]) -> list[object]:
    return random.Random(7).sample(things, len(things))  # noqa: S311  a fixed disorder


def in_parallel(send: Callable[[object], str], things: list[object]) -> list[str]:
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(send, shuffled(things)))


def assert_each_once(confirmed: list[str]) -> None:
    """Every confirmed ticket is there; each form has one, with one message and one ask."""
    db.session.rollback()
    tokens = list(db.session.scalars(select(Ticket.token)))
    assert set(confirmed) == set(tokens)
    assert len(tokens) == FORMS
    subjects = Counter(db.session.scalars(select(Ticket.subject)))
    assert set(subjects.values()) == {1}
    for table in (Message, StartedAsk):
        assert db.session.scalars(select(func.count()).select_from(table)).one() == FORMS


@pytest.mark.usefixtures("database")
def test_parallel_forms_make_each_ticket_once_in_the_room() -> None:
    def send(request: object) -> str:
        for _ in range(20):
            try:
                return asking.open_ticket(request).token  # type: ignore[arg-type]
            except OperationalError:  # a busy database: the browser's retry
                db.session.rollback()
            finally:
                db.session.remove()
        pytest.fail("the database stayed busy")

    forms: list[Request] = [
        filled(subject=f"Вопрос {n}", visitor=f"visitor {n}", email=f"v{n}@example.ru")
        for n in range(FORMS)
    ]
    asked = [replace(request, in_ledger=True) for request in forms]
    assert_each_once(in_parallel(send, list(asked) * SENDINGS))


@pytest.fixture
def site(config: Config, tmp_path: Path) -> Iterator[Flask]:
    content.write(config.articles_folder)
    config.instance_folder.mkdir()
    db.connect(config.database())
    migrations.upgrade()
    quick = replace(
        config, ask_limit="100000 per hour", ask_least_seconds=0, consent_required=False
    )
    yield from running(quick)


@pytest.mark.timeout(300)
def test_parallel_forms_make_each_ticket_once_over_http(site: Flask) -> None:
    browsers = [client_of(site) for _ in range(THREADS)]
    pages = [form(browsers[n % THREADS].get("/ask"), "/tickets").fields for n in range(FORMS)]

    def send(number: object) -> str:
        assert isinstance(number, int)
        client = client_of(site)
        for name in ("visitor", "session"):
            cookie = browsers[number % THREADS].get_cookie(name)
            assert cookie
            client.set_cookie(name, cookie.value)
        typed = {"subject": f"Вопрос {number}", "body": f"Подробности вопроса {number}"}
        data = {**pages[number], **typed, "email": "gleb@example.ru", "suggested": "1"}
        for _ in range(20):
            answer = client.post("/tickets", data=data)
            if answer.status_code == 303:
                return str(answer.location).rpartition("/")[2]
        pytest.fail(f"never taken: {answer.status_code}")

    confirmed = in_parallel(send, list(range(FORMS)) * SENDINGS)
    db.session.rollback()
    tokens = list(db.session.scalars(select(Ticket.token)))
    assert set(confirmed) == set(tokens)
    assert len(tokens) == FORMS
