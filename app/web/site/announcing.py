"""Announcements on the pages that they concern, and a reader's word that one is read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from flask import abort, current_app, redirect, request

from app.current import services
from app.editing.board import MOST
from app.web.addresses import local
from app.web.languages import language
from app.web.security import csrf, is_same_origin
from app.web.signing_in import reader
from app.web.site.door import blueprint
from app.web.site.noting import unless_down
from app.web.site.shelf import open_shelf

if TYPE_CHECKING:
    from collections.abc import Iterable

    from werkzeug.wrappers import Response

    from app.articles.article import Article
    from app.editing.board import Notice

COOKIE: Final = "dismissed"
KEPT: Final = 30  # dismissed ones that a cookie remembers, the latest
KEPT_FOR: Final = timedelta(days=180)


@dataclass(frozen=True)
class Shown:
    """An announcement with its text in the page's language and, if readable, its article."""

    notice: Notice
    text: str
    lang: str
    article: Article | None


@blueprint.app_template_global()
def announcements(categories: Iterable[str] = ()) -> list[Shown]:
    """Return what a page about these categories says over everything else."""
    board, about = services().board, tuple(categories)
    found = unless_down(lambda: board.concerning(reader(), about)) or []
    dismissed = _dismissed()
    return [_shown(notice) for notice in found if notice.key not in dismissed][:MOST]


@blueprint.post("/announcements/<int(max=2147483647):notice_id>/dismissal")
@csrf.exempt  # type: ignore[untyped-decorator]
def dismissal(notice_id: int) -> Response:
    """No token, as for the theme: reading an announcement gives nobody a session."""
    version = request.form.get("version", 0, type=int)
    if not is_same_origin() or version < 1:
        abort(400)
    keys = [*(key for key in _dismissed() if not key.startswith(f"{notice_id}."))]
    response = redirect(local(request.form.get("next")), 303)
    response.set_cookie(
        COOKIE,
        "_".join([*keys, f"{notice_id}.{version}"][-KEPT:]),
        max_age=KEPT_FOR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
    )
    return response


def _dismissed() -> list[str]:
    return request.cookies.get(COOKIE, "").split("_")[-KEPT:]


def _shown(notice: Notice) -> Shown:
    lang = language()
    article = open_shelf().get(notice.article_id) if notice.article_id else None
    said_in = lang if lang != "en" or notice.text_en else "ru"
    return Shown(notice, notice.text_in(lang), said_in, article)
