"""The blueprint that every view of the desk hangs on, and what its templates may call."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from flask import Blueprint

from app import clock
from app.accounts.roles import may
from app.feedback import flags
from app.web.signing_in import account, reader

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Response

    from app.accounts.models import Account

# Name, length in seconds, and from how many seconds on the next unit is clearer.
UNITS: Final = (
    ("second", 1, 90),
    ("minute", 60, 90 * 60),
    ("hour", 60 * 60, 48 * 60 * 60),
    ("day", 24 * 60 * 60, math.inf),
)

blueprint = Blueprint("desk", __name__, url_prefix="/desk")


def me() -> Account:
    """Return the account that is signed in, behind `allow`."""
    found = account()
    assert found is not None, "a view of the desk without @allow"  # noqa: S101
    return found


@blueprint.app_template_filter()
def seconds_since(moment: datetime) -> float:
    """Return how long ago a moment was."""
    return (clock.now() - moment).total_seconds()


@blueprint.app_template_filter()
def in_units(seconds: float) -> tuple[str, int]:
    """Return a length of time as people say it: a unit's name, and how many of it, at least one."""
    unit, length, _until = next(row for row in UNITS if seconds < row[2])
    return unit, max(1, round(seconds / length))


@blueprint.context_processor
def _rights() -> dict[str, object]:
    """Tell the navigation what to offer."""
    mine = account()
    answered = flags.count_news(mine.id) if mine else 0
    return {"may_edit": may(reader(), "edit"), "answered_flags": answered}


@blueprint.after_request
def _keep_private(response: Response) -> Response:
    """No cache keeps what customers wrote, and no machine lists it."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
