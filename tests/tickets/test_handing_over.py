"""A ticket goes to an outside help desk: a real HTTP server takes it."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app import db
from app.db import session
from app.errors import Conflict, DomainError
from app.outbox import listing
from app.outbox.listing import Ending
from app.outbox.models import Kind
from app.tickets import conversation, desk, handing_over
from app.tickets.letters.story import Office
from app.tickets.post import Post
from app.tickets.states import Step
from tests.outbox.http_server import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.accounts.models import Account
    from app.config import Config
    from app.tickets.models import Ticket

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener().start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(config: Config, listener: Listener) -> Config:
    return replace(
        config,
        outside_desk="Дальняя служба",
        outside_desk_url=listener.url,
        outside_desk_secret="тайна",
        webhooks_to_private=True,
        webhook_seconds=2.0,
    )


def deliver(config: Config) -> None:
    Post(Office(config, "secret", lambda _text, _lang: ())).deliver_handovers()
    session.expire_all()


def test_the_public_conversation_goes_there_and_its_name_comes_back(
    ticket: Ticket, boris: Account, settings: Config, listener: Listener
) -> None:
    desk.note(ticket.number, boris.id, "Похоже на мошенника", submission_key="n")
    listener.plan.append((201, '{"number": "ZD-77", "id": 5}'))
    handing_over.ask(ticket.number, boris.id, settings, version=ticket.version)
    deliver(settings)
    (posted,) = listener.posted
    assert posted.json["subject"] == ticket.subject
    assert "денег всё ещё нет" in posted.json["conversation"]
    assert "мошенника" not in posted.content.decode()
    assert ticket.token not in posted.content.decode()
    assert posted.headers["X-Podskazhi-Signature"].startswith("t=")
    found = handing_over.find(ticket.number)
    assert found is not None
    assert (found.desk, found.reference) == ("Дальняя служба", "ZD-77")
    assert found.handed_at is not None
    steps = [event.step for event in conversation.events(ticket)]
    assert steps.count(Step.HANDED_OVER) == 2


def test_a_template_gives_the_other_desk_its_own_json(
    ticket: Ticket, boris: Account, settings: Config, listener: Listener, tmp_path: Path
) -> None:
    template = tmp_path / "zammad.json"
    template.write_text(
        json.dumps({"title": "$subject", "article": {"body": "$conversation"}, "tags": ["$lang"]}),
        encoding="utf-8",
    )
    ticket.subject = 'Кавычки " и скобки }, $lang'
    session.commit()
    theirs = replace(settings, outside_desk_template=str(template))
    handing_over.ask(ticket.number, boris.id, theirs, version=ticket.version)
    deliver(theirs)
    (posted,) = listener.posted
    assert posted.json["title"] == 'Кавычки " и скобки }, $lang'
    assert posted.json["tags"] == ["ru"]
    assert posted.json["article"]["body"].startswith("customer: Вернул куртку")


def test_a_ticket_is_handed_over_once(ticket: Ticket, boris: Account, settings: Config) -> None:
    handing_over.ask(ticket.number, boris.id, settings, version=ticket.version)
    with pytest.raises(Conflict, match="уже передали"):
        handing_over.ask(ticket.number, boris.id, settings, version=ticket.version)


def test_without_a_desk_there_is_nowhere_to_hand_it(
    ticket: Ticket, boris: Account, config: Config
) -> None:
    with pytest.raises(DomainError, match="не настроена"):
        handing_over.ask(ticket.number, boris.id, config, version=ticket.version)
    assert handing_over.find(ticket.number) is None


def test_a_desk_that_is_down_is_asked_again_under_the_same_key(
    ticket: Ticket, boris: Account, settings: Config, listener: Listener
) -> None:
    listener.plan += [(503, "no"), (200, "not json")]
    handing_over.ask(ticket.number, boris.id, settings, version=ticket.version)
    deliver(settings)
    found = handing_over.find(ticket.number)
    assert found is not None
    assert found.handed_at is None
    (row,) = listing.latest(Kind.HANDOVER, Ending.WAITING)
    row.next_at = row.created_at
    session.commit()
    deliver(settings)
    keys = {posted.headers["Idempotency-Key"] for posted in listener.posted}
    assert (len(listener.posted), len(keys)) == (2, 1)
    found = handing_over.find(ticket.number)
    assert found is not None
    assert (found.reference, found.handed_at is not None) == ("", True)
    db.session.rollback()
