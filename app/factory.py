"""Composition root: config → database → services → blueprints → commands."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from app import cli, current, db, services
from app.config import Config
from app.web import (
    desk,
    errors,
    filters,
    languages,
    logs,
    profile,
    security,
    signing_in,
    site,
    studio,
    uploads,
    viewing,
)
from app.web.templating import Site

if TYPE_CHECKING:
    from flask import Flask

# A form with a ticket's 10,000 characters in UTF-8, percent-encoded, stays well below this; bytes.
MAX_REQUEST_BYTES = 2 * 1024 * 1024


def build(config: Config | None = None) -> Flask:
    """Return the application for `config`; raises ConfigError when the environment is wrong."""
    config = config or Config.from_environment()
    logs.configure(config.log_level)
    app = Site("app.web")
    app.config.from_mapping(_flask_settings(config))
    app.jinja_env.undefined = StrictUndefined
    app.extensions[current.EXTENSION] = services.build(config)
    _trust_proxies(app, config.trusted_proxies)
    _register_web(app)
    cli.register(app)
    app.teardown_appcontext(lambda _error: db.session.remove())
    return app


def _flask_settings(config: Config) -> dict[str, object]:
    return {
        "SECRET_KEY": config.secret(),
        "MAX_CONTENT_LENGTH": MAX_REQUEST_BYTES,
        "MAX_FORM_MEMORY_SIZE": MAX_REQUEST_BYTES,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": config.secure_cookies,
        "PERMANENT_SESSION_LIFETIME": timedelta(days=30),
        # An answer that comes late must not bring back the cookie of who has signed out meanwhile.
        "SESSION_REFRESH_EACH_REQUEST": False,
    }


def _trust_proxies(app: Flask, count: int) -> None:
    if count:
        app.wsgi_app = ProxyFix(app.wsgi_app, count, count, count)  # type: ignore[method-assign]


def _register_web(app: Flask) -> None:
    logs.register(app)
    for part in (uploads, security, errors, filters, languages, signing_in, profile, viewing):
        part.register(app)
    for door in (site, desk, studio):
        app.register_blueprint(door.blueprint)
