"""How long the server waits for a client that sends its request bit by bit, and how much it takes.

A thread serves one request at a time: whoever holds it by half a request keeps others waiting.
"""

from __future__ import annotations

import select
import socket
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from gunicorn.http import RequestParser, message
from gunicorn.http.unreader import SocketUnreader
from gunicorn.workers.gthread import ThreadWorker
from werkzeug.exceptions import ClientDisconnected

if TYPE_CHECKING:
    from gunicorn.config import Config as GunicornConfig
    from gunicorn.http import Request
    from gunicorn.workers.gthread import TConn

# 10,000 characters of any script, percent-encoded (12 bytes at most), reach the site, which cuts
# them and says so. gunicorn copies all that has come of an unfinished line at every read.
LONGEST_LINE = 128 * 1024  # bytes
LONGEST_SILENCE = 10.0  # seconds between two pieces of a request
LEAST_RATE = 500  # bytes a second, once the first silence is used up; mod_reqtimeout's default
HEARING_SECONDS = 2.0  # in which a client that still sends may hear the answer
HEARING_SILENCE = 0.5  # seconds without a byte after which there is nothing left to hear


class Gone(ClientDisconnected, TimeoutError):
    """Half of a body has come, and no more will: a page of error 400, and the end to gunicorn."""


class Unreader(SocketUnreader):  # type: ignore[misc]
    """Reads from a client until it has been silent, or slow, for too long; then it is gone."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__(sock)
        self._poll = select.poll()
        self._poll.register(sock, select.POLLIN)
        self.is_in_head = True
        self._accepted_at = time.monotonic()  # 0 once reading has begun
        self._waited, self._received = 0.0, 0  # seconds, bytes
        self._is_over = False

    def chunk(self, size_hint: int | None = None) -> bytes:
        """Return what comes next; b"" when a head ends too early, raises Gone when a body does."""
        data: bytes = super().chunk(size_hint) if self._comes() else b""
        self._received += len(data)
        if not data and not self.is_in_head:
            raise Gone
        return data

    def _comes(self) -> bool:
        now = time.monotonic()
        if self._accepted_at:  # waiting for a thread was time to send, too
            self._waited, self._accepted_at = now - self._accepted_at, 0.0
        left = LONGEST_SILENCE + self._received / LEAST_RATE - self._waited
        if not self._is_over and not self._poll.poll(1000 * max(0.0, min(left, LONGEST_SILENCE))):
            self._is_over = True
            with suppress(OSError):  # the client may have gone
                self.sock.shutdown(socket.SHUT_RD)  # so that closing does not wait for it either
        self._waited += time.monotonic() - now
        return not self._is_over


class Parser(RequestParser):  # type: ignore[misc]
    """gunicorn's parser over what a patient reader brings."""

    def __init__(self, cfg: GunicornConfig, sock: socket.socket, address: object) -> None:
        super().__init__(cfg, sock, address)
        self.unreader = Unreader(sock)

    def __next__(self) -> Request:
        self.unreader.is_in_head = True
        found = super().__next__()
        self.unreader.is_in_head = False
        return found


class Worker(ThreadWorker):  # type: ignore[misc]
    """gunicorn's threads over plain HTTP, each of which waits for a client only so long."""

    @classmethod
    def setup(cls) -> None:
        """Let `limit_request_line` go as far as LONGEST_LINE: gunicorn caps it at 8,190 bytes."""
        message.MAX_REQUEST_LINE = LONGEST_LINE

    def enqueue_req(self, conn: TConn) -> None:
        if conn.parser is None:
            conn.parser = Parser(self.cfg, conn.sock, conn.client)
        super().enqueue_req(conn)

    def handle(self, conn: TConn) -> object:
        answer = super().handle(conn)
        if answer is False:
            _see_off(conn.sock)
        return answer


def _see_off(sock: socket.socket) -> None:
    """Let a client that still sends hear the answer; it is here or gone when this returns.

    gunicorn waits for each client to hang up in the one thread that accepts them all.
    """
    with suppress(OSError):
        sock.shutdown(socket.SHUT_WR)
        deadline = time.monotonic() + HEARING_SECONDS
        poll = select.poll()
        poll.register(sock, select.POLLIN)
        while time.monotonic() < deadline and poll.poll(1000 * HEARING_SILENCE):
            if not sock.recv(64 * 1024):
                break
        sock.shutdown(socket.SHUT_RD)
