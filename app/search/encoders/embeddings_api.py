"""One call of a server that speaks the OpenAI embeddings API, checked and bounded in time."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import numpy as np

from app.search.encoders.base import unit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from urllib.parse import SplitResult

    from app.search.encoders.base import Vectors

MAX_ANSWER_BYTES: Final = 64 * 1024 * 1024  # 32 texts of 4,096 numbers are 3 MB
_OK: Final = 200
# A full queue, a model that is being loaded, a proxy without its server: worth another try.
_PASSING: Final = frozenset({408, 425, 429, 500, 502, 503, 504})


class CallFailed(Exception):
    """The server gave no vectors; `passing` tells whether the same call may work later.

    `retry_after` is what the server asked to wait, in seconds, if it did.
    """

    def __init__(self, why: str, *, passing: bool, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.passing = passing
        self.retry_after = retry_after


@dataclass(frozen=True)
class EmbeddingsApi:
    """The server: `url` is the API's base (http://127.0.0.1:8080/v1), `model` its name there."""

    url: str
    model: str
    key: str = field(default="", repr=False)

    def vectors(self, texts: Sequence[str], seconds: float) -> Vectors:
        """Return the vectors of `texts` within `seconds`, else raise CallFailed."""
        body = {"model": self.model, "input": list(texts), "encoding_format": "float"}
        return _parsed(self._post(json.dumps(body).encode(), seconds), len(texts))

    def _post(self, body: bytes, seconds: float) -> bytes:
        address = urlsplit(self.url.rstrip("/") + "/embeddings")
        try:
            with _connected(address, seconds) as connection:
                connection.request("POST", address.path, body, self._headers())
                return _read(connection)
        except (OSError, HTTPException, ValueError) as error:
            raise CallFailed(f"{type(error).__name__}: {error}", passing=True) from error

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        return headers | ({"Authorization": f"Bearer {self.key}"} if self.key else {})


@contextmanager
def _connected(address: SplitResult, seconds: float) -> Iterator[HTTPConnection]:
    """A connection that is cut after `seconds`: its own time-out starts anew with every byte."""
    kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = kind(address.netloc, timeout=seconds)
    try:
        connection.connect()
        timer = threading.Timer(seconds, _cut, (connection.sock,))
        timer.daemon = True
        timer.start()
        try:
            yield connection
        finally:
            timer.cancel()
    finally:
        connection.close()


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):  # it closed by itself meanwhile
        connected.shutdown(socket.SHUT_RDWR)


def _read(connection: HTTPConnection) -> bytes:
    response = connection.getresponse()
    answer = response.read(MAX_ANSWER_BYTES + 1)
    if response.status != _OK:
        raise CallFailed(
            f"HTTP {response.status}",
            passing=response.status in _PASSING,
            retry_after=_seconds(response.headers.get("Retry-After")),
        )
    if len(answer) > MAX_ANSWER_BYTES:
        raise CallFailed("the answer is too long", passing=False)
    return answer


def _seconds(header: str | None) -> float | None:
    """Seconds of a Retry-After header (RFC 9110, 10.2.3); its form with a date is not heeded."""
    return float(header) if header and header.isascii() and header.isdigit() else None


def _parsed(answer: bytes, count: int) -> Vectors:
    """Vectors in the order of `index`, of length 1; CallFailed for anything else."""
    try:
        data = json.loads(answer)["data"]
        rows = {item["index"]: item["embedding"] for item in data}
        vectors = np.array([rows[number] for number in range(count)], np.float64)
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise CallFailed(f"not an answer of this API: {error!r}", passing=False) from error
    _check(vectors, data, count)
    return unit(vectors)


def _check(vectors: np.ndarray[Any, Any], data: list[object], count: int) -> None:
    if len(data) != count:
        raise CallFailed(f"{len(data)} vectors for {count} texts", passing=False)
    if vectors.ndim != 2 or not vectors.shape[1]:
        raise CallFailed("the vectors are not lists of numbers", passing=False)
    if not np.isfinite(vectors).all() or not vectors.any(axis=1).all():
        raise CallFailed("a vector is not finite, or zero", passing=False)
