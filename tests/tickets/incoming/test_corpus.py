"""Every mail of the corpus becomes what it must."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select

from app import db
from app.db import session, transaction
from app.tickets import attachments, conversation
from app.tickets.asking import token_hash
from app.tickets.incoming import receiving
from app.tickets.mail_models import MailReceived
from app.tickets.models import Ticket
from tests.accounts import cast
from tests.tickets.incoming.corpus import FOLDER, TOKEN

if TYPE_CHECKING:
    from app.config import Config

EXPECTED: dict[str, dict[str, Any]] = json.loads((FOLDER / "expected.json").read_text("utf-8"))
SECONDS = 10.0  # of a busy machine, for any mail


@pytest.fixture
def settings(config: Config) -> Config:
    config.instance_folder.mkdir(exist_ok=True)
    attachments.use(config)
    return replace(config, mail_from="help@polka.example", mail_inbox="support@polka.example")


@pytest.fixture
def asked(ticket: Ticket) -> Ticket:
    """The ticket that the corpus replies to, with the token that its mails were made for."""
    with transaction():
        ticket.token, ticket.token_hash = TOKEN, token_hash(TOKEN)
    assert ticket.number == 1
    return ticket


def test_the_corpus_is_whole() -> None:
    assert {path.stem for path in FOLDER.glob("*.eml")} == EXPECTED.keys()
    assert len(EXPECTED) >= 60


@pytest.mark.parametrize("name", EXPECTED)
def test_a_mail_becomes_what_it_must(name: str, asked: Ticket, settings: Config) -> None:
    raw, expected = (FOLDER / f"{name}.eml").read_bytes(), EXPECTED[name]
    cast.boris()
    started = time.perf_counter()
    receipt = receiving.receive(raw, settings)
    assert time.perf_counter() - started < SECONDS
    assert (receipt.fate.value, receipt.reason) == (expected["fate"], expected["reason"])
    session.expire_all()
    row = session.scalars(select(MailReceived)).one()
    assert row.sender == expected["sender"]
    if receipt.ticket_number is None:
        assert session.scalar(select(func.count()).select_from(Ticket)) == 1
        return
    made = session.get_one(Ticket, receipt.ticket_number)
    assert (made.number == asked.number) == (expected["fate"] == "added")
    message = conversation.public(made)[-1]
    assert message.body == expected["text"]
    for words in expected["folded"]:
        assert words in row.quoted
        assert words not in message.body
    if expected["fate"] == "began":
        assert (made.subject, made.email) == (expected["subject"], expected["sender"])
    kept = attachments.of_ticket(made).get(message.id, [])
    assert [file.name for file in kept] == expected["files"]
    again = receiving.receive(raw, settings)
    assert (again.fate, again.ticket_number) == (receiving.Fate.KNOWN, made.number)
    db.session.rollback()
