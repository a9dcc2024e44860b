"""The command `consents show`."""

from __future__ import annotations

import json

import pytest
from flask import Flask

from app.cli.consents import consents
from app.tickets import asking, consent
from tests.tickets.forms import form

pytestmark = pytest.mark.usefixtures("database")


def run(*arguments: str) -> tuple[int, str]:
    app = Flask(__name__)
    app.cli.add_command(consents)
    result = app.test_cli_runner().invoke(args=["consents", "show", *arguments])
    return result.exit_code, result.output


def test_what_was_agreed_to_is_shown_with_its_text() -> None:
    document = consent.read(None)
    given = consent.checked(document, ticked=True, version=document.version)
    number = asking.open_ticket(form(consent=given)).number
    code, shown = run(str(number))
    assert code == 0
    assert document.version in shown
    assert document.text in shown
    (row,) = json.loads(run(str(number), "--json")[1])
    assert (row["version"], row["text"]) == (document.version, document.text)


def test_a_ticket_without_consent_says_so() -> None:
    code, shown = run("4242")
    assert (code, shown) == (1, "no consent for ticket 4242\n")
