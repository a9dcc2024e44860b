"""What pages do with the database on the side: they come without it while it does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from flask import request
from sqlalchemy.exc import OperationalError

from app.db import session
from app.web.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable

Answer = TypeVar("Answer")


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
