"""Who this browser is: a random number in a signed cookie, which says nothing of the person."""

from __future__ import annotations

import re
import secrets
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from flask import current_app, g, request
from itsdangerous import BadSignature, Signer

if TYPE_CHECKING:
    from flask import Flask, Response

COOKIE = "visitor"
LIFETIME = timedelta(days=365)
_NUMBER = re.compile(r"[0-9a-f]{32}")


def register(app: Flask) -> None:
    """Send the cookie with the response in which a visitor was first needed."""
    app.after_request(_send_cookie)


def visitor() -> str:
    """Return this browser's random 128-bit number in hexadecimal, made now where it has none."""
    if "visitor" not in g:
        g.visitor = known_visitor() or _new_visitor()
    return str(g.visitor)


def known_visitor() -> str | None:
    """Return the number that the browser brought along, if its signature holds."""
    signed = request.cookies.get(COOKIE)
    if not signed:
        return None
    try:
        number = _signer().unsign(signed).decode("ascii", "replace")
    except BadSignature:
        return None
    return number if _NUMBER.fullmatch(number) else None


def is_new() -> bool:
    """Whether this request made the visitor's number."""
    return bool(g.get("new_visitor"))


def _new_visitor() -> str:
    g.new_visitor = True
    return secrets.token_hex(16)


def _send_cookie(response: Response) -> Response:
    if is_new():
        response.set_cookie(
            COOKIE,
            _signer().sign(g.visitor).decode(),
            max_age=LIFETIME,
            httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            samesite="Lax",
        )
    return response


def _signer() -> Signer:
    return _signer_with(current_app.config["SECRET_KEY"])


@cache
def _signer_with(secret: str) -> Signer:
    return Signer(secret, salt=COOKIE)
