"""Knocking at addresses outside: what answers count, redirects, and what is never asked."""

from __future__ import annotations

import socket
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from app.outbox.probing import Answer, Trouble, is_passing, probe

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.config import Config


class Handler(BaseHTTPRequestHandler):
    """Answers with the status that the path names; "get-only" refuses a HEAD."""

    def do_HEAD(self) -> None:
        self._answer(405 if self.path == "/get-only" else self._status())

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/get-only" else self._status())

    def _status(self) -> int:
        return int(self.path.strip("/").partition("/")[0][:3])

    def _answer(self, status: int) -> None:
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/200" if self.path.endswith("/once") else self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def root() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer(200, "")),
        ("/200/адрес?q=слово", Answer(200, "")),
        ("/get-only", Answer(200, "")),
        ("/302/once", Answer(200, "")),
        ("/302/round", Answer(302, Trouble.ROUND)),
        ("/403", Answer(403, "")),
        ("/404", Answer(404, Trouble.GONE)),
        ("/410", Answer(410, Trouble.GONE)),
        ("/400", Answer(400, Trouble.REFUSED)),
        ("/503", Answer(503, Trouble.BROKEN)),
    ],
)
def test_what_an_answer_means(root: str, path: str, answer: Answer, config: Config) -> None:
    assert probe(root + path, replace(config, webhooks_to_private=True)) == answer


def test_private_networks_are_not_asked(root: str, config: Config) -> None:
    assert probe(f"{root}/200", config) == Answer(None, Trouble.PRIVATE)


def test_a_place_where_nobody_answers_may_answer_later(config: Config) -> None:
    answer = probe("http://127.0.0.1:9/", replace(config, webhooks_to_private=True))
    assert answer == Answer(None, Trouble.SILENT)
    assert [is_passing(status) for status in (None, 503, 404)] == [True, True, False]


def test_what_hinders_before_an_answer_is_told_apart(root: str, config: Config) -> None:
    asking = replace(config, webhooks_to_private=True)
    assert probe("http://no-such-host.invalid/", asking).problem is Trouble.UNKNOWN_NAME
    assert probe(f"http://{'a' * 64}.example/", asking).problem is Trouble.UNKNOWN_NAME
    assert probe(root.replace("http:", "https:"), asking).problem is Trouble.SILENT
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        hurried = replace(asking, webhook_seconds=0.2)
        assert probe(address, hurried).problem in (Trouble.SLOW, Trouble.SILENT)
