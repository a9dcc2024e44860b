"""The blueprint that every view of the studio hangs on, and what its templates may call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint

from app.accounts.roles import may
from app.web.signing_in import account, reader

if TYPE_CHECKING:
    from flask import Response

    from app.accounts.models import Account

blueprint = Blueprint("studio", __name__, url_prefix="/studio")


def me() -> Account:
    """Return the account that is signed in, behind `allow`."""
    found = account()
    assert found is not None, "a view of the studio without @allow"  # noqa: S101
    return found


@blueprint.context_processor
def _rights() -> dict[str, object]:
    """Tell the navigation what to offer."""
    return {"may_edit": may(reader(), "edit"), "may_administer": may(reader(), "administer")}


@blueprint.after_request
def _keep_private(response: Response) -> Response:
    """No cache keeps drafts, and no machine lists them."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
