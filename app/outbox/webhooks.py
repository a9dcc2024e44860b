"""Webhooks: who wants to be told of what, the signature, and the sending."""

from __future__ import annotations

import hmac
import json
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sqlalchemy import select

from app import clock
from app.db import session, transaction
from app.errors import DomainError, NotFound
from app.outbox import http, queue
from app.outbox.models import Endpoint, Kind
from app.outbox.queue import SendingFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.config import Config
    from app.outbox.queue import Parcel

EVENTS: Final = ("ticket.created", "ticket.replied", "ticket.solved", "article.published")
LONGEST_URL: Final = 2000  # characters
LONGEST_KEY: Final = 150  # characters; the queue adds the event and the address
_SECRET_BYTES: Final = 32  # 256 bits, as long as the signature


def add(url: str, events: Sequence[str], secret: str = "") -> Endpoint:
    """Register an address for `events`; a secret is made where none is given. DomainError."""
    wanted = [event for event in EVENTS if event in events]
    unknown = set(events) - set(EVENTS)
    if unknown or not wanted:
        raise DomainError("События бывают такие: %(known)s.", known=", ".join(EVENTS))
    endpoint = Endpoint(
        url=checked_url(url),
        secret=secret or secrets.token_urlsafe(_SECRET_BYTES),
        events=" ".join(wanted),
        created_at=clock.now(),
    )
    with transaction() as rows:
        rows.add(endpoint)
    return endpoint


def everyone() -> Sequence[Endpoint]:
    """Return all addresses, the oldest first."""
    return session.scalars(select(Endpoint).order_by(Endpoint.id)).all()


def remove(endpoint_id: int) -> None:
    """Forget an address, its log and what waits for it; raises NotFound."""
    with transaction() as rows:
        endpoint = rows.get(Endpoint, endpoint_id)
        if endpoint is None:
            raise NotFound("Адреса № %(number)s нет.", number=endpoint_id)
        rows.delete(endpoint)


def tell(event: str, key: str, body: dict[str, Any]) -> None:
    """Queue `event` for everybody who wants it, once for each `key`; within a transaction."""
    for endpoint in everyone():
        if event in endpoint.events.split():
            payload = {"event": event, "body": body}
            name = f"{event} {key[:LONGEST_KEY]} {endpoint.id}"
            queue.put(Kind.WEBHOOK, name, payload, endpoint.id)


def send(parcel: Parcel, config: Config) -> None:
    """Post one webhook to its address; raises SendingFailed."""
    endpoint = session.get(Endpoint, parcel.endpoint_id)
    session.rollback()  # no transaction stays open while the other side takes its time
    if endpoint is None:
        raise SendingFailed("the address was removed", passing=False)
    body = {
        "id": parcel.key,
        "event": parcel.payload["event"],
        "created_at": parcel.created_at.isoformat(),
        "site": config.public_url(),
        **parcel.payload["body"],
    }
    content = json.dumps(body, ensure_ascii=False).encode()
    headers = {"X-Podskazhi-Event": body["event"], "X-Podskazhi-Delivery": parcel.key}
    http.post(endpoint.url, content, headers | signed(content, endpoint.secret), config)


def signed(content: bytes, secret: str) -> dict[str, str]:
    """Return the header that proves who sent `content` and when.

    `t` is Unix time in seconds, `v1` the HMAC-SHA256 (RFC 2104) of "t.content" in hex digits; the
    receiver refuses what is older than some minutes, so that nothing can be played back to it.
    """
    at = int(clock.now().timestamp())
    digest = hmac.new(secret.encode(), f"{at}.".encode() + content, sha256).hexdigest()
    return {"X-Podskazhi-Signature": f"t={at},v1={digest}"}


def checked_url(url: str) -> str:
    """Return an http(s) address of some host; DomainError for anything else."""
    refusal = DomainError("Нужен адрес вида https://example.ru/webhook.")
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        raise refusal from None
    if not known or not url.isascii() or len(url) > LONGEST_URL or not url.isprintable():
        raise refusal
    return url
