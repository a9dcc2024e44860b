"""Knocks at an address outside: does it answer? Bounded in time, away from private networks."""

from __future__ import annotations

import ssl
from http.client import HTTPException
from typing import TYPE_CHECKING, Final, NamedTuple
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
_SAFE: Final = "/?%:=&~+!$,;'@()*[]"  # of a path and query; Cyrillic is quoted
_HEADERS: Final = {
    "User-Agent": "Mozilla/5.0 (compatible; Podskazhi; link check)",
    "Accept": "*/*",
}


class Answer(NamedTuple):
    """What came: HTTP's status, None when nobody answered, and what is wrong or ""."""

    status: int | None
    problem: str

    @property
    def passing(self) -> bool:
        """Whether another day may bring something else: no answer, or a server's own trouble."""
        return self.status is None or self.status >= 500


def probe(url: str, config: Config) -> Answer:
    """Ask for `url` and follow it; never raises."""
    for _ in range(MOST_STEPS + 1):
        try:
            answer, onward = _ask(url, config)
        except SendingFailed as refused:
            return Answer(None, str(refused)[:200])
        except ssl.SSLError as error:
            return Answer(None, f"TLS: {error.reason or error}"[:200])
        except (OSError, HTTPException, ValueError) as error:
            return Answer(None, f"{type(error).__name__}: {error}"[:200])
        if onward is None:
            return answer
        url = onward
    return Answer(answer.status, "too many redirects")


def _ask(url: str, config: Config) -> tuple[Answer, str | None]:
    """Ask once; return the answer and where it sends one, if it does."""
    status, location = _request("HEAD", url, config)
    if status in _ASK_AGAIN:
        status, location = _request("GET", url, config)
    if status in _REDIRECTED and location:
        onward = urljoin(url, location)
        if urlsplit(onward).scheme in {"http", "https"}:
            return Answer(status, ""), onward
    is_wrong = status >= _FAILED and status not in _ALIVE
    return Answer(status, f"HTTP {status}" if is_wrong else ""), None


def _request(method: str, url: str, config: Config) -> tuple[int, str | None]:
    parts = urlsplit(url)
    with connected(parts, config) as connection:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, quote(path, safe=_SAFE), headers=_HEADERS)
        response: HTTPResponse = connection.getresponse()
        return response.status, response.getheader("Location")
