"""A real HTTP server on a free local port that keeps what was posted to it."""

from __future__ import annotations

import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Posted:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    content: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.content)


class Handler(BaseHTTPRequestHandler):
    """Answers with the next planned status and text, else with 200 and {}."""

    server: Listener

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posted.append(Posted(self.path, dict(self.headers), content))
        status, answer = self.server.plan.pop(0) if self.server.plan else (200, "{}")
        time.sleep(self.server.seconds)
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass
class Listener(ThreadingHTTPServer):
    """Serves on a free local port; `seconds` is how long each answer takes."""

    plan: list[tuple[int, str]] = field(default_factory=list)
    posted: list[Posted] = field(default_factory=list)
    seconds: float = 0.0
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)

    def __hash__(self) -> int:
        return id(self)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/hook"

    def handle_error(self, *_args: object) -> None:
        """A client that went away is part of the tests."""

    def start(self) -> Listener:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self
