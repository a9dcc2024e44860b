"""The commands `mail` and `webhooks`, and the jobs that send."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from app.outbox import listing
from app.outbox.listing import Ending
from app.outbox.models import Kind
from app.tickets import asking
from tests.tickets.forms import form
from tests.web.conftest import running, site_config  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator

    from click.testing import Result
    from flask.testing import FlaskCliRunner

    from app.config import Config

MAIL = "From: gleb@example.com\nSubject: Заказ\nMessage-ID: <1@x>\n\nГде мой заказ? Жду неделю.\n"


@pytest.fixture
def runner(site_config: Config) -> Iterator[FlaskCliRunner]:  # noqa: F811
    for app in running(site_config):
        with app.app_context():
            yield app.test_cli_runner()


def run(runner: FlaskCliRunner, *args: str, **more: Any) -> Result:
    return runner.invoke(args=args, **more)


def test_a_message_from_standard_input_becomes_a_ticket_and_its_letter_a_file(
    runner: FlaskCliRunner,
    site_config: Config,  # noqa: F811
) -> None:
    for told in ("began: ticket 1\n", "known: ticket 1\n"):
        result = run(runner, "mail", "receive", input=MAIL.encode())
        assert (result.exit_code, result.output) == (0, told)
    assert json.loads(run(runner, "mail", "status", "--json").stdout)["waiting"] >= 1
    assert run(runner, "jobs", "run", "mail").exit_code == 0
    files = list((site_config.instance_folder / "outbox").glob("*.eml"))
    assert len(files) == 1
    told = json.loads(run(runner, "mail", "list", "sent", "--json").stdout)
    assert "confirmation 1 1" in {row["key"] for row in told}
    assert "gleb@" not in run(runner, "mail", "list").output


def test_a_message_that_is_too_large_goes_back_to_its_sender(runner: FlaskCliRunner) -> None:
    result = run(runner, "mail", "receive", input=b"x" * (26 * 1024 * 1024))
    assert (result.exit_code, result.output) == (65, "dropped: too large\n")


def test_the_status_says_where_letters_go(runner: FlaskCliRunner) -> None:
    result = run(runner, "mail", "status")
    assert "SMTP_HOST is not set" in result.output
    assert "SITE_URL is not set" in result.output


def test_only_what_was_given_up_can_be_tried_again(runner: FlaskCliRunner) -> None:
    asking.open_ticket(form())
    (row,) = [row for row in listing.latest(Kind.MAIL) if row.payload["letter"] == "confirmation"]
    assert run(runner, "mail", "retry", str(row.id)).exit_code == 1
    assert listing.counts(Kind.MAIL)[Ending.FAILED] == 0


def test_an_address_for_webhooks_comes_and_goes(runner: FlaskCliRunner) -> None:
    made = run(runner, "webhooks", "add", "https://bot.example/hook", "all", "--json")
    told = json.loads(made.stdout)
    assert len(told["secret"]) >= 40
    listed = run(runner, "webhooks", "list").output
    assert "https://bot.example/hook  ticket.created ticket.replied" in listed
    assert told["secret"] not in listed
    asking.open_ticket(form())
    log = run(runner, "webhooks", "log", str(told["id"])).output
    assert "ticket.created" in log
    assert "waiting" in log
    assert run(runner, "webhooks", "remove", str(told["id"])).exit_code == 0
    assert run(runner, "webhooks", "list").output == ""


def test_a_wrong_address_is_refused(runner: FlaskCliRunner) -> None:
    assert run(runner, "webhooks", "add", "ftp://x", "all").exit_code != 0
    assert run(runner, "webhooks", "add", "https://x.example/", "no.such").exit_code == 2
