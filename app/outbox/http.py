"""One POST to an outside server, bounded in time, kept away from private networks."""

from __future__ import annotations

import base64
import socket
import ssl
import threading
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from app.outbox.queue import SendingFailed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from urllib.parse import SplitResult

    from app.config import Config

MOST_ANSWER_BYTES: Final = 64 * 1024
# Answers after which the same message will never be taken. All others may pass.
_FINAL: Final = frozenset({400, 401, 403, 404, 405, 410, 411, 413, 414, 415, 422})
_REDIRECTED: Final = range(300, 400)
_DONE: Final = range(200, 300)
_PRIVATE: Final = "the address is in a private network (WEBHOOKS_TO_PRIVATE allows it)"
# NAT64 (RFC 6052, 2.1) and IPv4-compatible (RFC 4291, 2.5.5.1): the last 32 bits are IPv4.
_CARRYING: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("::/96"))
_AGENT: Final = "Podskazhi"


def post(url: str, content: bytes, headers: Mapping[str, str], config: Config) -> bytes:
    """Post JSON; return the answer's first 64 KB. Redirects are not followed.

    Raises SendingFailed, which tells whether another try makes sense.
    """
    parts = urlsplit(url)
    try:
        with connected(parts, config) as connection:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            connection.request("POST", path, content, {**_headers(parts), **headers})
            response = connection.getresponse()
            answer = response.read(MOST_ANSWER_BYTES)
    except (OSError, HTTPException, ValueError) as error:
        why = f"{type(error).__name__}: {error}"
        raise SendingFailed(why, passing=True, unreachable=True) from error
    if response.status not in _DONE:
        passing = response.status not in _FINAL and response.status not in _REDIRECTED
        raise SendingFailed(f"HTTP {response.status}", passing=passing)
    return answer


def _headers(parts: SplitResult) -> dict[str, str]:
    headers = {"Content-Type": "application/json; charset=utf-8", "User-Agent": _AGENT}
    if parts.username:
        name = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        headers["Authorization"] = "Basic " + base64.b64encode(name.encode()).decode()
    return headers


@contextmanager
def connected(parts: SplitResult, config: Config) -> Iterator[HTTPConnection]:
    """A connection to the very address that was checked, cut when its time is over.

    A name is looked up once: between a check and a second look-up it could change (DNS rebinding).
    """
    secure, seconds = parts.scheme == "https", config.webhook_seconds
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    address = _looked_up(host, port, private=config.webhooks_to_private)
    link = socket.create_connection(address, timeout=seconds)
    timer = threading.Timer(seconds, _cut, (link,))
    timer.daemon = True
    timer.start()
    connection = (HTTPSConnection if secure else HTTPConnection)(host, port, timeout=seconds)
    try:
        connection.sock = _wrapped(link, host) if secure else link
        yield connection
    finally:
        timer.cancel()
        connection.close()
        link.close()


def _looked_up(host: str, port: int, *, private: bool) -> tuple[str, int]:
    """Return the host's address; SendingFailed where any of its addresses is a private one."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(row[4][0]) for row in found]
    if not private and not all(_is_public(address) for address in addresses):
        raise SendingFailed(_PRIVATE, passing=False)
    return addresses[0], port


def _is_public(address: str) -> bool:
    parsed = ip_address(address.partition("%")[0])
    inside = _carried(parsed) if isinstance(parsed, IPv6Address) else None
    return parsed.is_global and not parsed.is_multicast and (inside is None or inside.is_global)


def _carried(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that a gateway, or this machine, would make of it."""
    if any(address in network for network in _CARRYING):
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour


def _wrapped(link: socket.socket, host: str) -> socket.socket:
    return ssl.create_default_context().wrap_socket(link, server_hostname=host)


def _cut(link: socket.socket) -> None:
    with suppress(OSError):  # it closed by itself meanwhile
        link.shutdown(socket.SHUT_RDWR)
