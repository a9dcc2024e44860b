"""Knocks at an address outside: does it answer? Bounded in time, away from private networks."""

from __future__ import annotations

import socket
import ssl
from enum import StrEnum
from http.client import HTTPException
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import quote, urljoin, urlsplit

from app.outbox.http import connected
from app.outbox.queue import SendingFailed

if TYPE_CHECKING:
    from http.client import HTTPResponse

    from app.config import Config

MOST_STEPS: Final = 5  # of redirects
# To these answers a GET may give another one than a HEAD did.
_ASK_AGAIN: Final = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 502, 503})
_REDIRECTED: Final = frozenset({301, 302, 303, 307, 308})
# The place is there; it does not let a machine in, or not now.
_ALIVE: Final = frozenset({401, 403, 407, 429, 451, 999})
_FAILED: Final = 400
_GONE: Final = frozenset({404, 410})
_OWN_TROUBLE: Final = 500  # from here on it is the server's
_SAFE: Final = "/?%:=&~+!$,;'@()*[]"  # of a path and query; Cyrillic is quoted
_HEADERS: Final = {
    "User-Agent": "Mozilla/5.0 (compatible; Podskazhi; link check)",
    "Accept": "*/*",
}


class Trouble(StrEnum):
    """What is wrong with an address, for pages to say in words."""

    GONE = "gone"
    REFUSED = "refused"
    BROKEN = "broken"
    ROUND = "round"
    PRIVATE = "private"
    CERTIFICATE = "certificate"
    UNKNOWN_NAME = "unknown name"
    SLOW = "slow"
    SILENT = "silent"


class Answer(NamedTuple):
    """What came: HTTP's status, None when nobody answered, and what is wrong or ""."""

    status: int | None
    problem: Trouble | Literal[""]


def is_passing(status: int | None) -> bool:
    """Tell whether another day may bring something else: no answer, or a server's own trouble."""
    return status is None or status >= _OWN_TROUBLE


def probe(url: str, config: Config) -> Answer:
    """Ask for `url` and follow it; never raises."""
    for _ in range(MOST_STEPS + 1):
        try:
            answer, onward = _ask(url, config)
        except SendingFailed:
            return Answer(None, Trouble.PRIVATE)
        except (OSError, HTTPException, ValueError) as error:
            return Answer(None, _trouble(error))
        if onward is None:
            return answer
        url = onward
    return Answer(answer.status, Trouble.ROUND)


def _trouble(error: Exception) -> Trouble:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Trouble.CERTIFICATE
    if isinstance(error, socket.gaierror | UnicodeError):
        return Trouble.UNKNOWN_NAME
    return Trouble.SLOW if isinstance(error, TimeoutError) else Trouble.SILENT


def _ask(url: str, config: Config) -> tuple[Answer, str | None]:
    """Ask once; return the answer and where it sends one, if it does."""
    status, location = _request("HEAD", url, config)
    if status in _ASK_AGAIN:
        status, location = _request("GET", url, config)
    if status in _REDIRECTED and location:
        onward = urljoin(url, location)
        if urlsplit(onward).scheme in {"http", "https"}:
            return Answer(status, ""), onward
    if status < _FAILED or status in _ALIVE:
        return Answer(status, ""), None
    if status in _GONE:
        return Answer(status, Trouble.GONE), None
    return Answer(status, Trouble.BROKEN if status >= _OWN_TROUBLE else Trouble.REFUSED), None


def _request(method: str, url: str, config: Config) -> tuple[int, str | None]:
    parts = urlsplit(url)
    with connected(parts, config) as connection:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, quote(path, safe=_SAFE), headers=_HEADERS)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.getheader("Location")
