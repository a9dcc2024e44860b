"""Letters that arrive at a real SMTP server."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING

from app import clock
from app.tickets.letters.story import Office
from app.tickets.post import Post
from tests.outbox import smtp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from email.message import EmailMessage

    from app.config import Config
    from app.outbox.queue import Parcel

    Write = Callable[[Parcel, Office], EmailMessage]
    Fetch = Callable[..., list[EmailMessage]]  # at a moment; none: now


@contextmanager
def fetching(config: Config, write: Mapping[str, Write]) -> Iterator[Fetch]:
    """Give what delivers the letters that are due, and returns those that came in since."""
    server = smtp.MailServer()
    controller = smtp.started(server)
    settings = smtp.settings(config, server)
    post = Post(Office(settings, "secret of the tests", lambda _text, _lang: [], write))

    def fetched(moment: datetime | None = None) -> list[EmailMessage]:
        with clock.frozen_at(moment) if moment else nullcontext():
            while post.deliver_mail().sent:
                pass
        new, server.received[:] = list(server.received), []
        return new

    yield fetched
    controller.stop()
