"""The server and its clients: long lines, half requests, slow ones, and such as never hang up."""

from __future__ import annotations

import multiprocessing
import os
import socket
import time
from contextlib import ExitStack, closing, suppress
from typing import TYPE_CHECKING
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from flask import Flask, request

from app.cli import patience
from app.cli.serve import Server
from app.config import Config
from app.current import EXTENSION
from tests.flows.server import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SILENCE = 1.0  # seconds that this server bears; less than the real one, so that tests are quick
THREADS = 2


class _Nothing:
    def keep_fresh(self) -> None:
        """A bare page has nothing to keep."""


def _serve(port: int, log: str) -> None:
    os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT), 2)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    patience.LONGEST_SILENCE = SILENCE
    app = Flask("bare")
    app.extensions[EXTENSION] = _Nothing()
    app.add_url_rule("/", "get", lambda: f"{len(request.args.get('q', ''))} characters")
    app.add_url_rule("/", "post", lambda: f"{len(request.get_data())} bytes", methods=["POST"])
    Server(app, Config(host="127.0.0.1", port=port, workers=1, threads=THREADS)).run()


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("server") / "log"


@pytest.fixture(scope="module")
def port(log: Path) -> Iterator[int]:
    port = free_port()
    served = multiprocessing.get_context("spawn").Process(target=_serve, args=(port, str(log)))
    served.start()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), closing(connected(port)):
            break
        time.sleep(0.05)
    yield port
    served.terminate()
    served.join()
    assert "Traceback" not in log.read_text()


def connected(port: int, sent: bytes = b"") -> socket.socket:
    found = socket.create_connection(("127.0.0.1", port), timeout=20)
    found.sendall(sent)
    return found


def answer(client: socket.socket) -> str:
    """What comes until the server hangs up."""
    with closing(client), client.makefile("rb") as file:
        return file.read().decode()


def head(length: int) -> bytes:
    return b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % length


def seconds_for_a_page(port: int) -> float:
    began = time.monotonic()
    with urlopen(f"http://127.0.0.1:{port}/", timeout=30) as page:
        assert page.read() == b"0 characters"
    return time.monotonic() - began


def test_ten_thousand_characters_of_any_script_reach_the_site(port: int) -> None:
    with urlopen(f"http://127.0.0.1:{port}/?q={quote('🙂' * 10_000)}", timeout=20) as page:
        assert page.read() == b"10000 characters"


def test_a_line_without_end_is_refused(port: int) -> None:
    client = connected(port, b"GET /?q=" + b"a" * (2 * patience.LONGEST_LINE))

    assert "414 URI Too Long" in answer(client)


def test_half_sent_requests_hold_the_others_up_only_for_a_silence(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(4 * THREADS):
            stack.enter_context(closing(connected(port, b"GET /?q=")))
        time.sleep(0.2)

        assert seconds_for_a_page(port) < 2 * SILENCE


@pytest.mark.parametrize("has_gone", [False, True])
def test_half_a_body_is_not_taken_for_a_whole_one(port: int, has_gone: bool) -> None:
    client = connected(port, head(100) + b"half")
    if has_gone:
        client.shutdown(socket.SHUT_WR)

    assert "400 BAD REQUEST" in answer(client)


def test_half_a_chunk_is_not_taken_for_a_whole_one(port: int) -> None:
    chunked = head(0).replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")

    assert "400 BAD REQUEST" in answer(connected(port, chunked + b"64\r\nhalf"))


def test_a_body_that_nobody_reads_ends_too(port: int) -> None:
    unread = head(100).replace(b"POST", b"GET").replace(b"close", b"keep-alive")

    assert answer(connected(port, unread + b"half")).endswith("0 characters")


def test_a_body_that_comes_slowly_but_steadily_arrives(port: int) -> None:
    client = connected(port, head(3_000))
    for _ in range(5):
        time.sleep(0.5 * SILENCE)
        client.sendall(bytes(600))

    assert answer(client).endswith("3000 bytes")


def test_clients_that_never_hang_up_hold_nobody_up(port: int) -> None:
    with ExitStack() as stack:
        for _ in range(2 * THREADS):
            client = stack.enter_context(closing(connected(port, b"GET / HTTP/1.0\r\n\r\n")))
            assert client.recv(1_000).startswith(b"HTTP/1.0 200 OK")

        assert seconds_for_a_page(port) < 1.0
