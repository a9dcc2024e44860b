"""Where readers' words were read before the studio had an inbox for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, url_for

from app.web.desk.door import blueprint
from app.web.signing_in import allow

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@blueprint.get("/votes")
@allow("edit")
def votes() -> ResponseReturnValue:
    return redirect(url_for("studio.inbox"), 302)
