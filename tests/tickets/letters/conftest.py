"""A post office whose letters arrive at a real SMTP server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.tickets.letters.story import Office, Suggested
from app.tickets.post import Post
from tests.outbox import smtp

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from app.config import Config

Fetch = Callable[[], "list[EmailMessage]"]


@pytest.fixture
def mail_server() -> Iterator[smtp.MailServer]:
    server = smtp.MailServer()
    controller = smtp.started(server)
    yield server
    controller.stop()


@pytest.fixture
def settings(config: Config, mail_server: smtp.MailServer) -> Config:
    sending = smtp.settings(config, mail_server)
    return replace(sending, mail_inbox="support@polka.example", site_name="Полка")


@pytest.fixture
def office(settings: Config) -> Office:
    article = Suggested("Возврат денег", "https://help.polka.example/articles/vozvrat")
    return Office(settings, "secret of the tests", lambda _text, _lang: [article])


@pytest.fixture
def arrived(office: Office, mail_server: smtp.MailServer) -> Fetch:
    """Deliver what is due, and return what came in since the last time."""

    def fetch() -> list[EmailMessage]:
        post = Post(office)
        while post.deliver_mail().sent:
            pass
        new, mail_server.received[:] = list(mail_server.received), []
        return new

    return fetch


def plain(letter: EmailMessage) -> str:
    """Return a letter's plain text."""
    body = letter.get_body(("plain",))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")
