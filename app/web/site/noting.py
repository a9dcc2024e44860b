"""What pages do with the database on the side: they come without it while it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import request
from sqlalchemy.exc import OperationalError

from app.db import session
from app.search import history
from app.web.languages import language
from app.web.logs import log
from app.web.signing_in import oneself
from app.web.visitors import is_new, visitor

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.search.history import Channel
    from app.search.results import Results

Answer = TypeVar("Answer")


def remember(found: Results, channel: Channel) -> int:
    """Log a search of this request's visitor; return its id."""
    return history.remember(
        found,
        visitor=visitor(),
        reader=oneself(),
        user_agent=request.user_agent.string,
        channel=channel,
        lang=language(),
        is_new=is_new(),
    )


def noted(note: Callable[[], int]) -> int | None:
    """Write a row of the log and return its id; None where nobody looks, or it cannot be written.

    Nobody looks at the answer to a HEAD request, nor yet at a page that a browser fetches ahead.
    """
    if request.method == "HEAD" or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return None
    return unless_down(note)


def unless_down(call: Callable[[], Answer]) -> Answer | None:
    """Return what `call` does, or None while the database is locked or does not answer."""
    try:
        return call()
    except OperationalError as error:
        session.rollback()
        log.warning("database_unavailable", route=str(request.url_rule), reason=str(error.orig))
        return None
