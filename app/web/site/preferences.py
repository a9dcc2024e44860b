"""What a reader prefers: the language and the colours, each kept in a cookie."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from flask import abort, current_app, redirect, request

from app.web import filters, languages
from app.web.addresses import local
from app.web.security import csrf, is_same_origin
from app.web.site.door import blueprint

if TYPE_CHECKING:
    from collections.abc import Collection

    from werkzeug.wrappers import Response

KEPT_FOR = timedelta(days=365)


@blueprint.post("/language")
@csrf.exempt  # type: ignore[untyped-decorator]
def language() -> Response:
    return _keep(languages.COOKIE, "lang", languages.LANGUAGES)


@blueprint.post("/theme")
@csrf.exempt  # type: ignore[untyped-decorator]
def theme() -> Response:
    return _keep(filters.THEME_COOKIE, "theme", filters.THEMES)


def _keep(cookie: str, field: str, choices: Collection[str]) -> Response:
    """No token: a form on every page must not give each reader a session; the origin is checked."""
    chosen = request.form.get(field, "")
    if chosen not in choices or not is_same_origin():
        abort(400)
    response = redirect(local(request.form.get("next")), 303)
    secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
    response.set_cookie(
        cookie, chosen, max_age=KEPT_FOR, secure=secure, httponly=True, samesite="Lax"
    )
    return response
