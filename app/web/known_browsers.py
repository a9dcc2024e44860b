"""Browsers in which an account has signed in before: a signed cookie, one for each account.

It lets nobody in: it only picks the counter of wrong passwords, see accounts/tries.py.
"""

from __future__ import annotations

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer

from app import typed
from app.accounts.tries import STRANGERS

if TYPE_CHECKING:
    from flask import Response

LIFETIME = timedelta(days=365)
_SECRET_BYTES = 16


def known(email: str) -> str:
    """Return the secret that this browser was given for the account, or `STRANGERS`."""
    name = _cookie(email)
    try:
        secret = _signer(name).loads(request.cookies.get(name, ""), int(LIFETIME.total_seconds()))
    except BadSignature:
        return STRANGERS
    return str(secret)


def remember(response: Response, email: str) -> Response:
    """Give the browser a fresh secret for the account that has just signed in."""
    name = _cookie(email)
    response.set_cookie(
        name,
        str(_signer(name).dumps(secrets.token_urlsafe(_SECRET_BYTES))),
        max_age=LIFETIME,
        httponly=True,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        samesite="Lax",
    )
    return response


def _cookie(email: str) -> str:
    return f"known_{sha256(typed.address(email).encode()).hexdigest()[:32]}"


def _signer(name: str) -> URLSafeTimedSerializer:
    """The signature covers the name, so that one account's cookie does not serve another."""
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=name)
