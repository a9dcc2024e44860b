"""Servers that take what is sent: SMTP and HTTP on local ports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.outbox import smtp
from tests.outbox.http_server import Listener

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def mail_server() -> Iterator[smtp.MailServer]:
    server = smtp.MailServer()
    controller = smtp.started(server)
    yield server
    controller.stop()


@pytest.fixture
def listener() -> Iterator[Listener]:
    server = Listener().start()
    yield server
    server.shutdown()
    server.server_close()
