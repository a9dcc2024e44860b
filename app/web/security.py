"""What keeps a page safe: forged forms refused, strict headers, limits of one address."""

from __future__ import annotations

import math
from http import HTTPStatus
from time import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask import g, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf.csrf import CSRFProtect
from limits import parse_many

from app.current import EXTENSION, services
from app.errors import TooMany
from app.web import rate_limits, visitors

if TYPE_CHECKING:
    from flask import Flask, Response

    from app.config import Config

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True, storage_options={})

# Everything from our own host, nothing inline; JSON-LD is data and needs no leave.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; "
    "base-uri 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), browsing-topics=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
VOTERS_BEHIND_AN_ADDRESS = 20
_TWO_YEARS = "max-age=63072000"


def register(app: Flask) -> None:
    """Protect every page of `app`."""
    config: Config = app.extensions[EXTENSION].config
    app.config["WTF_CSRF_TIME_LIMIT"] = (
        None  # a form may stay open overnight; the token dies with the session
    )
    app.config["RATELIMIT_STORAGE_URI"] = (
        f"{rate_limits.SCHEME}://{config.instance_folder / 'limits.sqlite'}"
    )
    csrf.init_app(app)
    limiter.init_app(app)
    visitors.register(app)
    app.after_request(_add_headers)


def is_same_origin() -> bool:
    """Tell whether a page of this site sent the request (Fetch Metadata, Origin or Referer)."""
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in {"same-origin", "none"}
    source = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return urlsplit(source).netloc == request.host


def vote_limit() -> str:
    return services().config.vote_limit


def vote_ceiling() -> str:
    """Return how much one address may vote: many people share the address of an office."""
    return "; ".join(
        f"{limit.amount * VOTERS_BEHIND_AN_ADDRESS} per {limit.multiples} {limit.GRANULARITY.name}"
        for limit in parse_many(services().config.vote_limit)
    )


def voter() -> str:
    """Return whose votes are counted: this browser's, or its address's where it has no cookie."""
    return visitors.known_visitor() or get_remote_address()


def ask_limit() -> str:
    return services().config.ask_limit


def accepted(response: Response) -> bool:
    """Tell whether a form was taken: only such ones use a limit up."""
    return response.status_code == HTTPStatus.SEE_OTHER


def count_sign_in() -> None:
    """Count a try to sign in from this network address; raises TooMany over `sign_in_limit`."""
    for limit in parse_many(services().config.sign_in_limit):
        address = get_remote_address()
        if limiter.limiter.hit(limit, "sign-in", address):
            continue
        seconds = limiter.limiter.get_window_stats(limit, "sign-in", address).reset_time - time()
        raise TooMany(
            "С вашего адреса в сети слишком много попыток входа. Попробуйте через %(minutes)s мин.",
            retry_after=max(1, math.ceil(seconds)),
            minutes=max(1, math.ceil(seconds / 60)),
        )


def _add_headers(response: Response) -> Response:
    there = {name.lower() for name, _ in response.headers}
    response.headers.extend([pair for pair in HEADERS.items() if pair[0].lower() not in there])
    if request.is_secure and services().config.secure_cookies:
        response.headers.setdefault("Strict-Transport-Security", _TWO_YEARS)
    if response.mimetype == "text/html" or "language" in g:
        response.vary.update(("Cookie", "Accept-Language"))
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return response
