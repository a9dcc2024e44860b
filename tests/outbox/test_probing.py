"""Knocking at addresses outside: what answers count, redirects, and what is never asked."""

from __future__ import annotations

import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from app.outbox.probing import Answer, probe

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
        ("/302/round", Answer(302, "too many redirects")),
        ("/403", Answer(403, "")),
        ("/404", Answer(404, "HTTP 404")),
        ("/503", Answer(503, "HTTP 503")),
    ],
)
def test_what_an_answer_means(root: str, path: str, answer: Answer, config: Config) -> None:
    assert probe(root + path, replace(config, webhooks_to_private=True)) == answer


def test_private_networks_are_not_asked(root: str, config: Config) -> None:
    answer = probe(f"{root}/200", config)
    assert answer.status is None
    assert "private network" in answer.problem


def test_a_place_where_nobody_answers_may_answer_later(config: Config) -> None:
    answer = probe("http://127.0.0.1:9/", replace(config, webhooks_to_private=True))
    assert answer.status is None
    assert answer.passing
    assert not Answer(404, "HTTP 404").passing
