"""A real HTTP server that speaks the OpenAI embeddings API, and misbehaves when told to."""

from __future__ import annotations

import hashlib
import json
import socket
import struct
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

DIMENSIONS = 8


def vector_of(text: str, dimensions: int = DIMENSIONS) -> list[float]:
    """A vector that depends on the text alone."""
    digest = hashlib.blake2b(text.encode(), digest_size=dimensions).digest()
    return [byte - 127.5 for byte in digest]


def answer_to(texts: list[str], dimensions: int = DIMENSIONS) -> dict[str, Any]:
    """A right answer, its vectors in reverse order, as the API allows."""
    data = [
        {"object": "embedding", "index": number, "embedding": vector_of(text, dimensions)}
        for number, text in enumerate(texts)
    ]
    return {"object": "list", "data": data[::-1], "model": "test"}


Behaviour = "Callable[[Handler, list[str]], None]"


class Handler(BaseHTTPRequestHandler):
    """One request; what it does is the next planned behaviour, else a right answer."""

    server: EmbeddingsServer

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(Seen(self.path, body, self.headers.get("Authorization", "")))
        plan = self.server.plan
        behave = plan.pop(0) if plan else self.server.otherwise
        behave(self, body["input"])

    def send_json(self, value: object, status: int = 200, **headers: str) -> None:
        self.send_raw(json.dumps(value).encode(), status, **headers)

    def send_raw(self, answer: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(answer)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@dataclass
class Seen:
    """A request as the server got it."""

    path: str
    body: dict[str, Any]
    authorization: str


@dataclass
class EmbeddingsServer(ThreadingHTTPServer):
    """Serves on a free local port; `plan` holds behaviours for the next requests."""

    plan: list[Any] = field(default_factory=list)
    requests: list[Seen] = field(default_factory=list)
    port: int = 0  # 0: any free one
    daemon_threads = True

    def __post_init__(self) -> None:
        super().__init__(("127.0.0.1", self.port), Handler)
        self.otherwise: Any = right

    def __hash__(self) -> int:
        return id(self)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def handle_error(self, *_args: object) -> None:
        """A client that went away is part of the tests."""

    def start(self) -> EmbeddingsServer:
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()
        return self


def right(handler: Handler, texts: list[str]) -> None:
    handler.send_json(answer_to(texts))


def status(code: int, **headers: str) -> Any:
    return lambda handler, _texts: handler.send_json({"error": "no"}, code, **headers)


def json_value(value: object) -> Any:
    return lambda handler, _texts: handler.send_json(value)


def raw(answer: bytes) -> Any:
    return lambda handler, _texts: handler.send_raw(answer)


def silent(handler: Handler, texts: list[str]) -> None:
    """Answers much later than anybody waits."""
    time.sleep(3)


def dripping(handler: Handler, texts: list[str]) -> None:
    """Sends one byte at a time, each in time for a time-out that starts anew."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(60):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.05)


def hanging_up(handler: Handler, texts: list[str]) -> None:
    """Resets the connection without an answer."""
    linger = struct.pack("ii", 1, 0)
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    handler.close_connection = True
    handler.connection.close()
