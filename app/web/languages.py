"""Which language a page speaks: the reader's choice, else the browser's wish, else Russian."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

from flask import g, request
from flask_babel import Babel

from app.current import services

if TYPE_CHECKING:
    from flask import Flask

Language = Literal["ru", "en"]
LANGUAGES: tuple[Language, ...] = ("ru", "en")
COOKIE = "lang"


def register(app: Flask) -> None:
    """Give `app` its translations and the choice among them."""
    app.config["BABEL_DEFAULT_LOCALE"] = LANGUAGES[0]
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(Path(__file__).parent / "translations")
    Babel(app, locale_selector=language, timezone_selector=_time_zone)


def language() -> Language:
    """Return the language of this request's page, which then depends on it (Vary)."""
    if "language" not in g:
        g.language = _chosen() or _wished()
    return cast("Language", g.language)


def language_if_asked() -> Language:
    """Return what `language` would say, without making the page depend on it."""
    return cast("Language", g.get("language") or _chosen() or _wished())


def _chosen() -> str | None:
    chosen = request.cookies.get(COOKIE)
    return chosen if chosen in LANGUAGES else None


def _wished() -> str:
    return request.accept_languages.best_match(LANGUAGES) or LANGUAGES[0]


def _time_zone() -> str:
    return services().config.time_zone
