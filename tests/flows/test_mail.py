"""Letters of a real server: sent by its workers beside the requests, once, also over a kill."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from tests.flows.server import Customer, Server
from tests.outbox import smtp
from tests.web import content

if TYPE_CHECKING:
    from pathlib import Path

WAIT_SECONDS = 30
ASKED = 8  # before the kill, and after it again


def test_every_question_is_confirmed_once_although_the_server_is_killed(tmp_path: Path) -> None:
    content.write(tmp_path / "articles")
    post = smtp.MailServer()
    controller = smtp.started(post)
    server = Server(
        tmp_path,
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=str(post.port),
        SMTP_TLS="none",
        MAIL_FROM="help@polka.example",
        WORKERS="2",
        ENCODER="none",
    )
    try:
        for part in ("before", "after"):
            server.start()
            customer = Customer(server.url)
            for number in range(ASKED):
                customer.ask(f"Вопрос {part} {number}")
            server.kill()
        server.start()
        letters = _all_but_those_that_a_kill_holds(server)
    finally:
        server.kill()
        controller.stop()
    ids = [str(letter["Message-ID"]) for letter in post.received]
    assert len(ids) == len(set(ids))
    assert len(letters) == ASKED * 2
    sent = sum(row["state"] == "sent" for row in letters)
    held = [row for row in letters if row["state"] == "waiting"]
    assert sent + len(held) == ASKED * 2
    assert len(held) <= 4  # in each kill each of the two workers may have held one
    assert sent <= len(ids) <= ASKED * 2


def _all_but_those_that_a_kill_holds(server: Server) -> list[dict[str, Any]]:
    """Wait until nothing is left that nobody has tried; return all letters."""
    deadline = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < deadline:
        letters = _letters(server)
        if all(row["attempts"] for row in letters):
            time.sleep(1)  # the last one may be on its way
            return _letters(server)
        time.sleep(0.3)
    raise TimeoutError("letters are left that nobody sends")


def _letters(server: Server) -> list[dict[str, Any]]:
    call = [sys.executable, "-m", "app", "mail", "list", "--json"]
    told = subprocess.run(call, env=server.environment, check=True, capture_output=True)
    rows: list[dict[str, Any]] = json.loads(told.stdout)
    return [row for row in rows if row["key"].startswith("confirmation ")]
